"""Somebody who has written before, so that nothing but the words is new."""

import pytest

from forum.moderation.rules import resting


@pytest.fixture
def known(make, people):
    """Ana has written before, so that nothing but the words is new."""
    with resting():
        make.opinion("Régebbi szavam", author=people.ana)
    return people.ana


@pytest.fixture
def say(make, known):
    """Ana says something; ``safety`` marks the conversation."""

    def said(words, safety=False, **kwargs):
        talk = make.conversation("speak", safety=safety)
        return make.opinion(words, talk, known, **kwargs)

    return said
