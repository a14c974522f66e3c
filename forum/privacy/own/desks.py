"""The pages of one's own: the same three for an account, a code and a browser."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, render_template, session, url_for
from flask_babel import gettext as _

from forum.accounts.doubles import Double
from forum.core.acting import refusal
from forum.core.db import db
from forum.core.errors import answer
from forum.core.kept import keep_private, personal
from forum.core.limits import network_address, too_many
from forum.core.owned import owned_tables
from forum.core.personal import Whose
from forum.privacy.own import archive
from forum.privacy.own.forms import ErasureForm
from forum.privacy.own.gathering import kept_of, part_title, room_title

#: Records of one sort on the page; the archive holds all.
SHOWN = 5
#: Archives of one person in an hour, and small ones from one address in ten minutes.
ARCHIVES, HOUR = 5, 60
SMALL, TEN_MINUTES = 30, 10
#: In the session until it was said once: what has just been erased, "all" or "one" thing.
ERASED = "erased"


@dataclass(frozen=True)
class Desk:
    """Whose things are on the page, and where it leads; ``one`` gives the page to erase one thing."""

    sort: str
    whose: Whose
    here: str
    download: str
    erasure: str
    one: Any = None
    staff: bool = False

    @property
    def alone(self) -> bool:
        """Whether it is about one thing only."""
        return self.whose.only is not None

    @property
    def asks_about_words(self) -> bool:
        """Whether there may be words that can stay without a name."""
        if self.whose.only is None:
            return True
        table = owned_tables().get(self.whose.only[0])
        return table is not None and table.alone and bool(table.words)

    @property
    def holds_a_place(self) -> bool:
        """Whether a place at an event may be among it, or what is shown as if it were one."""
        if self.whose.only is None:
            return True
        kind, number = self.whose.only
        double = db.session.get(Double, number) if kind == Double.__tablename__ else None
        table = owned_tables().get(kind if double is None else double.kind)
        return table is not None and table.holds_a_place

    def overview(self, **more: Any) -> Response:
        """Show what is kept, room by room."""
        kept = list(kept_of(self.whose, SHOWN))
        told = {"desk": self, "kept": kept, **more}
        told |= {"room_title": room_title, "part_title": part_title}
        return personal(render_template("privacy/own.html", **told))

    def small_archive(self) -> Any:
        """Answer with an archive that is made at once, of the little there is."""
        limited = too_many("small archive", network_address(), SMALL, TEN_MINUTES)
        db.session.commit()
        if limited:
            return answer(429, "archive", _("Please try again in 10 minutes."))
        return sent(archive.at_once(self.whose))

    def form_page(self, form: ErasureForm, status: int = 200) -> Response:
        """Say in one screen what goes, what stays and why."""
        kept = list(kept_of(self.whose, SHOWN)) if self.alone else []
        page = render_template("privacy/own_erasure.html", desk=self, form=form, kept=kept)
        return personal(page, status)

    def take(self, verb: Callable[[bool], Any]) -> Any:
        """Take the form: erase, or show it again with what is missing; None when it is done."""
        form = ErasureForm(asks_about_words=self.asks_about_words)
        if not form.validate_on_submit():
            return self.form_page(form, 422)
        refused = refusal(form, lambda: verb(form.keeps_words))
        return self.form_page(form, refused.status) if refused else None


def leave(erased: str) -> Any:
    """Lead to the page that says what was erased."""
    session[ERASED] = erased
    return redirect(url_for("privacy.gone"), 303)


def sent(content: bytes) -> Response:
    """Answer with an archive; nothing of it stays on a computer that others use too."""
    response = Response(content, content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="kalaka.zip"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return keep_private(response)
