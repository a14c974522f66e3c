"""What tests of communities share: a proposal, somebody who joins, a teller that remembers."""

from itertools import count

import pytest

from forum.communities.joining import Wish, join
from forum.communities.proposing import Founder, Proposal, propose
from forum.core import news
from forum.core.db import db


@pytest.fixture
def found(make):
    """Propose: ``found()`` gives an interest list that waits, ``found(shown=True)`` one to join."""
    numbers = count(1)

    def begin(author=None, shown=True, needed=3, contact="", consent=False, by=None, **more):
        number = next(numbers)
        contact = contact or f"alapito{number}@example.org"
        founder = Founder("Titkos Tünde", contact, shown=consent)
        proposal = Proposal(
            more.pop("name", "Perecesi Játékklub"), "Együtt játszanánk.", founder, needed, **more
        )
        community = propose(proposal, author or make.person("visitor"), f"found-{number}", by)
        if shown and community.waiting:
            community.approve(make.person("facilitator", "Engedő"))
        db.session.commit()
        return community

    return begin


@pytest.fixture
def come(make):
    """Join: ``come(community, "a@example.org")``."""
    numbers = count(1)

    def join_them(community, contact="", person=None, by=None, key="", **more):
        number = next(numbers)
        contact = contact or f"tag{number}@example.org"
        wish = Wish(more.pop("name", f"Tag {number}"), contact, **more)
        key = key or f"come-{number}"
        member = join(community, wish, person or make.person("visitor"), key, by)
        db.session.commit()
        return member

    return join_them


class Remembering:
    """Brings no news, but remembers them."""

    def __init__(self):
        self.told, self.followers = [], []

    def tell(self, one, person_ids):
        self.told.append((one.kind, sorted(set(person_ids)), one))

    def tell_followers(self, one, but=()):
        self.followers.append(one.kind)

    @property
    def kinds(self):
        return [kind for kind, _people, _news in self.told]


@pytest.fixture
def told():
    """Who is told what."""
    before = list(news._tellers)
    teller = Remembering()
    news.provide(teller)
    yield teller
    news._tellers[:] = before
