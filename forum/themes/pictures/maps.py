"""The map of a conversation's opinions: made after each analysis, kept, and read for its page."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import UtcDateTime, db, now
from forum.opinions.models import Opinion
from forum.themes import records
from forum.themes.board.steps import lock
from forum.themes.charting.mapping import Likeness, Spot, draw, likeness
from forum.themes.models import FACETS, Analysis, Membership, Theme

#: Ids named in one statement; SQLite takes some thirty thousand.
AT_ONCE = 5000


class OpinionMap(db.Model):
    """How like the themes and opinions of a conversation are: what its map is drawn from."""

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    #: [theme, x, y] for each theme.
    themes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    #: [opinion, home, away, turn, [[theme, weight], ...]] for each drawn opinion.
    spots: Mapped[list[Any]] = mapped_column(JSON, default=list)

    def likeness(self) -> Likeness:
        """Return the numbers as the pure functions know them."""
        return Likeness(
            {theme: (x, y) for theme, x, y in self.themes},
            {
                number: Spot(home, away, turn, tuple((theme, weight) for theme, weight in near))
                for number, home, away, turn, near in self.spots
            },
        )

    def keep(self, found: Likeness) -> None:
        """Keep newer numbers."""
        self.made_at = now()
        self.themes = [[theme, x, y] for theme, (x, y) in sorted(found.themes.items())]
        self.spots = [
            [number, spot.home, spot.away, spot.turn, [list(pair) for pair in spot.near]]
            for number, spot in sorted(found.spots.items())
        ]


def renew(analysis_id: int) -> None:
    """Make the map of an analysed conversation anew; commits. Computes without the database."""
    here = db.session.get_one(Analysis, analysis_id).conversation_id
    kept = db.session.get(OpinionMap, here)
    former = kept.likeness().themes if kept else {}
    shown = Opinion.conversation_id == here, Opinion.visible
    ids = list(db.session.scalars(select(Opinion.id).where(*shown)))
    homes = homes_of(here)
    drawn = draw(ids, homes)
    texts = {
        number: text
        for some in _portions(drawn)
        for number, text in db.session.execute(
            select(Opinion.id, Opinion.text).where(Opinion.id.in_(some))
        )
    }
    db.session.rollback()
    plain = [records.Opinion(number, text, 0) for number, text in texts.items()]
    found = likeness(plain, homes, former, most=len(plain))
    lock(here)  # two runs that end together make one map
    kept = db.session.get(OpinionMap, here)
    if kept is None:
        kept = OpinionMap(conversation_id=here)
        db.session.add(kept)
    kept.keep(found)
    db.session.commit()


def homes_of(
    conversation_id: int, themes: Iterable[int] | None = None, opinions: Iterable[int] | None = None
) -> dict[int, int]:
    """Return the theme each opinion fits best: what is asked for before for whom, people's first.

    Only ``themes`` and ``opinions`` are looked at, if they are given.
    """
    query = (
        select(Membership.opinion_id, Membership.theme_id, Theme.facet)
        .join(Theme, Theme.id == Membership.theme_id)
        .where(Membership.conversation_id == conversation_id)
        .order_by(Membership.by_staff, Membership.confidence, Membership.theme_id.desc())
    )
    if themes is not None:
        query = query.where(Membership.theme_id.in_(list(themes)))
    if opinions is not None:
        query = query.where(Membership.opinion_id.in_(list(opinions)))
    rows = db.session.execute(query).all()
    best: dict[int, int] = {}
    for facet in reversed(FACETS):
        best.update({row.opinion_id: row.theme_id for row in rows if row.facet == facet})
    return best


def _portions(ids: list[int]) -> list[list[int]]:
    return [ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE)]
