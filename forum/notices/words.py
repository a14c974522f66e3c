"""How the news of this room are worded: what summaries tell."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.core.i18n import language
from forum.core.news import Details, Words, declare
from forum.notices import standing


def titled(details: Details, name: str = "title") -> str:
    """Return a title kept in both languages in the reader's, Hungarian when it is missing."""
    return str(details.get(f"{name}_{language()}") or details.get(f"{name}_hu") or "")


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
