"""Words kept for reasons: chosen instead of typed, by planners' care."""

import pytest

from forum.core.db import db
from forum.moderation.decisions import reason_words as kept
from forum.moderation.decisions.statements import Statement


def test_words_kept_for_a_reason_are_chosen_without_javascript(make, people, client):
    client.sign_in(people.paul)
    sent = client.send(
        "/moderation/reason-words",
        {"reason": "abuse", "words_hu": "Kérjük, <b>sértés</b> nélkül.", "submit_key": "k" * 22},
    )
    assert sent.status_code == 303
    row = kept.in_use()[0]
    opinion = make.opinion(author=people.ana)
    page = client.sign_in(people.mira).get(f"/moderation/opinion/{opinion.id}/hiding")
    assert "&lt;b&gt;sértés" in page.text
    done = client.send(
        f"/moderation/opinion/{opinion.id}/hiding",
        {"reason": "abuse", "ready": f"{row.id}-hu", "because": ""},
    )
    assert done.status_code == 303
    one = db.session.scalars(db.select(Statement)).one()
    assert one.because == "Kérjük, <b>sértés</b> nélkül."


def test_what_is_typed_goes_before_kept_words(make, people, client):
    row = kept.add(people.paul, "abuse", "Kész szavak.", "Ready words.", "k")
    db.session.commit()
    opinion = make.opinion()
    client.sign_in(people.mira).send(
        f"/moderation/opinion/{opinion.id}/hiding",
        {"reason": "abuse", "ready": f"{row.id}-en", "because": "Saját szavak."},
    )
    assert db.session.scalars(db.select(Statement)).one().because == "Saját szavak."


def test_without_any_words_it_comes_back(make, people, client):
    opinion = make.opinion()
    answer = client.sign_in(people.mira).send(
        f"/moderation/opinion/{opinion.id}/hiding", {"reason": "abuse", "because": ""}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["ana", "mira"])
def test_only_planners_keep_words(people, client, name):
    page = client.sign_in(getattr(people, name)).get("/moderation/reason-words")
    assert page.status_code in {303, 403}


def test_words_are_retired_once_and_not_offered_any_more(people, client):
    row = kept.add(people.paul, "abuse", "Kész szavak.", "", "k")
    db.session.commit()
    client.sign_in(people.paul).send(f"/moderation/reason-words/{row.id}/retirement")
    assert kept.in_use() == []
    assert kept.words_for(f"{row.id}-hu") == ""
