"""The links in the header and the footer of every page, put there by the rooms."""

from typing import Any, NamedTuple

from flask import Flask, current_app, has_request_context, request, url_for

from forum.core.access import can, current_person


class Link(NamedTuple):
    """An entry of the site's navigation, shown to whoever has its permission."""

    endpoint: str
    label: Any
    permission: str
    place: str
    order: int


_links: dict[str, Link] = {}


def add_navigation(
    endpoint: str, label: Any, permission: str, place: str = "main", order: int = 50
) -> None:
    """Put a link into the header, the ``footer`` or one's ``own`` menu of every page.

    In the header stand ``main``, what everybody reads, and ``staff``, the work of the city.
    """
    _links[endpoint] = Link(endpoint, label, permission, place, order)


def navigation(place: str) -> list[dict[str, Any]]:
    """Return the links of ``place`` that the current person may follow, in order."""
    person = current_person()
    shown = [link for link in _links.values() if link.place == place]
    return [
        {
            "label": str(link.label),
            "url": url_for(link.endpoint),
            "current": request.endpoint == link.endpoint,
        }
        for link in sorted(shown, key=lambda link: link.order)
        if link.endpoint in current_app.view_functions and can(person, link.permission)
    ]


def init_app(app: Flask) -> None:
    """Give templates the links."""

    @app.context_processor
    def links() -> dict[str, Any]:
        if not has_request_context():
            return {}
        return {
            "navigation": navigation("main"),
            "staff_links": navigation("staff"),
            "own_links": navigation("own"),
            "footer_links": navigation("footer"),
            "demo_mode": app.config["DEMO"],
        }
