"""Covers put on, taken off and erased in any order, beside edits: what is shown is told exactly."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test
from PIL import Image

from forum.core.clock import at as at_time
from forum.core.db import db, now
from forum.core.pictures import Box
from forum.ideas.models import IdeaPicture
from forum.moderation.covering.pictures import cover_picture
from forum.moderation.covering.redactions import Redaction
from forum.moderation.covering.spans import words_of
from forum.moderation.covering.texts import cover, covers
from forum.moderation.decisions.appeals import appeal
from forum.moderation.decisions.statements import Statement
from forum.moderation.jobs import erase_what_was_sealed
from forum.opinions.models import Opinion
from torture.machines import base, bounds

NAMES = ("Kovács János", "Szabó Béla", "Nagy Éva", "Lakatos")
SAID = (
    "Kovács János és Szabó Béla hangos, Nagy Éva nem.",
    "Nagy Éva szerint Lakatos: Szabó Béla, Kovács János. Lakatos is.",
    "Lakatos, Nagy Éva, Szabó Béla, Kovács János.",
)


class Covering(base.House):
    """A text under covers: who put them on, until when they can be undone, and what they hid."""

    things: tuple

    def prepare(self) -> None:
        """Begin a calendar; which cover lies on which thing is noted by number."""
        self.today = now()
        self.on: dict[int, int] = {}
        self.off: set[int] = set()
        self.begin()

    def begin(self) -> None:
        """Make the text."""

    def put(self, thing: int) -> Redaction:
        """Cover a thing."""
        raise NotImplementedError

    @property
    def covered(self) -> set[int]:
        """The things under a cover."""
        return {thing for number, thing in self.on.items() if number not in self.off}

    def rows(self) -> list[Redaction]:
        """Every cover, read anew."""
        db.session.expire_all()
        return list(db.session.scalars(db.select(Redaction).order_by(Redaction.id)))

    @rule(thing=st.integers(0, 3))
    def cover(self, thing):
        """Cover a thing that can be seen."""
        if thing not in self.covered:
            with at_time(self.today):
                row = self.do(lambda: self.put(thing))
            self.on[row.id] = thing

    @rule(chosen=st.integers(0, 9), asked=st.booleans())
    def undo(self, chosen, asked):
        """Take a cover off, by a facilitator or by an appeal; refused once it was erased."""
        open_rows = [row for row in self.rows() if row.undone_at is None]
        if not open_rows:
            return
        row = open_rows[chosen % len(open_rows)]
        number, erased = row.id, row.erased_at is not None
        waiting = [one for one in self.appeals() if one.statement.row_id == number]
        with at_time(self.today):
            if waiting and asked:
                done = self.do(lambda: waiting[0].decide(self.people.paul, "overturned", "Igaz."))
            else:
                done = self.do(lambda: row.undo(self.people.paul, "Tévedés volt."))
        assert bool(done) is not erased
        if done:
            self.off.add(number)

    @rule(chosen=st.integers(0, 9))
    def ask(self, chosen):
        """Ask for another look, so that the original is kept."""
        told = db.session.scalars(db.select(Statement).where(Statement.act == "redacted")).all()
        if told:
            with at_time(self.today):
                self.do(lambda: appeal(told[chosen % len(told)], "Nem értek egyet."))

    @rule(days=st.sampled_from((1, 16, 31)))
    def sleep(self, days):
        """Let days pass, and the nightly work be done."""
        self.today += timedelta(days=days)
        with at_time(self.today):
            erase_what_was_sealed()

    def appeals(self):
        """The appeals that wait."""
        from forum.moderation.decisions.appeals import Appeal

        return list(db.session.scalars(db.select(Appeal).where(Appeal.decided_at.is_(None))))

    @invariant()
    def what_is_erased_or_undone_is_sealed_nowhere(self):
        """Of such a row nothing is left."""
        for row in self.rows():
            if row.erased_at is not None or row.undone_at is not None:
                assert (row.original, row.content, row.small) == (None, None, None)

    def erased(self) -> set[int]:
        """The things under a cover whose original is gone."""
        gone = {row.id for row in self.rows() if row.erased_at is not None}
        return {thing for number, thing in self.on.items() if number in gone - self.off}


class Words(Covering):
    """An opinion with earlier versions: each is what was said, with names under marks."""

    def begin(self) -> None:
        """Say it, and change it twice."""
        opinion = self.make.opinion(SAID[0], author=self.people.ana)
        opinion.edit(self.people.ana, SAID[1])
        opinion.edit(self.people.ana, SAID[2])
        self.number, self.said = opinion.id, list(SAID)

    def opinion(self) -> Opinion:
        """The opinion, read anew."""
        db.session.expire_all()
        return self.row(Opinion, self.number)

    def put(self, thing):
        """Cover a name, all its words."""
        opinion = self.opinion()
        start = opinion.text.index(NAMES[thing])
        names = range(start, start + len(NAMES[thing]))
        words = words_of(opinion.text, covers(opinion, "text"))
        chosen = [word.number for word in words if word.start in names]
        return cover(opinion, self.people.mira, "text", chosen, "name", "Név nélkül is.")

    @rule(front=st.booleans(), words=st.sampled_from(("Igen, ", "Mindig így volt, ")))
    def edit(self, front, words):
        """Write something before or after what can be read."""
        opinion = self.opinion()
        if len(opinion.text) < 300:
            wrap = (lambda said: words + said) if front else (lambda said: f"{said} {words}vége.")
            self.do(lambda: opinion.edit(self.people.ana, wrap(opinion.text)))
            self.said.append(wrap(self.said[-1]))

    @invariant()
    def each_version_says_what_is_not_covered(self):
        """Neither a name more nor a name less."""
        opinion, told = self.opinion(), list(self.said)
        for thing in self.covered:
            told = [said.replace(NAMES[thing], "[név]") for said in told]
        assert [*(one.text for one in opinion.revisions), opinion.text] == told

    @invariant()
    def no_other_cover_has_sealed_what_was_erased(self):
        """Also not inside what another one keeps."""
        kept = str([row.original for row in self.rows()])
        for thing in self.erased():
            assert NAMES[thing] not in kept


#: The third lies partly on the first.
BOXES = (Box(0, 0, 20, 20), Box(40, 40, 20, 20), Box(10, 10, 20, 20), Box(80, 80, 20, 20))
SPOTS = [(x, y) for x in range(5, 100, 10) for y in range(5, 100, 10)]


def dark(content: bytes) -> set[tuple[int, int]]:
    """The spots of a picture that are covered."""
    with Image.open(BytesIO(content)) as image:
        grey = image.convert("L")
        return {(x, y) for x, y in SPOTS if grey.getpixel((x, y)) < 128}


def under(things) -> set[tuple[int, int]]:
    """The spots these boxes cover."""
    boxes = [BOXES[thing] for thing in things]
    return {
        (x, y)
        for x, y in SPOTS
        for left, top, wide, high in boxes
        if left <= x <= left + wide and top <= y <= top + high
    }


class Pictures(Covering):
    """A picture under boxes, some of which lie on others."""

    def begin(self) -> None:
        """Send a white picture."""
        kept = BytesIO()
        Image.new("RGB", (100, 100), "white").save(kept, "PNG")
        size = {"width": 100, "height": 100, "media_type": "image/png"}
        row = IdeaPicture(
            idea=self.make.idea(author=self.people.ana),
            alternative="A ház",
            content=kept.getvalue(),
            small=kept.getvalue(),
            author_id=self.people.ana.id,
            submit_key="kép",
            **size,
        )
        self.number = self.make.save(row).id

    def put(self, thing):
        """Cover a part."""
        picture = self.row(IdeaPicture, self.number)
        return cover_picture(picture, self.people.mira, [BOXES[thing]], "face", "Arc látszik.")

    @invariant()
    def the_covered_parts_are_dark_and_no_others(self):
        """In the large one and in the small one."""
        picture = self.row(IdeaPicture, self.number)
        assert dark(picture.content) == dark(picture.small) == under(self.covered)

    @invariant()
    def no_other_cover_has_sealed_what_was_erased(self):
        """It is dark there too."""
        for row in self.rows():
            for content in (row.content, row.small):
                assert content is None or under(self.erased()) <= dark(content)


@pytest.fixture
def house_of_machines(app):
    """The machines live in the application of the tests, empty."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("machines live on SQLite; both databases are asked in the plain cases")
    db.session.remove()
    base.use(app)


