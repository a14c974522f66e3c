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


class Group(NamedTuple):
    """Links that belong together: one entry of the header, tabs on each of their pages."""

    label: Any
    place: str
    order: int


_links: dict[str, Link] = {}
_groups: dict[str, Group] = {}


def add_group(name: str, label: Any, place: str = "main", order: int = 50) -> None:
    """Put one entry for several pages into the header; ``name`` is the ``place`` of their links."""
    _groups[name] = Group(label, place, order)


def add_navigation(
    endpoint: str, label: Any, permission: str, place: str = "main", order: int = 50
) -> None:
    """Put a link into the header, the ``footer`` or one's ``own`` menu of every page.

    In the header stand ``main``, what everybody reads, and ``staff``, the work of the city; a link
    whose place is a group (``add_group``) stands on the tabs of that group.
    """
    _links[endpoint] = Link(endpoint, label, permission, place, order)


def _allowed(place: str) -> list[Link]:
    """Return the links of ``place`` that the current person may follow, in order."""
    person = current_person()
    shown = [link for link in _links.values() if link.place == place]
    return [
        link
        for link in sorted(shown, key=lambda link: link.order)
        if link.endpoint in current_app.view_functions and can(person, link.permission)
    ]


def _shown(link: Link) -> dict[str, Any]:
    return {
        "label": str(link.label),
        "url": url_for(link.endpoint),
        "current": request.endpoint == link.endpoint,
    }


def navigation(place: str) -> list[dict[str, Any]]:
    """Return what stands in ``place`` for the current person, in order."""
    entries = [(link.order, _shown(link)) for link in _allowed(place)]
    groups = ((one, _allowed(name)) for name, one in _groups.items() if one.place == place)
    entries += [(group.order, _headed(group, links)) for group, links in groups if links]
    return [entry for _order, entry in sorted(entries, key=lambda pair: pair[0])]


def _headed(group: Group, links: list[Link]) -> dict[str, Any]:
    """Return the entry of a group: it leads to the first of its pages."""
    inside = any(request.endpoint == link.endpoint for link in links)
    return {"label": str(group.label), "url": url_for(links[0].endpoint), "current": inside}


def beside() -> list[dict[str, Any]]:
    """Return the pages of the group the current page belongs to; none when it belongs to none."""
    link = _links.get(request.endpoint or "")
    return [_shown(one) for one in _allowed(link.place)] if link and link.place in _groups else []


def init_app(app: Flask) -> None:
    """Give templates the links."""

    @app.context_processor
    def links() -> dict[str, Any]:
        if not has_request_context():
            return {}
        return {
            "navigation": navigation("main"),
            "pages_beside": beside(),
            "staff_links": navigation("staff"),
            "own_links": navigation("own"),
            "footer_links": navigation("footer"),
            "demo_mode": app.config["DEMO"],
        }
