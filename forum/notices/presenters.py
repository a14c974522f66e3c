"""The words of notices, on the page and in letters, in the language of whoever reads them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.core.i18n import in_language
from forum.moderation.models import reason_name
from forum.notices.models import Notice

Details = dict[str, Any]


class Words(NamedTuple):
    """How one kind of notice is told: a title, paragraphs, and what its link is called."""

    title: Callable[[Details], str]
    paragraphs: Callable[[Details], list[str]]
    link: Any
    icon: str


def _hidden(details: Details) -> list[str]:
    reason = reason_name(str(details["reason"]))
    said = details.get("because") or ""
    words = [_("A facilitator has hidden it. The reason: %(reason)s.", reason=reason)]
    if said:
        words.append(_("The facilitator’s words: “%(because)s”", because=said))
    words.append(
        _("You can still read it on its page. If you think this is a mistake, please write to us.")
    )
    return words


def _restored(details: Details) -> list[str]:
    said = details.get("because") or ""
    words = [_("A facilitator has looked at it again, and everybody can read it once more.")]
    if said:
        words.append(_("The facilitator’s words: “%(because)s”", because=said))
    return words


def _published(details: Details) -> list[str]:
    title = in_language(_Titles(details), "title")
    return [
        _(
            "“%(title)s” (no. %(number)s) tells what the city heard and what it decided.",
            title=title,
            number=details["number"],
        ),
        _own_part(details["opinions"], list(details["references"])),
    ]


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


class _Titles:
    """Lets ``in_language`` choose between the titles kept in the details."""

    def __init__(self, details: Details) -> None:
        self.title_hu, self.title_en = details["title_hu"], details["title_en"]


WORDS = {
    "opinion_hidden": Words(
        lambda d: _("Your opinion %(reference)s is not shown at present", reference=d["reference"]),
        _hidden,
        _l("Go to the opinion"),
        "hidden",
    ),
    "opinion_restored": Words(
        lambda d: _("Your opinion %(reference)s is shown again", reference=d["reference"]),
        _restored,
        _l("Go to the opinion"),
        "visible",
    ),
    "opinion_approved": Words(
        lambda d: _("Your opinion %(reference)s has appeared", reference=d["reference"]),
        lambda d: [_("A facilitator has looked at it. From now on everybody can read it.")],
        _l("Go to the opinion"),
        "visible",
    ),
    "summary_published": Words(
        lambda d: _("A summary with your opinion has been published"),
        _published,
        _l("Read the summary"),
        "paper",
    ),
}


class Told(NamedTuple):
    """A notice as it is shown."""

    id: int
    title: str
    paragraphs: list[str]
    link: str
    icon: str
    at: Any
    unread: bool
    path: str


def tell(notice: Notice) -> Told:
    """Put a notice into words."""
    words = WORDS[notice.kind]
    return Told(
        notice.id,
        words.title(notice.details),
        words.paragraphs(notice.details),
        str(words.link),
        words.icon,
        notice.at,
        notice.read_at is None,
        notice.path,
    )
