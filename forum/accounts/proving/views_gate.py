"""Staff come in by two steps: until then nothing but the way there is open to them."""

from typing import Any

from flask import Flask, current_app, redirect, request, url_for

from forum.accounts.proving.factors import has_second_factor
from forum.accounts.sessions import this_device
from forum.core.access import current_person
from forum.core.errors import problem, wants_json


def on_the_way(view: Any) -> Any:
    """Mark a view that staff without a second step may use; put it right below the route."""
    view.on_the_way = True
    return view


def required() -> bool:
    """Whether staff must take a second step here; in demo mode nobody has anything to lose."""
    return bool(current_app.config["STAFF_SECOND_FACTOR"]) and not current_app.config["DEMO"]


def _is_open(view: Any, ready: bool) -> bool:
    """Whether a page is for everybody at the door, or on the way to the second step.

    Whoever is ``ready``, having set one up, shows it: with the password alone nobody gets to new
    recovery codes or another app.
    """
    at_the_door = getattr(view, "permission", "") == "accounts:enter"
    return at_the_door or (getattr(view, "on_the_way", False) and not ready)


def _halt() -> Any:
    """Lead staff who have not taken the second step to it."""
    if request.endpoint == "static" or not required():
        return None
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return None  # nobody is signed in, and kept pages stay free of cookies
    person = current_person()
    if not person.is_authenticated or not person.is_staff:
        return None
    device = this_device()
    if device is not None and device.second_at is not None:
        return None
    view, ready = current_app.view_functions.get(request.endpoint or ""), has_second_factor(person)
    if _is_open(view, ready) or request.path.startswith("/language/"):
        return None
    if wants_json():
        return problem(403, "second_factor", "Please sign in with a second factor first.")
    ahead = "accounts.second" if ready else "accounts.factors"
    return redirect(url_for(ahead), 303)


def init_app(app: Flask) -> None:
    """Ask before every page."""
    app.before_request(_halt)
