"""The chapter of one theme: who spoke of it, in which words, and what was decided."""

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from forum.core.languages import Words
from forum.reports.figures import Data
from forum.reports.parts import day, paragraphs, percent, tables


def theme(found: Data, conversation_id: int) -> Data:
    """Make the chapter of one theme."""
    return {
        "kind": "theme",
        "id": f"theme-{found['id']}",
        "title": _capital(found["name"]),
        "lang": found["name"].lang,
        **_behind(found, f"/conversations/{conversation_id}"),
        "description": found["description"],
        "opening": [_sentence(each) for each in found["opening"]],
        "facts": [
            [ngettext("person", "people", found["people"]), format_decimal(found["people"])],
            [ngettext("opinion", "opinions", found["opinions"]), format_decimal(found["opinions"])],
            [_("of all opinions"), percent(found["share"])],
        ],
        "decision": _decision(found["decision"]),
        "quotes_title": _("In residents’ own words"),
        "quotes": [_quote(each) for each in found["quotes"] if not _told(each, found)],
        "lists": [each for each in _lists(found) if each["quotes"]],
        "tables": tables(found),
    }


def _behind(found: Data, path: str) -> Data:
    """Link to the opinions that were counted; a theme has a public page once it is decided on."""
    if found["decision"]:
        path += f"/themes/{found['id']}"
        return {"path": path, "link": _("The opinions behind this theme")}
    return {"path": path, "link": _("All opinions of the conversation")}


def _capital(name: Words) -> Words:
    return Words(name[:1].upper() + name[1:], name.lang)


def _decision(found: Data | None) -> Data:
    title = _("The decision")
    if found is None:
        return {
            "title": title,
            "choice": "undecided",
            "name": _("Not decided yet"),
            "parts": [],
            "day": "",
        }
    words = ((_("We heard"), "heard"), (_("We will"), "will"), (_("Why"), "why"))
    return {
        "title": title,
        "choice": found["choice"],
        "name": str(found["name"]),
        "day": day(found["at"]),
        "parts": [
            {
                "label": label,
                "lang": getattr(found[key], "lang", "hu"),
                "paragraphs": paragraphs(found[key]),
            }
            for label, key in words
            if found[key]
        ],
    }


def _sentence(found: Data) -> Data:
    """Make a sentence of the opening: its words before, in and after the quote, if it has one."""
    quote = found["quotes"][0] if found["quotes"] else None
    before, told, after = str(found["text"]).partition(quote["text"] if quote else "\0")
    return {
        "before": before,
        "after": after,
        "quote": _quote(quote) | {"text": told} if quote else None,
    }


def _told(quote: Data, found: Data) -> bool:
    """Whether the opening has the quote already, so that nothing is printed twice."""
    told = [each for sentence in found["opening"] for each in sentence["quotes"]]
    return any(
        (each["opinion"], each["text"]) == (quote["opinion"], quote["text"]) for each in told
    )


def _quote(found: Data) -> Data:
    return {
        "text": found["text"],
        "lang": found["language"],
        "path": f"/opinions/{found['opinion']}",
        "cite": _("Opinion %(reference)s", reference=found["reference"]),
    }


def _lists(found: Data) -> list[Data]:
    titles = {
        "agreed": _("Most people agree with this"),
        "rejected": _("Most people disagree with this"),
        "divided": _("This divides people"),
    }
    return [
        {
            "kind": kind,
            "title": title,
            "quotes": [_weighed(each) for each in found[kind] if not _told(each, found)],
        }
        for kind, title in titles.items()
    ]


def _weighed(found: Data) -> Data:
    counts = {name: format_decimal(found[name]) for name in ("agrees", "disagrees", "passes")}
    sentence = _("%(agrees)s agree, %(disagrees)s disagree, %(passes)s pass", **counts)
    return {**_quote(found), "counts": sentence}
