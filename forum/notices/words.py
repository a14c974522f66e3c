"""How the news of this room are worded: what facilitators did, and what summaries tell."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.core.i18n import language
from forum.core.news import Details, Words, declare
from forum.moderation.models import reason_name
from forum.notices import standing


def titled(details: Details, name: str = "title") -> str:
    """Return a title kept in both languages in the reader's, Hungarian when it is missing."""
    return str(details.get(f"{name}_{language()}") or details.get(f"{name}_hu") or "")


def _hidden(details: Details) -> list[str]:
    reason = reason_name(str(details["reason"]))
    words = [_("A facilitator has hidden it. The reason: %(reason)s.", reason=reason)]
    words += _said(details)
    words.append(
        _("You can still read it on its page. If you think this is a mistake, please write to us.")
    )
    return words


def _restored(details: Details) -> list[str]:
    words = [_("A facilitator has looked at it again, and everybody can read it once more.")]
    return words + _said(details)


def _said(details: Details) -> list[str]:
    said = details.get("because") or ""
    return [_("The facilitator’s words: “%(because)s”", because=said)] if said else []


def _published(details: Details) -> list[str]:
    return [_told(details), _own_part(details["opinions"], list(details["references"]))]


def _told(details: Details) -> str:
    return _(
        "“%(title)s” (no. %(number)s) tells what the city heard and what it decided.",
        title=titled(details),
        number=details["number"],
    )


def _own_part(opinions: int, named: list[str]) -> str:
    references = ", ".join(named)
    if opinions > len(named):
        references = _("%(references)s and others", references=references)
    if opinions == 1:
        return _("Your opinion is among those it builds on: %(references)s.", references=references)
    return _(
        "%(count)s of your opinions are among those it builds on: %(references)s.",
        count=opinions,
        references=references,
    )


_SUMMARY = {"number": 3, "title_hu": "Mit hallottunk az Avason?", "title_en": "What we heard"}
_ONE = {"reference": "2026-00042"}
_TO_OPINION: Any = _l("Go to the opinion")

HIDDEN = declare(
    "opinion_hidden",
    Words(
        lambda d: _("Your opinion %(reference)s is not shown at present", reference=d["reference"]),
        _hidden,
        _TO_OPINION,
        "hidden",
        still=standing.no_opinion,
        at_once=True,
        sample={**_ONE, "reason": "abuse", "because": "Kérjük, sértő szavak nélkül."},
    ),
)
RESTORED = declare(
    "opinion_restored",
    Words(
        lambda d: _("Your opinion %(reference)s is shown again", reference=d["reference"]),
        _restored,
        _TO_OPINION,
        "visible",
        still=standing.opinion,
        at_once=True,
        sample={**_ONE, "because": "Tévedtünk, elnézést kérünk."},
    ),
)
APPROVED = declare(
    "opinion_approved",
    Words(
        lambda d: _("Your opinion %(reference)s has appeared", reference=d["reference"]),
        lambda d: [_("A facilitator has looked at it. From now on everybody can read it.")],
        _TO_OPINION,
        "visible",
        still=standing.opinion,
        at_once=True,
        sample=_ONE,
    ),
)
PUBLISHED = declare(
    "summary_published",
    Words(
        lambda d: _("A summary with your opinion has been published"),
        _published,
        _l("Read the summary"),
        "paper",
        still=standing.summary,
        sample={**_SUMMARY, "opinions": 2, "references": ["2026-00042", "2026-00051"]},
    ),
)
FOLLOWED_PUBLISHED = declare(
    "conversation_summary",
    Words(
        lambda d: _("A conversation you follow has its summary"),
        lambda d: [_told(d)],
        _l("Read the summary"),
        "paper",
        still=standing.conversation,
        sample=_SUMMARY,
    ),
)
