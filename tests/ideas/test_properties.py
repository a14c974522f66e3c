"""Whatever is done to ideas, in whatever order: nobody and nothing is lost or counted twice."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from forum.core.db import db
from forum.core.errors import Refused
from forum.ideas.commenting import comment
from forum.ideas.counting import recount
from forum.ideas.life import Merger
from forum.ideas.merging import merge, say_yes, undo
from forum.ideas.models import Idea, IdeaComment, IdeaPicture, Support
from forum.ideas.proposing import Proposal, propose
from forum.ideas.splitting import split
from forum.ideas.supporting import support, take_back

IDEAS, PEOPLE = 4, 3
#: What happens in a city, the most usual more often.
STEPS = (
    *("support", "merge") * 4,
    *("take_back", "undo", "yes", "hide", "show") * 2,
    *("split", "comment", "picture"),
)
numbers = st.integers(0, IDEAS - 1)
step = st.tuples(
    st.sampled_from(STEPS), numbers, numbers, st.integers(0, PEOPLE - 1), st.booleans()
)


class World:
    """A small city, and beside it the plain truth: who did what."""

    def __init__(self, make, people) -> None:
        self.paul, self.mira = people.paul, people.mira
        self.people = [make.person("visitor") for _number in range(PEOPLE)]
        self.authors = [make.person("visitor") for _number in range(IDEAS)]
        self.ideas = [
            propose(Proposal(f"Ötlet {number}", "Mert jó."), author, f"prop-{number}-{author.id}")
            for number, author in enumerate(self.authors)
        ]
        self.keys = 0
        #: Who supports which idea, as told by what was done.
        self.supports: set[tuple[int, int]] = set()
        self.comments: dict[int, int] = {}
        self.pictures: dict[int, int] = {}
        self.edges: dict[int, tuple[int, str]] = {}
        db.session.commit()

    def key(self) -> str:
        self.keys += 1
        return f"step-{self.keys}-{self.ideas[0].id}"

    def do(self, name, one, other, who, flag) -> None:
        one, other = self.ideas[one], self.ideas[other]
        try:
            getattr(self, f"do_{name}")(one, other, self.people[who], flag)
            db.session.commit()
        except Refused:
            db.session.rollback()

    def do_support(self, one, _other, who, _flag):
        row = support(one, who, self.key())
        self.supports.add((row.idea_id, who.id))

    def do_take_back(self, one, _other, who, _flag):
        if take_back(one, who):
            self.supports.remove((one.id, who.id))

    def do_merge(self, one, other, _who, flag):
        merger = merge(one, other, self.paul, "count" if flag else "ask", because="Ugyanazt kérik.")
        self.edges.setdefault(merger.idea_id, (merger.into_id, merger.counting))

    def do_undo(self, one, _other, _who, _flag):
        query = select(Merger).where(Merger.idea_id == one.id, Merger.undone_at.is_(None))
        merger = db.session.scalars(query).first()
        assert (merger is None) == (one.id not in self.edges)
        if merger is not None:
            assert undo(merger, self.paul)
            del self.edges[one.id]

    def do_yes(self, one, _other, who, _flag):
        query = select(Merger).where(Merger.idea_id == one.id, Merger.undone_at.is_(None))
        merger = db.session.scalars(query).first()
        if merger is not None:
            row = say_yes(merger, who)
            self.supports.add((row.idea_id, who.id))

    def do_split(self, one, _other, _who, _flag):
        part = split(one, self.paul, self.key(), "Rész", "Egy része.")
        assert part.author_id == one.author_id

    def do_comment(self, one, _other, who, flag):
        comment(one, who, "for" if flag else "against", "Jó volna.", self.key())
        self.comments[one.id] = self.comments.get(one.id, 0) + 1

    def do_picture(self, one, _other, who, _flag):
        about = {"alternative": "Kép", "content": b"x", "small": b"x", "media_type": "image/png"}
        size = {"width": 1, "height": 1, "submit_key": self.key()}
        db.session.add(IdeaPicture(idea=one, author_id=who.id, **about, **size))
        self.pictures[one.id] = self.pictures.get(one.id, 0) + 1

    def do_hide(self, one, _other, _who, _flag):
        one.hide(self.mira, "other", "Egy időre.")

    def do_show(self, one, _other, _who, _flag):
        one.restore(self.mira, "Jó ez.")

    def counted_for(self, number: int) -> set[int]:
        """Return who counts for an idea: its own, and those below that count and are shown."""
        found = {person for idea, person in self.supports if idea == number}
        for below in self.ideas:
            if below.visible and number in self._way(below.id):
                found |= {person for idea, person in self.supports if idea == below.id}
        return found

    def _way(self, number: int) -> list[int]:
        way = []
        while number in self.edges and self.edges[number][1] == "count":
            number = self.edges[number][0]
            way.append(number)
        return way

    def top(self, number: int) -> int | None:
        start = number
        while number in self.edges:
            number = self.edges[number][0]
        return number if number != start else None

    def check(self) -> None:
        """Hold the database against the truth."""
        db.session.expire_all()
        rows = select(Support.idea_id, Support.person_id).where(
            Support.withdrawn_at.is_(None), Support.idea_id.in_([idea.id for idea in self.ideas])
        )
        found = list(db.session.execute(rows).tuples())
        assert sorted(found) == sorted(self.supports)
        for idea, author in zip(self.ideas, self.authors, strict=True):
            assert idea.author_id == author.id
            assert idea.lead_id == self.top(idea.id)
            assert idea.supports_count == len(self.counted_for(idea.id))
            assert idea.comments_count == self.comments.get(idea.id, 0)
            for model, truth in ((IdeaComment, self.comments), (IdeaPicture, self.pictures)):
                rows = db.session.query(model).filter_by(idea_id=idea.id).count()
                assert rows == truth.get(idea.id, 0)
        shown = [(idea.supports_count, idea.comments_count) for idea in self.ideas]
        recount(*self.ideas)
        assert [(idea.supports_count, idea.comments_count) for idea in self.ideas] == shown

    def undo_everything(self) -> None:
        """Take back what can be taken back; then everything is as in the beginning."""
        for idea in self.ideas:
            idea.restore(self.mira, "Jó ez.")
            self.do_undo(idea, None, None, None)
        for number, who in sorted(self.supports):
            idea, person = db.session.get(Idea, number), self._person(who)
            self.do_take_back(idea, None, person, None)
        db.session.commit()
        assert all(idea.lead_id is None and idea.supports_count == 0 for idea in self.ideas)

    def _person(self, number):
        return next(person for person in self.people if person.id == number)


def test_nothing_is_lost_or_doubled_in_any_order(make, people):
    @settings(
        max_examples=30,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(st.lists(step, min_size=25, max_size=45))
    def hold(steps):
        db.session.rollback()
        world = World(make, people)
        for one in steps:
            world.do(*one)
        world.check()
        world.undo_everything()
        world.check()
        _forget(world)

    hold()


def _forget(world: World) -> None:
    """Leave the database small for the next example."""
    mine = [idea.id for idea in world.ideas]
    for model in (Support, IdeaComment, IdeaPicture):
        db.session.execute(delete(model).where(model.idea_id.in_(mine)))
    db.session.commit()
