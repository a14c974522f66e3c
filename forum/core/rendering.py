"""Residents' words as HTML: escaped, in paragraphs, never as markup; made once, when written."""

from markupsafe import escape


def render(text: str) -> str:
    """Return ``text`` as escaped paragraphs; single line breaks stay."""
    blocks = [block.strip("\n") for block in text.split("\n\n")]
    lines = (
        "<br>".join(str(escape(line)) for line in block.split("\n")) for block in blocks if block
    )
    return "".join(f"<p>{line}</p>" for line in lines)
