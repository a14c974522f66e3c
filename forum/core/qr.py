"""QR pictures of addresses: on a slip, a ticket, a poster."""

import segno
from markupsafe import Markup


def qr_svg(address: str, title: str) -> Markup:
    """Draw ``address`` as a QR picture with a ``title``; M survives a crease in the paper."""
    picture = segno.make(address, error="m", micro=False)
    drawn = picture.svg_inline(
        omitsize=True, svgclass=None, lineclass=None, title=title, dark="#000", light="#fff"
    )
    return Markup(drawn.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704 - drawn by segno
