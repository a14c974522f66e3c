"""Hostile values where no page asks for them: a kind refusal, never an error of ours."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.opinions.models import Opinion

HUGE = "99999999999999999999"


@pytest.fixture
def paul(client, people):
    """Paul's browser."""
    return client.sign_in(people.paul)


def test_a_number_no_row_can_have_is_not_looked_for(paul, make):
    talk, theme = make.conversation("both"), make.theme()
    make.membership(make.opinion(conversation=talk), theme)
    for path in (
        f"/codebook?project={HUGE}",
        f"/codebook/new?project=-{HUGE}",
        f"/conversations/{talk.id}/board/check?skip={HUGE}",
        f"/conversations/{talk.id}/board/themes/{theme.id}?neighbourhood={HUGE}&age_band={HUGE}",
        f"/conversations/{talk.id}/weigh?opinion={HUGE}",
    ):
        assert paul.get(path).status_code == 200, path


def test_nor_is_one_that_is_sent(paul, make):
    talk, theme = make.conversation(), make.theme()
    opinion = make.opinion(conversation=talk)
    make.membership(opinion, theme)
    board = f"/conversations/{talk.id}"
    for act in ({"act": "yes"}, {"act": "ticked"}, {"act": "move", "theme": str(theme.id)}):
        sent = {**act, "seen": HUGE, "also": HUGE, "right": HUGE}
        answer = paul.send(f"{board}/opinions/{opinion.id}/verdicts", sent)
        assert answer.status_code in {303, 422}, act
    split = {"chosen": HUGE, "new-name_hu": "új"}
    assert paul.send(f"{board}/themes/{theme.id}/split", split).status_code == 422
    assert paul.send("/handover", {"conversation": HUGE}).status_code == 303


@pytest.mark.parametrize("body", ["[" * 100_000, "[1]", "7", '{"text": {"a": [1]}}', "{", "\xff"])
def test_pages_take_forms_and_no_json(client, make, body):
    path = f"/conversations/{make.conversation().id}/speak"
    answer = client.post(path, data=body, content_type="application/json")
    assert answer.status_code == 400
    assert db.session.scalar(select(Opinion.id)) is None


def test_names_that_turn_the_text_after_them_are_straightened(client, make):
    path = f"/conversations/{make.conversation().id}/speak"
    client.send(path, {"text": "Több padot!", "signature": "Ana\u202e\x07\nKiss"})
    assert db.session.scalars(select(Opinion)).one().signature == "Ana Kiss"


def test_a_strange_host_gets_into_no_answer_of_the_api(client, make):
    opinion = make.opinion()
    for path in ("openapi.json", "conversations", f"opinions/{opinion.id}"):
        answer = client.get(f"/api/v1/{path}", headers={"Host": "evil.example"})
        assert answer.status_code == 200
        assert "evil.example" not in answer.text, path
