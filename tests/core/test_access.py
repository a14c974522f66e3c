"""Rules: what a person may do to some thing, to every thing, or to none at all."""

from types import SimpleNamespace

import pytest

from forum.core.access import PERMISSIONS, Rule, anyone, at_least
from tests.test_permissions import LEAST_ROLE, person_of

staff = at_least("facilitator")
author = Rule(lambda person, thing: thing is not None and thing.author == person.name)
ana = SimpleNamespace(name="ana", at_least=lambda role: role == "resident")
mira = SimpleNamespace(name="mira", at_least=lambda role: True)


@pytest.mark.parametrize(
    ("rule", "by_ana", "by_mira"),
    [
        (anyone, "always", "always"),
        (staff, "never", "always"),
        (author, "perhaps", "perhaps"),
        (staff & author, "never", "perhaps"),
        (staff | author, "perhaps", "always"),
        (~staff, "always", "never"),
        (~author, "perhaps", "perhaps"),
        (~(staff & author), "always", "perhaps"),
        (~(staff | author) & staff, "never", "never"),
        (anyone & author, "perhaps", "perhaps"),
    ],
)
def test_what_can_be_told_without_looking_at_a_thing(rule, by_ana, by_mira):
    for person, expected in ((ana, by_ana), (mira, by_mira)):
        told = "always" if rule.always(person) else "perhaps" if rule.ever(person) else "never"
        assert told == expected


def test_no_rule_that_waits_for_a_thing_forgets_the_role(app, people):
    """Every permission of staff is denied to residents before anything is looked for."""
    for name, permission in PERMISSIONS.items():
        if LEAST_ROLE[name] in {"facilitator", "planner", "administrator"}:
            if name == "communities:lead":
                continue  # a resident may lead their own
            assert not permission.rule.ever(person_of(people, "resident")), name
