"""The frozen page of a summary, made without anything of the request: an article of HTML."""

from flask import current_app
from flask_babel import force_locale
from markupsafe import Markup

from forum.reports.reading import Reading

#: Lets a browser or editor read the file from a disk, where no header tells its encoding.
BYTE_ORDER_MARK = "\ufeff"


def article(reading: Reading) -> str:
    """Return the article of a summary, in the language it was read in."""
    with force_locale(reading["lang"]):
        template = current_app.jinja_env.get_template("reports/fragment.html")
        return template.render(reading=reading)


def frozen_page(reading: Reading) -> bytes:
    """Return the article as the file that is kept."""
    return (BYTE_ORDER_MARK + article(reading)).encode()


def shown(made: str) -> Markup:
    """Return an article for the page; every word in it was escaped when it was made."""
    return Markup(made)  # noqa: S704 - made by our own template


def shown_page(content: bytes) -> Markup:
    """Return a kept article for the page."""
    return shown(content.decode("utf-8-sig"))
