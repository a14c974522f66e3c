"""Five faces, from very good to bad, drawn for this site: on the form, on the wall, on paper."""

from markupsafe import Markup

from forum.programs.feedback import RATINGS

#: Mouths on a grid of 48; the words beside a face say the same.
_MOUTHS = {
    5: '<path d="M13.5 27.5c2.2 6.2 6 9.3 10.5 9.3s8.3-3.1 10.5-9.3c-7 2.2-14 2.2-21 0z"/>',
    4: '<path d="M14.5 29c2.6 4.2 5.8 6.2 9.5 6.2s6.9-2 9.5-6.2"/>',
    3: '<path d="M15 31.5c6-.5 12-.5 18 0"/>',
    2: '<path d="M15 34c2.4-2.9 5.4-4.3 9-4.3s6.6 1.4 9 4.3"/>',
    1: '<path d="M14.5 36c2.4-4.6 5.5-6.9 9.5-6.9s7.1 2.3 9.5 6.9"/><path d="m13 13.5 6 2.6M35 13.5l-6 2.6"/>',
}
_EYES = '<path d="M17 19.6v2.2M31 19.6v2.2"/>'


def face(rating: int, ink: str = "currentColor", ground: str = "none") -> Markup:
    """Draw the face of a rating; it never speaks, so put its word beside it."""
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="face" viewBox="0 0 48 48" fill="none" '
        f'stroke="{ink}" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round" '
        f'aria-hidden="true" focusable="false"><circle cx="24" cy="24" r="20" fill="{ground}"/>'
        f"{_EYES}{_MOUTHS[rating]}</svg>"
    )
    return Markup(drawn)  # noqa: S704 - drawn here, from nothing anybody typed


def faces() -> list[tuple[int, str]]:
    """Return the ratings with their words, the best first."""
    return [(rating, str(word)) for rating, word in RATINGS.items()]
