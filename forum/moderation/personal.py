"""What moderation keeps of somebody: reports they made, words they appealed with, covered words."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, false, or_, select

from forum.core.db import now
from forum.core.owned import Owned, keep_owned
from forum.core.personal import Whose
from forum.moderation.covering.redactions import Redaction
from forum.moderation.covering.removals import Removal, of_removal
from forum.moderation.decisions.appeals import Appeal
from forum.moderation.decisions.statements import Statement
from forum.moderation.models import Flag, Hiding
from forum.moderation.review.models import ReviewItem
from forum.moderation.subjects import subjects


def _texts(whose: Whose, model: Any) -> ColumnElement[bool]:
    """Return the condition that a row is about a text of somebody's."""
    if whose.only is not None and not whose.person_ids:
        kind, number = whose.only
        return and_(model.subject_kind == kind, model.subject_id == number)
    parts = []
    for kind, subject in subjects().items():
        columns = subject.model.__table__.c
        if "author_id" not in columns or (whose.only is not None and whose.only[0] != kind):
            continue
        mine: Any = columns.author_id.in_(whose.person_ids)
        if whose.contact_keys and "contact_key" in columns:
            mine = or_(mine, columns.contact_key.in_(whose.contact_keys))
        if whose.only is not None:
            mine = and_(mine, columns.id == whose.only[1])
        texts = select(columns.id).where(mine)
        parts.append(and_(model.subject_kind == kind, model.subject_id.in_(texts)))
    return or_(*parts) if parts else false()


class _About(Owned):
    """Rows that are about a text, and so about whoever wrote it."""

    def condition(self, whose: Whose) -> ColumnElement[bool]:
        """Return the rows about somebody's texts."""
        return _texts(whose, self.model)


class _Hidden(_About):
    """Hidings of a text; what came with a removal stays as long as that, and is counted with it."""

    def condition(self, whose: Whose) -> ColumnElement[bool]:
        """Return the hidings of somebody's texts."""
        return and_(super().condition(whose), ~of_removal())


class _Appealed(Owned):
    """An appeal is of whoever wrote the text its statement is about."""

    def condition(self, whose: Whose) -> ColumnElement[bool]:
        """Return the appeals against decisions on somebody's texts."""
        told = select(Statement.id).where(_texts(whose, Statement))
        return Appeal.statement_id.in_(told)


def _unseal(row: Any, whose: Whose) -> None:
    """What was covered or sealed goes with the words."""
    if not whose.keep_words or isinstance(row, Redaction):
        row.erased_at = row.erased_at or now()


def _give_up(row: Removal, whose: Whose) -> None:
    """What stays sealed for the law is not put back for whoever had it erased, nor their name."""
    if row.sealed is not None:
        row.sealed = {**row.sealed, "given_up": "name" if whose.keep_words else "words"}


def _decided(row: ReviewItem, whose: Whose) -> None:
    """Nobody has to look at words that are gone."""
    if whose.keep_words:
        return
    for cause in row.causes:  # what it was counts on in the figures; what it saw goes
        cause.details = {}
    row.decided_at = row.decided_at or now()
    row.waiting = row.held = row.reported = False
    row.version += 1


_SEALED = {"content": None, "small": None}

keep_owned(
    "moderation",
    10,
    [
        Owned(
            Flag,
            _l("What I reported"),
            [("reason", _l("Reason")), ("note", _l("What I wrote")), ("at", _l("When"))],
            mine=("by_id",),
            forget={"note": ""},
            alone=True,
        ),
        _Appealed(
            Appeal,
            _l("Where I asked for another look"),
            [
                ("reference", _l("Number")),
                ("words", _l("Words")),
                ("answer", _l("What was answered")),
                ("at", _l("When")),
            ],
            mine=(),
            words={"words": "–", "answer": lambda row: "–" if row.answer else ""},
        ),
        _About(
            Statement,
            _l("Decisions on my words"),
            [
                ("reference", _l("Number")),
                ("act_name", _l("What was done")),
                ("because", _l("Why")),
                ("at", _l("When")),
            ],
            mine=(),
            words={"because": ""},
            path=lambda row: row.path,
            note=_l(
                "That a decision was taken stays in the log; why, as it was told to you, goes."
            ),
        ),
        _Hidden(
            Hiding,
            "",
            [],  # the author reads it in the statement
            mine=(),
            words={"because": "", "restored_because": ""},
        ),
        _About(
            Redaction,
            _l("Parts of my words that were covered"),
            [("kind_name", _l("What was covered")), ("at", _l("When"))],
            mine=(),
            forget={"original": None, **_SEALED},
            words={"because": "", "undone_because": ""},
            before=_unseal,
        ),
        _About(
            Removal,
            _l("Words of mine that the law had removed"),
            [("ground_name", _l("Reason")), ("at", _l("When"))],
            mine=(),
            note=_l("What the law had removed stays sealed for as long as the law asks."),
            before=_give_up,
        ),
        _About(
            ReviewItem,
            "",
            [],  # a mark of the office's own work
            mine=(),
            before=_decided,
        ),
    ],
)
