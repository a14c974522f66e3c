"""Whom have we not heard, in plain sentences."""

from math import ceil

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from forum.participation.coverage import Part
from forum.participation.presenters import Names

#: Sentences told; the table beside them tells the rest.
MOST = 5


def unheard(parts: list[Part], names: Names) -> list[str]:
    """Say of the neighbourhoods least heard how many of their people took part, and who did not."""
    return [_of_place(part, names) for part in parts if part.high is not None][:MOST]


def _of_place(part: Part, names: Names) -> str:
    place = names.name("neighbourhood", part.key)
    if not part.high:
        return _("%(place)s: nobody who lives there has taken part yet.", place=place)
    told = {"place": place, "share": percent(part.share or 0)}
    if not part.missing:
        return _("%(place)s: at most %(share)s of the residents took part.", **told)
    bands = [names.name("age_band", key) for key in names.of("age_band") if key in part.missing]
    return _(
        "%(place)s: at most %(share)s of the residents took part, and nobody of these ages: %(ages)s.",
        ages=", ".join(bands),
        **told,
    )


def unheard_in_public(parts: list[Part], names: Names) -> list[str]:
    """Say where few took part, as far as it can be told without telling on anybody."""
    shown = [part for part in parts if part.participations][:MOST]
    sentences = [_in_public(part, names) for part in shown]
    untold = {part.key for part in parts if part.participations is None}
    silent = [name for key, name in names.of("neighbourhood").items() if key in untold]
    if silent:
        sentences.append(
            _(
                "Too few to show, or kept back to protect the few: %(places)s.",
                places=", ".join(silent),
            )
        )
    return sentences


def _in_public(part: Part, names: Names) -> str:
    rate = part.per_thousand or 0
    shown = format_decimal(round(rate, 1 if rate < 10 else None), "0.#")
    return ngettext(
        "%(place)s: %(rate)s participation for every 1,000 residents.",
        "%(place)s: %(rate)s participations for every 1,000 residents.",
        1 if shown == "1" else 2,
        rate=shown,
        place=names.name("neighbourhood", part.key),
    )


def percent(share: float) -> str:
    """Write what a share is at most, in percent: 40%, or 0.4% where it is small."""
    rounded = ceil(share * 10) / 10 if share < 10 else ceil(share)
    return f"{format_decimal(rounded, '0.#')}%"
