"""What must be true of the database after anything: each function yields what is not.

Nothing here knows how the rows came about; it reads them as they stand.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from sqlalchemy import exists, func, select, text

from forum.audit.models import AuditEntry
from forum.audit.verifying import verify
from forum.core.db import db
from forum.core.jobs import Job
from forum.core.search import SearchEntry, SearchTerm
from forum.events.attending.attendance import Attendance
from forum.events.registration.registrations import Registration
from forum.ideas.counting import comments_of, counts_of
from forum.ideas.models import Idea, IdeaComment, Support
from forum.opinions.cli import _differences
from forum.opinions.models import Opinion, Reaction
from forum.participation.booking import book
from forum.participation.recounting import mistakes
from forum.planning.ballots.models import Ballot, BallotChoice
from forum.planning.models import DECIDED, RECONSIDERED, Decision
from torture.clients import Deed, Ledger
from torture.town import Town

#: Where the key of a deed stands when it is kept.
KEYS = {
    "opinion": Opinion.submit_key,
    "tally": Attendance.key,
    "ballot": Ballot.submit_key,
    "support": Support.submit_key,
    "comment": IdeaComment.submit_key,
    "registration": Registration.submit_key,
}

Check = Callable[[], Iterable[str]]


def everything(ledger: Ledger, town: Town) -> Iterator[str]:
    """Yield all that is wrong."""
    yield from acknowledged(ledger)
    yield from weighings(ledger, town)
    yield from decisions(ledger)
    yield from contents(ledger)
    yield from state_of_the_house()


def state_of_the_house() -> Iterator[str]:
    """Yield what is wrong with the rows as they stand, whoever made them."""
    for check in (sound, counters, ideas_counted, ledger_recounted, numbers, index, whole, log):
        yield from (f"{check.__name__}: {sentence}" for sentence in check())


def acknowledged(ledger: Ledger) -> Iterator[str]:
    """Each deed that was acknowledged is there exactly once; nothing is there that nobody sent."""
    for kind, column in KEYS.items():
        kept = Counter(db.session.scalars(select(column)))
        for key in _of(ledger.done.values(), kind):
            if kept[key] != 1:
                yield f"an acknowledged {kind} is there {kept[key]} times ({key})"
        tried = set(_of(ledger.tried.values(), kind))
        yield from (f"{kind} {key} is there {n} times" for key, n in kept.items() if n > 1)
        ours = (key for key in kept if len(key or "") in {22, 43} and key not in tried)
        yield from (f"{kind} {key} was sent by nobody" for key in ours)


def _of(deeds: Iterable[Deed], kind: str) -> list[str]:
    return [deed.key for deed in deeds if deed.kind == kind]


def weighings(ledger: Ledger, town: Town) -> Iterator[str]:
    """Each visitor's last acknowledged weighing of an opinion is the one that stands."""
    rows = db.session.execute(select(Reaction.person_id, Reaction.opinion_id, Reaction.value))
    stands = {(person, opinion): value for person, opinion, value in rows}
    last: dict[tuple[int, int], int] = {}
    for deed in ledger.done.values():
        if deed.kind == "weighing":
            person = town.numbers[deed.about["visitor"]]
            last[person, deed.about["opinion"]] = deed.about["value"]
    for pair, value in last.items():
        if stands.get(pair) != value:
            yield f"weighing {pair}: acknowledged {value}, stands {stands.get(pair)}"
    tried = {
        (town.numbers[deed.about["visitor"]], deed.about["opinion"])
        for deed in ledger.tried.values()
        if deed.kind == "weighing"
    }
    yield from (f"weighing {pair} was sent by nobody" for pair in stands.keys() - tried)


def decisions(ledger: Ledger) -> Iterator[str]:
    """Each acknowledged decision is there once, told once in the log, and one is in force."""
    kept = Counter(db.session.scalars(select(Decision.heard_hu)))
    for deed in ledger.done.values():
        if deed.kind == "decision" and kept[deed.fields["heard_hu"]] != 1:
            yield f"decision {deed.key} is there {kept[deed.fields['heard_hu']]} times"
    yield from (f"a decision is there {n} times: {words}" for words, n in kept.items() if n > 1)