@pytest.mark.usefixtures("house_of_machines")
@pytest.mark.parametrize("machine", [Words, Pictures])
def test_covers_in_any_order(machine):
    run_state_machine_as_test(machine, settings=bounds(12, 20))


@pytest.fixture
def opinion(make, people) -> Opinion:
    made = make.opinion(SAID[0], author=people.ana)
    made.edit(people.ana, f"{SAID[0]} Mindig.")
    db.session.commit()
    return made


def hide(opinion, people, *wanted):
    words = words_of(opinion.text, covers(opinion, "text"))
    chosen = [word.number for word in words if word.text in wanted and not word.covered]
    row = cover(opinion, people.mira, "text", chosen, "name", "Név nélkül is érthető.")
    db.session.commit()
    return row


def versions(opinion) -> list[str]:
    db.session.expire_all()
    return [one.text for one in opinion.revisions]


def test_an_appeal_granted_late_does_not_bring_back_what_was_erased_meanwhile(
    opinion, people, client
):
    hide(opinion, people, "Kovács", "János")
    told = db.session.scalars(db.select(Statement)).one()
    hide(opinion, people, "Szabó", "Béla")
    with at_time(now() + timedelta(days=29)):
        asked = appeal(told, "Ez az én nevem.")[0]
        db.session.commit()
    with at_time(now() + timedelta(days=35)):
        erase_what_was_sealed()
        db.session.expire_all()
        assert asked.decide(people.paul, "overturned", "Igaza van.")
        db.session.commit()
    assert versions(opinion) == ["Kovács János és [név] hangos, Nagy Éva nem."]
    for reader in (None, people.ana, people.mira):
        browser = client.sign_in(reader) if reader else client
        assert "Szabó Béla" not in browser.get(f"/opinions/{opinion.id}").text


