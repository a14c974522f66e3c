"""Stories over the real verbs in any order (a few; `make torture` tells many more)."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from forum.core.db import db
from forum.opinions.models import Opinion
from torture.machines import base, bounds, forums, ideas, participants, talks


@pytest.fixture
def house_of_machines(sqlite):
    """The machines live in the application of the tests, empty."""
    db.session.remove()
    base.use(sqlite)
    return sqlite


@pytest.mark.parametrize(
    "machine", [talks.Talk, ideas.Ideas, forums.Forum, participants.Participants]
)
def test_verbs_in_any_order_leave_the_house_in_order(house_of_machines, machine):
    run_state_machine_as_test(machine, settings=bounds(2, 15))


def test_a_verb_that_forgets_to_count_is_found(house_of_machines, monkeypatch):
    monkeypatch.setattr("forum.opinions.models.recount", lambda _conversation: None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(talks.Talk, settings=bounds(6, 15))


def test_a_verb_that_leaves_the_hidden_findable_is_found(house_of_machines, monkeypatch):
    def changed(opinion):
        from forum.opinions.models import recount

        recount(opinion.conversation)

    monkeypatch.setattr(Opinion, "visibility_changed", changed)
    with pytest.raises(AssertionError, match="is found but not shown"):
        run_state_machine_as_test(talks.Talk, settings=bounds(8, 15))
