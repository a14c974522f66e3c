"""Residents' words as HTML: escaped, in paragraphs, never as markup; made once, when written."""

import re

from markupsafe import Markup, escape

#: What is read as one word: 2026-00042, P-2026-00004, 46/000-0001, e-mail, van-e.
_ONE_WORD = re.compile(
    r"(?<![\w/-])(?:\w{1,3}-)?20\d\d-\d{5}(?!\d)|(?<![\w/])\+?\d{2}/\d{3}-\d{3,4}(?!\d)"
    r"|\b[eE]-mail\w*(?:-\w+)?|\b\w{2,12}-e\b"
)


def render(text: str) -> str:
    """Return ``text`` as escaped paragraphs; single line breaks stay."""
    blocks = [block.strip("\n") for block in text.split("\n\n")]
    lines = (
        "<br>".join(str(escape(line)) for line in block.split("\n")) for block in blocks if block
    )
    return "".join(f"<p>{line}</p>" for line in lines)


def unbroken(text: object) -> Markup:
    """Keep numbers and short words with a hyphen together on one line; the rest is escaped."""
    if isinstance(text, Markup) and "<" in text:
        return text  # an address in it must stay as it is
    return Markup(_ONE_WORD.sub(r'<span class="nowrap">\g<0></span>', str(escape(text))))  # noqa: S704
