"""What people are told, in the application and by mail."""

from typing import Any

from flask import Flask, g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString
from werkzeug.local import LocalProxy

from forum.accounts.extensions import Place, add_place
from forum.communities import extensions as communities
from forum.conversations import extensions as conversations
from forum.core.access import current_person
from forum.core.navigation import add_navigation
from forum.core.news import provide
from forum.ideas import extensions as ideas
from forum.programs import extensions as programs


def unread_notices() -> int:
    """Count what the person who is asking has not read: one query a page, none for guests."""
    from forum.notices.queries import unread_count

    person = current_person()
    if not person.is_authenticated:
        return 0
    if "unread_notices" not in g:
        g.unread_notices = unread_count(person)
    return int(g.unread_notices)


def _label() -> str:
    """Name the page in the menu, with the number of unread notices when there are some."""
    unread = unread_notices()
    return _("Notices (%(unread)s)", unread=unread) if unread else _("Notices")


def _place() -> Place:
    """Name the notices beside the profile."""
    unread = unread_notices()
    sentence = _("Nothing new.")
    if unread:
        sentence = ngettext("%(num)s unread notice", "%(num)s unread notices", unread)
    return Place(_("Notices"), url_for("notices.index"), "bell", sentence)


def _rooms() -> dict[str, Any]:
    """Return how each room takes a part of the page of what can be followed."""
    return {
        "idea": ideas.add_section,
        "program": programs.add_section,
        "community": communities.add_section,
        "conversation": conversations.add_section,
    }


def init_app(app: Flask) -> None:
    """Listen to what happens, and open the room."""
    from forum.notices import (  # noqa: F401 - tables, work, pages
        conversing,
        following,
        handlers,
        jobs,
        letters,
        models,
        policies,
        views_calls,
        views_links,
        views_outbox,
        views_own,
    )
    from forum.notices.telling import Teller
    from forum.notices.views import bp

    provide(Teller())
    handlers.connect()
    following.connect(_rooms())
    app.register_blueprint(bp)
    add_place(_place, order=20)
    add_navigation("notices.index", LazyString(_label), "notices:read", place="own", order=30)
    add_navigation("notices.calls", _l("Calls"), "notices:calls", place="staff", order=40)
    add_navigation("notices.outbox", _l("Outbox"), "notices:outbox", place="site_work", order=30)

    @app.context_processor
    def helpers() -> dict[str, Any]:
        """Count only on pages that show the number."""
        return {"unread_notices": LocalProxy(unread_notices)}
