"""Texts that wait, texts that were reported, near-copies of one text."""

import pytest

from forum.core.db import db
from forum.moderation.rules import resting
from tests.moderation.review.looking import LONG


@pytest.fixture
def waiting(make, texts):
    def wait(kind="opinion", words="Várok"):
        with resting():
            text = texts(kind, words)
        text.wait()
        db.session.commit()
        return text

    return wait


@pytest.fixture
def reported(make, texts):
    def report(words="Sértő szó", times=1, reason="abuse", note="", kind="opinion"):
        with resting():
            text = texts(kind, words)
        for _person in range(times):
            text.flag(make.person("visitor"), reason, note)
        db.session.commit()
        return text

    return report


@pytest.fixture
def campaign(make):
    talk = make.conversation("speak")
    return [make.opinion(f"{LONG} Kérem, {number}!", talk) for number in range(6)]
