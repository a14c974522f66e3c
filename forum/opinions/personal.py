"""What opinions keep of somebody: words with their former versions, and how others were weighed."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from forum.core import search
from forum.core.db import db
from forum.core.owned import Owned, Together, keep_owned
from forum.core.personal import Whose
from forum.opinions.models import ImportBatch, Opinion, Reaction, Revision, opinion_erased

#: How somebody weighed an opinion, in words.
WEIGHED = {1: _l("I agree"), 0: _l("Pass"), -1: _l("I disagree")}


def _before(opinion: Opinion, whose: Whose) -> None:
    """Let rooms above forget what they drew from the words, while these are still there."""
    opinion.conversation.changed()
    for revision in list(opinion.revisions):
        db.session.delete(revision)
    db.session.flush()
    db.session.expire(opinion, ["revisions"])
    if not whose.keep_words:
        opinion_erased.send(opinion)


def _after(opinion: Opinion, _whose: Whose) -> None:
    """Take it off every list; its number and how it was weighed stay, and so do the counters."""
    opinion.visible = opinion.waiting = False
    search.remove("opinion", opinion.id)
    if opinion.channel == "import":
        _forget_samples(opinion.conversation_id)


def _forget_samples(conversation_id: int) -> None:
    """Empty what the check of a list showed of it, and its name; the list itself is long gone."""
    query = select(ImportBatch).where(ImportBatch.conversation_id == conversation_id)
    for batch in db.session.scalars(query.where(ImportBatch.imported_at.is_not(None))):
        batch.report, batch.filename = {**batch.report, "sample": []}, ""


def _page(opinion: Opinion) -> str:
    return f"/opinions/{opinion.id}"


def _weighed(row: Reaction) -> Any:
    return str(WEIGHED.get(row.value, row.value))


def _references(rows: Sequence[Any]) -> list[str]:
    wanted = Opinion.id.in_({row.opinion_id for row in rows})
    query = select(Opinion).where(wanted).options(lazyload("*"))
    found = {opinion.id: opinion.reference for opinion in db.session.scalars(query)}
    return [found[row.opinion_id] for row in rows]


keep_owned(
    "opinions",
    20,
    [
        Owned(
            Revision,
            _l("Earlier words of my opinions"),
            [(Together(_references), _l("Opinion")), ("text", _l("Words")), ("at", _l("When"))],
            mine=("by_id",),
            under=("opinion_id", "opinion"),
            goes=True,
        ),
        Owned(
            Opinion,
            _l("Opinions"),
            [
                ("reference", _l("Number")),
                (lambda row: row.conversation.question, _l("Question")),
                ("text", _l("Words")),
                ("signature", _l("Signed as")),
                ("channel_name", _l("How it reached the city")),
                (lambda row: row.neighbourhood and row.neighbourhood.name, _l("Neighbourhood")),
                (lambda row: row.age_band and row.age_band.name, _l("Age")),
                ("created_at", _l("When")),
            ],
            mine=("author_id",),
            forget={"signature": "", "claim_hash": None},
            words={"text": "", "html": ""},
            clear=("signature",),
            alone=True,
            path=_page,
            before=_before,
            after=_after,
            options=(
                joinedload(Opinion.conversation),
                joinedload(Opinion.neighbourhood),
                joinedload(Opinion.age_band),
            ),
        ),
        Owned(
            Reaction,
            _l("How I weighed what others said"),
            [
                (Together(_references), _l("Opinion")),
                (_weighed, _l("My answer")),
                ("at", _l("When")),
            ],
            stays=True,
            note=_l("These stay in the sums; once you are erased, nothing says they are yours."),
        ),
    ],
)
