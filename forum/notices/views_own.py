"""How somebody is told: which letters come and when, and what they follow."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core import bounces
from forum.core.access import current_person, permit
from forum.core.acting import act
from forum.core.db import db
from forum.core.news import Topic
from forum.core.pages import local_path
from forum.notices import following, preferring
from forum.notices.forms import PlacesForm, PreferenceForm
from forum.notices.models import Preference
from forum.notices.views import bp

_KINDS = "any(idea, program, community, conversation, neighbourhood, category)"


@bp.get("/account/notices")
@permit("notices:read")
def preferences() -> Any:
    """Show how one is told, and what one follows."""
    return _page(PreferenceForm.of(db.session.get(Preference, current_person().id)))


@bp.post("/account/notices")
@permit("notices:read")
def prefer() -> Any:
    """Take what somebody prefers."""
    form = PreferenceForm()
    if not form.validate():
        return _page(form), 422
    quiet = (form.quiet_from.data, form.quiet_until.data)
    return act(
        lambda: preferring.prefer(
            current_person(), form.pace.data, quiet, form.most_a_day.data, form.wanted.data or []
        ),
        _("Saved. Letters come as you have chosen."),
        url_for("notices.preferences"),
    )


def _page(form: PreferenceForm) -> str:
    person = current_person()
    followed = following.followed_by(person)
    return render_template(
        "notices/preferences.html",
        form=form,
        places=PlacesForm([each.topic for each in followed]),
        followed=followed,
        is_stopped=bounces.is_stopped(person.email),
        is_confirmed=person.email_confirmed_at is not None,
    )


@bp.post("/account/notices/places")
@permit("notices:follow")
def places() -> Any:
    """Follow the parts of the city and the kinds of programs that were ticked, and no others."""
    person = current_person()
    form = PlacesForm([])
    if form.validate():
        following.follow_only(person, ("neighbourhood", "category"), form.chosen())
        db.session.commit()
        flash(_("Saved. You hear of new programs there."), "success")
    else:
        flash(_("Please choose from the list."), "error")
    return redirect(url_for("notices.preferences") + "#places", 303)


@bp.post("/account/notices/address")
@permit("notices:read")
def address() -> Any:
    """Try an address again that was given up because its letters came back."""
    return act(
        lambda: bounces.try_again(current_person().email),
        _("We will try again with the next letter."),
        url_for("notices.preferences"),
    )


@bp.post(f"/following/<{_KINDS}:kind>/<int:topic_id>")
@permit("notices:follow", following.followable)
def follow(topic: Topic) -> Any:
    """Follow a topic."""
    said = _("You will be told when something happens here.")
    return act(lambda: following.follow(current_person(), topic), said, _back())


@bp.post(f"/following/<{_KINDS}:kind>/<int:topic_id>/ending")
@permit("notices:follow", following.any_topic)
def unfollow(topic: Topic) -> Any:
    """Follow a topic no more."""
    said = _("You do not follow this any more.")
    return act(lambda: following.unfollow(current_person(), topic), said, _back())


def _back() -> str:
    return local_path(request.form.get("back"), url_for("notices.preferences"))