def test_the_first_cover_comes_off_earlier_versions_also_when_it_goes_first(opinion, people):
    first, second = hide(opinion, people, "Kovács", "János"), hide(opinion, people, "Szabó", "Béla")
    for row in (first, second):
        row.undo(people.paul, "Tévedés volt.")
        db.session.commit()
    assert versions(opinion) == [SAID[0]]


def test_a_name_within_a_name_stays_covered_in_earlier_versions(make, people):
    """Who undoes the longer one does not show the shorter, also when that was erased."""
    said = "Kovács János és János hangos."
    opinion = make.opinion(said, author=people.ana)
    opinion.edit(people.ana, f"{said} Mindig.")
    db.session.commit()
    words = [word.number for word in words_of(said)]
    longer = cover(opinion, people.mira, "text", words[:2], "name", "Név nélkül is.")
    shorter = hide(opinion, people, "János")
    assert versions(opinion) == ["[név] és [név] hangos."]
    Redaction.erase([shorter])
    db.session.commit()
    assert not re.search("János és|és János", str([longer.original["earlier"]]))
    longer.undo(people.paul, "Tévedés volt.")
    db.session.commit()
    assert versions(opinion) == ["Kovács [név] és [név] hangos."]


def test_covering_the_word_of_a_mark_leaves_the_marks(make, people):
    opinion = make.opinion("Kovács neve: név.", author=people.ana)
    opinion.edit(people.ana, "Kovács neve: név. Igen.")
    db.session.commit()
    hide(opinion, people, "Kovács")
    hide(opinion, people, "név")
    assert versions(opinion) == ["[név] neve: [név]."]


def test_a_cover_that_came_off_keeps_nothing(opinion, people):
    row = hide(opinion, people, "Kovács", "János")
    row.undo(people.paul, "Tévedés volt.")
    db.session.commit()
    assert row.original is None
    assert row.erased_at is None


def test_what_was_sealed_again_by_mistake_is_erased_too(opinion, people):
    """As an earlier program could leave it: told erased, and yet there."""
    row = hide(opinion, people, "Kovács", "János")
    row.content, row.erased_at, row.at = b"x", now(), now() - timedelta(days=40)
    db.session.commit()
    erase_what_was_sealed()
    db.session.expire_all()
    assert (row.original, row.content) == (None, None)
