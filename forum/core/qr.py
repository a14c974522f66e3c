"""QR pictures of addresses: on a slip, a ticket, a poster."""

import segno
from markupsafe import Markup


def qr_svg(address: str, title: str, border: int | None = None) -> Markup:
    """Draw ``address`` as a QR picture with a ``title``; M survives a crease in the paper.

    ``border`` is the width of the white margin in modules; None is what the norm asks for.
    """
    picture = segno.make(address, error="m", micro=False)
    drawn = picture.svg_inline(
        border=border,
        omitsize=True,
        svgclass=None,
        lineclass=None,
        title=title,
        dark="#000",
        light="#fff",
    )
    return Markup(drawn.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704 - drawn by segno
