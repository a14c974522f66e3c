"""Swapped numbers: a form sent for something one may not see changes nothing and tells nothing."""

import pytest

from forum.core.db import db
from tests.attacks.pages import filled


def rows(things) -> dict[str, dict[str, object]]:
    """Return every column of things, to compare them later."""
    db.session.expire_all()
    return {
        f"{thing.__tablename__} {thing.id}": {
            column.name: getattr(thing, column.key) for column in thing.__mapper__.columns
        }
        for thing in things
    }


def unseen(world) -> list[object]:
    return [
        *(world.draft, world.hidden, world.planned_event, world.planned_forum, world.hidden_idea),
        *(world.comment, world.question, world.idea_comment, world.picture, world.waiting),
        *(world.planned_program, world.secret_need, world.secret_season, world.secret_candidate),
        *(world.secret_plan, world.registration, world.other_person, world.notice),
    ]


def swaps(world) -> dict[str, list[int]]:
    """Return, for each name a field of a form may have, the numbers to put there."""
    everything = sorted({int(thing.id) for thing in unseen(world)})
    return {"": everything}


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ["visitor", "resident"])
def test_numbers_of_unseen_things_lead_nowhere(world, intruder, role):
    """Every number in every form one is shown is replaced by those of things one is not."""
    before, someone, tried = rows(unseen(world)), intruder(role), 0
    numbers = swaps(world)[""]
    for form in someone.forms(world.shown()):
        plain = next(filled(form, "Több padot szeretnék"))
        numeric = [n for n, v in plain.items() if isinstance(v, str) and v.isdigit()]
        ticks = [n for n, v in plain.items() if isinstance(v, list) and any(x.isdigit() for x in v)]
        for name in numeric + ticks:
            for number in numbers:
                swapped = str(number) if name in numeric else [str(number)]
                answer = someone.send(form, {**plain, name: swapped})
                tried += 1
                for words in world.SECRETS:
                    assert words not in answer.text, (form.action, name, number)
    assert tried > 20
    assert rows(unseen(world)) == before


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ["visitor", "resident"])
def test_forms_of_shown_things_sent_to_unseen_ones_are_refused(world, intruder, app, role):
    """The same form, its address changed to a draft, something hidden or somebody else's."""
    before, someone = rows(unseen(world)), intruder(role)
    pairs = {
        "/conversations/": (world.talk.id, world.draft.id),
        "/opinions/": (world.opinion.id, world.hidden.id),
        "/events/": (world.event.id, world.planned_event.id),
        "/forums/": (world.forum.id, world.planned_forum.id),
        "/ideas/": (world.idea.id, world.hidden_idea.id),
        "/communities/": (world.community.id, world.waiting.id),
        "/programs/": (world.program.id, world.planned_program.id),
        "/seasons/": (world.season.id, world.secret_season.id),
        "/following/idea/": (world.idea.id, world.hidden_idea.id),
    }
    tried = 0
    for form in someone.forms(world.shown()):
        for start, (shown, other) in pairs.items():
            if not form.action.startswith(f"{start}{shown}"):
                continue
            action = form.action.replace(f"{start}{shown}", f"{start}{other}", 1)
            for sent in filled(form, "Több padot szeretnék"):
                answer = someone.send_to(action, sent)
                tried += 1
                assert answer.status_code in {302, 303, 403, 404, 405, 409}, (
                    action,
                    answer.status_code,
                )
                for words in world.SECRETS:
                    assert words not in answer.text, action
    assert tried > 8
    assert rows(unseen(world)) == before
