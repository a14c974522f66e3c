"""A letter of news as modest HTML: large type, no pictures, nothing that tells who has read it.

Mail programs know no style sheets of ours, so the style stands at each element; pages of the site
have nothing of the kind. ``Markup`` escapes whatever is put into it.
"""

from typing import Any

from markupsafe import Markup

_BODY = "margin:0;padding:16px;background:#faf6ef;color:#1d2b24"
_SHEET = (
    "max-width:600px;margin:0 auto;padding:24px;background:#ffffff;border-radius:12px;"
    "font-family:Georgia,'Times New Roman',serif;font-size:19px;line-height:1.5"
)
_GROUP = (
    "margin:32px 0 0;padding-top:16px;border-top:2px solid #d9cdb8;font-size:17px;color:#4a5a51"
)
_LINE = "margin:32px 0 0;border:0;border-top:2px solid #d9cdb8"
_TITLE = "margin:20px 0 8px;font-size:22px;line-height:1.3;color:#1d4b3a"
_BUTTON = (
    "display:inline-block;padding:12px 20px;background:#1d4b3a;color:#ffffff;"
    "border-radius:8px;text-decoration:none;font-weight:bold"
)
_FEET = "margin-top:32px;padding-top:16px;border-top:2px solid #d9cdb8;font-size:16px;color:#4a5a51"
_LINK = "color:#1d4b3a"

_PAGE = Markup(
    '<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<title>{subject}</title></head>\n<body style="{body}"><div style="{sheet}" role="main">\n'
    "<p>{greeting}</p>\n{lead}{parts}<p>{farewell}</p>\n"
    '<div style="{style}">{feet}</div>\n</div></body></html>\n'
)


def page(
    language: str,
    subject: str,
    greeting: str,
    lead: str,
    parts: list[Any],
    feet: list[Any],
    farewell: str,
) -> str:
    """Return the letter as a whole HTML document; everything told in it is escaped."""
    return str(
        _PAGE.format(
            language=language,
            subject=subject,
            body=_BODY,
            sheet=_SHEET,
            greeting=greeting,
            lead=_paragraphs([lead]) if lead else "",
            parts=Markup("").join(_part(part, first=part is parts[0]) for part in parts),
            farewell=Markup("<br>").join(farewell.split("\n")),
            style=_FEET,
            feet=Markup("").join(_foot(foot) for foot in feet),
        )
    )


def _part(part: Any, first: bool) -> Markup:
    """Return a topic: below its name, or (without one) below a line."""
    head = Markup("") if first else Markup('<hr style="{}">\n').format(_LINE)
    if part.name:
        head = Markup('<h2 style="{}">{}</h2>\n').format(_GROUP, part.name)
    level = "h3" if part.name else "h2"
    return head + Markup("").join(_item(item, level) for item in part.items)


def _item(item: Any, level: str) -> Markup:
    title = Markup('<{0} style="{1}">{2}</{0}>\n').format(level, _TITLE, item.title)
    link = Markup('<p><a style="{}" href="{}">{}</a></p>\n').format(_BUTTON, item.url, item.link)
    return title + _paragraphs(item.paragraphs) + link


def _paragraphs(texts: list[str]) -> Markup:
    lines = (Markup("<br>").join(text.split("\n")) for text in texts)
    return Markup("").join(Markup("<p>{}</p>\n").format(line) for line in lines)


def _foot(foot: Any) -> Markup:
    if not foot.url:
        return Markup("<p>{}</p>\n").format(foot.words)
    words = foot.words.rstrip(":")
    return Markup('<p><a style="{}" href="{}">{}</a></p>\n').format(_LINK, foot.url, words)
