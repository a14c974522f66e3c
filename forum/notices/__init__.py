"""What people are told, in the application and by mail."""

from typing import Any

from flask import Flask, g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString
from werkzeug.local import LocalProxy

from forum.accounts.extensions import Place, add_place
from forum.core.access import current_person
from forum.core.navigation import add_navigation


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


def init_app(app: Flask) -> None:
    """Listen to what happens, and open the room."""
    from forum.notices import handlers, jobs, models, policies  # noqa: F401 - tables and work
    from forum.notices.views import bp

    handlers.connect()
    app.register_blueprint(bp)
    add_place(_place, order=20)
    add_navigation("notices.index", LazyString(_label), "notices:read", place="own", order=30)
    add_navigation("notices.outbox", _l("Outbox"), "notices:outbox", place="staff", order=75)

    @app.context_processor
    def helpers() -> dict[str, Any]:
        """Count only on pages that show the number."""
        return {"unread_notices": LocalProxy(unread_notices)}
