"""A conversation in numbers, in both languages, with numbers that are too small left out."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from forum.city.models import AgeBand, Neighbourhood
from forum.conversations.models import Conversation
from forum.conversations.phases import Phase
from forum.core.cells import Cell, held, suppressed
from forum.core.db import db
from forum.core.i18n import collation_key
from forum.core.languages import both, of
from forum.core.published import published
from forum.opinions.models import CHANNELS, Opinion
from forum.themes.publishing import talk_table
from forum.themes.statistics import totals

Data = dict[str, Any]
#: Names in both languages by the number (or code) of what they name; None names those unknown.
Names = Mapping[Any, Data]


def places() -> Names:
    """Return the names of all neighbourhoods."""
    rows = db.session.scalars(select(Neighbourhood)).all()
    return _named(sorted(rows, key=lambda row: collation_key(row.name_hu)))


def ages() -> Names:
    """Return the names of all age bands."""
    return _named(db.session.scalars(select(AgeBand).order_by(AgeBand.youngest, AgeBand.id)))


def _named(rows: Iterable[Any]) -> Names:
    return {row.id: of(row, "name") for row in rows} | {None: both(lambda: _("not given"))}


def ways() -> Names:
    """Return how one may speak, by the code of the channel."""
    return {code: both(lambda name=name: name) for code, name in CHANNELS.items()}


def figures(conversation: Conversation, places: Names, ages: Names, ways: Names) -> Data:
    """Count the shown opinions and the people behind them, as a whole and by groups."""
    whole = totals(conversation)
    shown = (Opinion.conversation_id == conversation.id, Opinion.visible)
    groups = {
        "by_channel": (Opinion.channel, ways),
        "by_neighbourhood": (Opinion.neighbourhood_id, places),
        "by_age_band": (Opinion.age_band_id, ages),
    }
    return {
        "opinions": whole.opinions,
        "people": whole.people,
        "weighings": whole.weighings,
        "unsorted": whole.unsorted,
        "phases": [_phase(each) for each in conversation.phases],
        **{
            name: _people_by(
                column,
                names,
                shown,
                whole.people,
                talk_table(conversation.id, name.removeprefix("by_")),
            )
            for name, (column, names) in groups.items()
        },
    }


def cells(found: Iterable[Cell], names: Names) -> list[Data]:
    """Return published cells with the number (or code) and the names of what they count."""
    return [
        {
            "id": cell.id,
            "name": names[cell.id],
            "people": cell.people,
            "suppressed": cell.suppressed,
        }
        for cell in found
    ]


def _phase(phase: Phase) -> Data:
    return {
        "kind": phase.kind,
        "from": phase.first_day.isoformat(),
        "until": phase.last_day.isoformat(),
    }


def _people_by(
    column: Any, names: Names, shown: tuple[Any, ...], total: int, table: str
) -> list[Data]:
    """Count people; of a trait, what is published of it, so that no two summaries differ by one."""
    people = func.count(func.distinct(Opinion.author_id))
    rows = db.session.execute(select(column, people).where(*shown).group_by(column)).all()
    found = {row[0]: row[1] for row in rows}
    counts = {(key, str(key)): found[key] for key in names if key in found}
    if column is Opinion.channel:
        return cells(suppressed(counts, total), names)
    return cells(held(published([table]), table, counts, total), names)
