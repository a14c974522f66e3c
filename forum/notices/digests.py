"""The words of a letter of news: one thing by itself, or several grouped by what they are about."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from forum.accounts.letters import farewell, greet
from forum.core.i18n import LANGUAGES
from forum.core.mail import site_url
from forum.notices import presenters, topics, unsubscribing
from forum.notices.letter_html import page
from forum.notices.models import Notice

#: Things told in one letter: a longer one is read by nobody, and refused by some mail servers.
MOST_TOLD = 40


class Reader(NamedTuple):
    """Whoever a letter goes to; a visitor has no name and no page of preferences."""

    id: int
    email: str
    language: str
    name: str = ""
    has_account: bool = True


class Item(NamedTuple):
    """One thing in a letter."""

    title: str
    paragraphs: list[str]
    link: str
    url: str
    #: How often it happened, told once.
    times: int = 1


class Part(NamedTuple):
    """What a letter says about one topic, the newest first; ``name`` is empty of an unnamed one."""

    name: str
    items: list[Item]


class Letter(NamedTuple):
    """A finished letter."""

    subject: str
    text: str
    html: str
    headers: dict[str, str]


def signatures() -> dict[str, str]:
    """Return by language how letters end; their first line says who writes."""
    found = {}
    for language in LANGUAGES:
        with force_locale(language):
            found[language] = farewell()
    return found


def compose(reader: Reader, notices: Sequence[Notice], signed: str) -> Letter:
    """Write a letter that tells ``notices`` (at least one) in the language of its reader.

    ``signed`` is how it ends, in that language (``signatures``).
    """
    with force_locale(reader.language):
        parts = _parts(notices)
        greeting = greet(reader.name)
        subject, lead = _subject(notices, parts, signed)
        feet = _feet(reader)
        return Letter(
            subject,
            _text(greeting, lead, parts, feet, signed),
            page(reader.language, subject, greeting, lead, parts, feet, signed),
            _headers(reader),
        )


def _subject(notices: Sequence[Notice], parts: list[Part], signed: str) -> tuple[str, str]:
    """Return the subject, and the sentence that begins a letter of several things."""
    if len(notices) == 1:
        return parts[0].items[0].title, ""
    count, told = len(notices), sum(item.times for part in parts for item in part.items)
    subject = ngettext("%(num)s thing happened", "%(num)s things happened", count)
    lead = ngettext(
        "Since our last letter %(num)s thing has happened that concerns you.",
        "Since our last letter %(num)s things have happened that concern you.",
        count,
    )
    if count > told:
        lead += " " + _("This letter tells the newest %(num)s of them.", num=told)
    return f"{subject} – {signed.partition(chr(10))[0]}", lead


def _parts(notices: Sequence[Notice]) -> list[Part]:
    """Group by topic, the topic with the newest thing first, and in it the newest first."""
    groups: dict[Any, list[Item]] = {}
    for alike in _folded(notices)[:MOST_TOLD]:
        topic = (alike[0].topic_kind, alike[0].topic_id)
        groups.setdefault(topic, []).append(_item(alike))
    known = topics.named(groups) if len(notices) > 1 else {}
    return [
        Part(known[topic].name if topic in known else "", items) for topic, items in groups.items()
    ]


def _folded(notices: Sequence[Notice]) -> list[list[Notice]]:
    """Put together what is told in the same words and leads to the same page, newest first."""
    alike: dict[Any, list[Notice]] = {}
    for each in sorted(notices, key=lambda each: (each.at, each.id), reverse=True):
        words = (each.kind, each.path, json.dumps(each.details, sort_keys=True))
        alike.setdefault((each.topic_kind, each.topic_id, words), []).append(each)
    return list(alike.values())


def _item(alike: list[Notice]) -> Item:
    times = len(alike)
    told = presenters.tell(alike[0])
    title = told.title if times == 1 else presenters.title_of_many(alike[0], times)
    return Item(title, told.paragraphs, told.link, site_url(told.path), times)


#: Between things that have no name to stand over them.
_BREAK = "* * *"


class Foot(NamedTuple):
    """A line below a letter: words, and the address they lead to."""

    words: str
    url: str = ""


def _feet(reader: Reader) -> list[Foot]:
    stop = Foot(_("No more letters like this:"), unsubscribing.address(reader.id))
    if not reader.has_account:
        return [Foot(_("You receive this letter because you asked us to tell you.")), stop]
    why = _("You receive this letter because you have an account on our site.")
    choose = Foot(_("Choose which letters you get, and when:"), site_url("/account/notices"))
    return [Foot(why), choose, stop]


def _text(greeting: str, lead: str, parts: list[Part], feet: list[Foot], signed: str) -> str:
    blocks = [greeting, lead]
    for number, part in enumerate(parts):
        blocks.append(_underlined(part.name) if part.name else _BREAK * bool(number))
        for item in part.items:
            title = [f"• {item.title}"] if lead else []
            blocks += [*title, *item.paragraphs, f"{item.link}:\n{item.url}"]
    blocks += [
        signed,
        "-- \n" + "\n".join(f"{foot.words}\n{foot.url}".strip() for foot in feet),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _underlined(name: str) -> str:
    return f"{name}\n{'=' * min(len(name), 40)}"


def _headers(reader: Reader) -> dict[str, str]:
    """Let mail programs offer one button to unsubscribe (RFC 2369, RFC 8058)."""
    host = site_url("").partition("://")[2].partition("/")[0].partition(":")[0] or "localhost"
    return {
        "List-Id": f"<news.{host}>",
        "List-Unsubscribe": f"<{unsubscribing.address(reader.id)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
