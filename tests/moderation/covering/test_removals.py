"""Removal by law: the words are gone for everybody, the number and the counts stay."""

from datetime import timedelta

import pytest
from sqlalchemy import text as sql

from forum.core.db import db, now
from forum.core.errors import Refused
from forum.moderation.covering.redactions import Redaction
from forum.moderation.covering.removals import Removal, removal_of
from forum.moderation.covering.removing import remove as remove_text
from forum.moderation.covering.texts import cover
from forum.moderation.decisions.appeals import appeal
from forum.moderation.decisions.statements import Statement
from forum.moderation.jobs import erase_what_was_sealed

WORDS = "Tiltott xyzzy szavak állnak itt."


@pytest.fixture
def opinion(make, people):
    one = make.opinion(WORDS, author=people.ana, signature="Xyzzy Anna")
    one.edit(people.ana, WORDS + " Meg még egy.")
    db.session.commit()
    return one


def remove(opinion, by):
    done = remove_text(opinion, by, "order", "12/2026", "A bíróság elrendelte.")
    db.session.commit()
    return done


def test_the_words_are_gone_from_every_table_but_the_sealed_one(opinion, people):
    remove(opinion, people.paul)
    assert not opinion.visible
    for table in db.metadata.sorted_tables:
        if table.name == "removal":
            continue
        for row in db.session.execute(sql(f'SELECT * FROM "{table.name}"')):
            assert "xyzzy" not in str(tuple(row)).lower(), table.name


def test_nobody_reads_them_any_more(opinion, people, client):
    remove(opinion, people.paul)
    paths = (
        f"/opinions/{opinion.id}",
        "/account/opinions",
        "/moderation?show=hidden",
        f"/moderation/opinion/{opinion.id}/removing",
    )
    for reader in (people.ana, people.mira, people.paul, people.adam):
        for path in paths:
            assert "xyzzy" not in client.sign_in(reader).get(path).text.lower(), path


def test_whoever_took_part_is_still_counted(opinion, people):
    from forum.opinions.models import Opinion

    remove(opinion, people.paul)
    assert db.session.get(Opinion, opinion.id).reference == opinion.reference
    assert db.session.get(Opinion, opinion.id).author_id == people.ana.id


def test_it_does_not_simply_come_back(opinion, people):
    remove(opinion, people.paul)
    assert opinion.restore(people.mira, "Visszaállítom.") is None
    assert not opinion.approve(people.mira)
    assert not opinion.visible


def test_the_log_tells_the_ground_and_never_the_words(opinion, people, client):
    remove(opinion, people.paul)
    page = client.get("/log", headers={"Accept-Language": "en"}).text
    assert "removed the text" in page
    assert "xyzzy" not in page.lower()
    assert "12/2026" not in page


def test_removing_twice_is_once(opinion, people):
    assert remove(opinion, people.paul)
    assert remove(opinion, people.adam) is None
    assert db.session.scalar(db.select(db.func.count(Removal.id))) == 1


@pytest.mark.parametrize("name", ["ana", "mira"])
def test_residents_and_facilitators_remove_nothing(opinion, people, client, name):
    path = f"/moderation/opinion/{opinion.id}/removing"
    assert client.sign_in(getattr(people, name)).get(path).status_code in {303, 403}
    sent = client.send(path, {"ground": "unlawful", "because": "Jogsértő."})
    assert sent.status_code in {303, 403}
    with pytest.raises(Refused):
        remove_text(opinion, getattr(people, name), "unlawful", "", "Jogsértő.")


def test_a_planner_removes_by_the_page(opinion, people, client):
    client.sign_in(people.paul)
    path = f"/moderation/opinion/{opinion.id}/removing"
    assert client.get(path).status_code == 200
    bad = client.send(path, {"ground": "order", "number": "", "because": "Elrendelték."})
    assert bad.status_code == 422
    good = client.send(path, {"ground": "order", "number": "12/2026", "because": "Elrendelték."})
    assert good.status_code == 303
    assert removal_of(opinion).ground == "order"


def test_only_an_administrator_reads_what_is_sealed_and_the_log_knows(opinion, people, client):
    remove(opinion, people.paul)
    path = f"/moderation/opinion/{opinion.id}/unsealing"
    assert client.sign_in(people.paul).send(path).status_code == 403
    page = client.sign_in(people.adam).send(path)
    assert "xyzzy" in page.text.lower()
    assert page.headers["Cache-Control"] == "no-store"
    log = client.get("/log", headers={"Accept-Language": "en"}).text
    assert "elolvasta a lezárt szöveget" in log


def test_an_appeal_brings_it_back(opinion, people):
    was = opinion.text
    remove(opinion, people.paul)
    one = db.session.scalars(db.select(Statement).where(Statement.act == "removed")).one()
    made = appeal(one, "A végzés nem erről szól.")[0]
    with pytest.raises(Refused):
        made.decide(people.mira, "overturned", "Szerintem is.")
    made.decide(people.adam, "overturned", "Igaza van.")
    db.session.commit()
    assert opinion.text == was
    assert opinion.visible
    assert opinion.signature == "Xyzzy Anna"
    assert opinion.revisions[0].text == WORDS


def test_of_two_who_put_it_back_the_second_finds_it_done(opinion, people):
    row = remove(opinion, people.paul)
    assert row.put_back(people.adam, "Tévedés volt.")
    db.session.commit()
    assert not row.put_back(people.paul, "Tévedés volt.")
    assert removal_of(opinion) is None
    assert opinion.visible


def test_the_sealed_words_are_erased_on_their_day(opinion, people):
    row = remove(opinion, people.paul)
    erase_what_was_sealed()
    assert row.sealed is not None
    row.sealed_until = now() - timedelta(hours=1)
    db.session.commit()
    erase_what_was_sealed()
    db.session.expire_all()
    assert row.sealed is None
    with pytest.raises(Refused):
        removal_of(opinion).put_back(people.adam, "Késő.")


def test_what_was_covered_before_is_erased_too(opinion, people):
    cover(opinion, people.mira, "text", [1], "other", "Ez nem kell ide.")
    remove(opinion, people.paul)
    row = db.session.scalars(db.select(Redaction)).one()
    assert row.original is None


def test_an_idea_is_removed_with_its_title(make, people, client):
    idea = make.idea("Xyzzy délután", author=people.ana)
    remove_text(idea, people.adam, "rights", "", "Személyiségi jogot sért.")
    db.session.commit()
    assert "Xyzzy" not in idea.title
    page = client.sign_in(people.ana).get(f"/ideas/{idea.id}")
    assert "Xyzzy" not in page.text


def test_what_the_law_removed_is_not_offered_to_be_restored(opinion, people, client):
    client.set_cookie("language", "en")
    remove(opinion, people.paul)
    path = f"/moderation/opinion/{opinion.id}/restoring"
    client.sign_in(people.mira)
    assert path not in client.get(f"/opinions/{opinion.id}").text
    for ask in (client.get, lambda path: client.send(path, {"because": "Mégis."})):
        page = client.get(ask(path).headers["Location"]).text
        assert "was removed because the law requires it" in page
        assert "restored it already" not in page
    db.session.expire_all()
    assert not opinion.visible
