"""Notices as they are shown, on the page and in letters, in the language of whoever reads them."""

import logging
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from forum.core import news
from forum.notices.models import Notice
from forum.notices.sorts import is_about_own_words

_log = logging.getLogger(__name__)


class Told(NamedTuple):
    """A notice as it is shown; without a path there is nowhere to go any more."""

    id: int
    title: str
    paragraphs: list[str]
    link: str
    icon: str
    at: Any
    unread: bool
    path: str


def address_of(notice: Notice) -> str:
    """Return where a notice leads."""
    return news.address_of(notice.kind, (notice.topic_kind, notice.topic_id), notice.path)


def tell(notice: Notice) -> Told:
    """Put a notice into words."""
    words = news.WORDS[notice.kind]
    return Told(
        notice.id,
        str(words.title(notice.details)),
        [str(paragraph) for paragraph in words.paragraphs(notice.details)],
        str(words.link),
        words.icon,
        notice.at,
        notice.read_at is None,
        address_of(notice),
    )


def title_of_many(notice: Notice, times: int) -> str:
    """Return the title of what happened ``times`` times over, in the same words."""
    words = news.WORDS[notice.kind]
    if words.many is not None:
        return words.many(notice.details, times)
    title = str(words.title(notice.details))
    return title + " " + ngettext("(%(num)s time)", "(%(num)s times)", times)


def show(notices: list[Notice]) -> list[Told]:
    """Put notices into words for the page; of what is hidden by now only that is said."""
    asked = Asked()
    return [tell(each) if asked.stands(each) else _gone(each) for each in notices]


def _gone(notice: Notice) -> Told:
    title = _("What this told of is not shown any more")
    return Told(notice.id, title, [], "", "hidden", notice.at, notice.read_at is None, "")


class Asked:
    """Asks about each topic once whether it may still be told."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, int, str], bool] = {}

    def stands(self, notice: Notice) -> bool:
        """Whether a notice may be shown; what happened to one's own words always may."""
        known = notice.kind in news.WORDS
        return known and (is_about_own_words(notice.kind) or self.may_be_sent(notice))

    def may_be_sent(self, notice: Notice) -> bool:
        """Whether a letter may tell it now; of an unknown kind, or in doubt, it may not."""
        asked = (notice.topic_kind, notice.topic_id, notice.kind)
        if asked not in self._answers:
            self._answers[asked] = _ask(notice)
        return self._answers[asked]


def _ask(notice: Notice) -> bool:
    words = news.WORDS.get(notice.kind)
    if words is None:
        return False
    if not notice.topic_kind:  # the oldest notices know no topic
        return True
    try:
        return bool(words.still((notice.topic_kind, notice.topic_id)))
    except Exception:
        _log.exception("nobody knows whether news %s may still be told", notice.kind)
        return False