def contents(ledger: Ledger) -> Iterator[str]:
    """What is kept under a key is what was sent with it."""
    said = dict(db.session.execute(select(Opinion.submit_key, Opinion.text)).tuples().all())
    came = dict(db.session.execute(select(Attendance.key, Attendance.count)).tuples().all())
    marks: dict[str, list[int]] = {}
    query = select(Ballot.submit_key, BallotChoice.candidate_id).join(BallotChoice.ballot)
    for key, candidate in db.session.execute(query):
        marks.setdefault(key, []).append(candidate)
    for deed in ledger.done.values():
        if deed.kind == "opinion" and said.get(deed.key) != deed.fields["text"]:
            yield f"opinion {deed.key} says something else"
        if deed.kind == "tally" and came.get(deed.key) != deed.about["count"]:
            yield f"tally {deed.key} counts {came.get(deed.key)}, not {deed.about['count']}"
        if deed.kind == "ballot" and sorted(marks.get(deed.key, ())) != deed.about["marks"]:
            yield f"ballot {deed.key} has other marks"


def sound() -> Iterator[str]:
    """The database itself is in order, and no row points at nothing."""
    if db.engine.dialect.name != "sqlite":
        return
    told = list(db.session.scalars(text("PRAGMA integrity_check")))
    yield from (str(line) for line in told if line != "ok")
    for row in db.session.execute(text("PRAGMA foreign_key_check")):
        yield f"table {row[0]} row {row[1]} points at nothing in {row[2]}"


def counters() -> Iterator[str]:
    """Counters of opinions and conversations equal what they count."""
    yield from _differences()
    db.session.rollback()  # the recount repairs what it finds; here it should be seen


def ideas_counted() -> Iterator[str]:
    """Counters of ideas equal the people behind them."""
    ideas = db.session.scalars(select(Idea)).all()
    supports, comments = counts_of(ideas), comments_of([idea.id for idea in ideas])
    for idea in ideas:
        counted = supports[idea.id], comments[idea.id]
        if (idea.supports_count, idea.comments_count) != counted:
            yield f"idea {idea.id}: {idea.supports_count}, {idea.comments_count} -> {counted}"


def ledger_recounted() -> Iterator[str]:
    """The participant ledger tells what its sources tell, once they are booked."""
    book()
    db.session.commit()
    yield from mistakes()
    db.session.rollback()


def numbers() -> Iterator[str]:
    """Public numbers have no gap and no double."""
    years: dict[int, list[int]] = {}
    for year, serial in db.session.execute(select(Opinion.year, Opinion.serial)):
        years.setdefault(year, []).append(serial)
    for year, serials in years.items():
        if sorted(serials) != list(range(1, len(serials) + 1)):
            yield f"numbers of opinions in {year} have a gap or a double"


def index() -> Iterator[str]:
    """Everything shown can be found, nothing hidden can, and no entry is empty or left over."""
    entries = select(SearchEntry.subject_id).where(SearchEntry.kind == "opinion")
    found = set(db.session.scalars(entries))
    shown = {
        each.id
        for each in db.session.scalars(select(Opinion))
        if each.visible and each.conversation.is_open
    }
    yield from (f"opinion {number} cannot be found" for number in sorted(shown - found))
    yield from (f"opinion {number} is found but not shown" for number in sorted(found - shown))
    has_terms = exists().where(SearchTerm.entry_id == SearchEntry.id)
    for number in db.session.scalars(select(SearchEntry.id).where(~has_terms)):
        yield f"entry {number} has no words"
    has_entry = exists().where(SearchEntry.id == SearchTerm.entry_id)
    left = db.session.scalar(select(func.count()).select_from(SearchTerm).where(~has_entry))
    if left:
        yield f"{left} words belong to no entry"


def whole() -> Iterator[str]:
    """Nothing is half written: each thing has the parts that are written with it."""
    has_marks = exists().where(BallotChoice.ballot_id == Ballot.id)
    for number in db.session.scalars(select(Ballot.id).where(~has_marks)):
        yield f"ballot {number} has no marks"
    made = db.session.scalar(select(func.count(Decision.id))) or 0
    acts = AuditEntry.act.in_((DECIDED, RECONSIDERED))
    logged = db.session.scalar(select(func.count(AuditEntry.id)).where(acts)) or 0
    if made != logged:
        yield f"{made} decisions, but {logged} entries in the log"
    doubled = (
        select(Decision.theme_id)
        .where(Decision.replaced_at.is_(None))
        .group_by(Decision.conversation_id, Decision.theme_id)
        .having(func.count() > 1)
    )
    yield from (
        f"theme {number} has two decisions in force" for number in db.session.scalars(doubled)
    )
    running = db.session.scalar(select(func.count(Job.id)).where(Job.state == "running")) or 0
    if running > 1:
        yield f"{running} jobs say that they run, but there is one worker"


def log() -> Iterator[str]:
    """The chain of the audit log holds."""
    fault = verify().fault
    if fault:
        yield fault
