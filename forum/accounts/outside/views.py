"""Going to the provider and coming back."""

from dataclasses import asdict
from hmac import compare_digest
from typing import Any

from flask import abort, flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from forum.accounts.entering import let_in
from forum.accounts.forms import ButtonForm
from forum.accounts.models import Person
from forum.accounts.operations import TooMany
from forum.accounts.outside import linking
from forum.accounts.outside.attempts import forgive_attempt, note_attempt
from forum.accounts.outside.fetching import Denied, Unreachable
from forum.accounts.outside.provider import NotTrusted, Provider, the_provider
from forum.accounts.proving.fresh import fresh, is_fresh, to_proof
from forum.accounts.views import bp
from forum.core.access import current_person, permit
from forum.core.codes import new_token
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.limits import network_address
from forum.core.mail import site_url
from forum.core.pages import local_path

#: Seconds in which one has to come back.
PATIENCE = 15 * 60
#: Longer codes no provider makes.
LONGEST = 4000


def known_provider() -> Provider:
    """Return the provider of this site; a page that needs one is not there without."""
    provider = the_provider()
    if provider is None:
        abort(404)
    return provider


def _back() -> str:
    return site_url(url_for("accounts.outside_back"))


def _door(purpose: str, target: str) -> str:
    """Return the provider's door; what must come back unchanged is kept in this browser's session.

    Raises Unreachable. The database is let go first: the provider may be slow.
    """
    provider, state, nonce, verifier = known_provider(), new_token(), new_token(), new_token()
    db.session.rollback()
    door = provider.door(_back(), state, nonce, verifier)
    session["outside"] = {
        "state": state,
        "nonce": nonce,
        "verifier": verifier,
        "purpose": purpose,
        "next": target,
        "at": int(now().timestamp()),
    }
    return door


def _failed(status: int) -> Any:
    """Say kindly that it did not work, and that nothing is lost."""
    provider = known_provider()
    page = render_template("accounts/outside_failed.html", provider=provider, status=status)
    return page, status


@bp.get("/sign-in/outside")
@permit("accounts:enter")
def outside() -> Any:
    """Go to the provider to sign in."""
    try:
        return redirect(_door("enter", local_path(request.args.get("next"), "")))
    except Unreachable:
        return _failed(503)


@bp.post("/account/outside")
@permit("accounts:own")
@fresh("accounts.profile")
def outside_link() -> Any:
    """Go to the provider to connect an account there with one's own.

    A page leads there and no redirect: browsers let a form lead to this site only.
    """
    try:
        door = _door("link", url_for("accounts.profile"))
    except Unreachable:
        return _failed(503)
    return render_template("accounts/outside_door.html", provider=known_provider(), door=door)


@bp.post("/account/outside/removal")
@permit("accounts:own")
@fresh("accounts.profile")
def outside_removal() -> Any:
    """Disconnect the account at the provider."""
    provider = known_provider()
    linking.unlink(current_person(), provider.issuer, provider.name)
    db.session.commit()
    flash(_("The two accounts are not connected any more."), "success")
    return redirect(url_for("accounts.profile"), 303)


@bp.get("/sign-in/outside/back")
@permit("accounts:enter")
def outside_back() -> Any:
    """Come back: one button, which a script presses; looking at this page does nothing."""
    provider, told = known_provider(), request.args
    if _waiting(told.get("state", "")) is None:
        return _failed(400)
    if told.get("error") or told.get("iss", provider.issuer) != provider.issuer:
        return _failed(400)
    kept = {"state": told.get("state", ""), "code": told.get("code", "")[:LONGEST]}
    page = render_template(
        "accounts/outside_back.html", provider=provider, form=ButtonForm(), kept=kept
    )
    response = make_response(page)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _waiting(state: str) -> dict[str, Any] | None:
    """Return what this browser kept when it went to the provider, if ``state`` says it is that."""
    kept = session.get("outside") or {}
    right = bool(kept) and compare_digest(str(kept["state"]).encode(), state.encode())
    return dict(kept) if right and now().timestamp() - kept["at"] < PATIENCE else None


@bp.post("/sign-in/outside/back")
@permit("accounts:enter")
def outside_entered() -> Any:
    """Ask the provider who came back, and let them in or connect the two accounts."""
    provider, kept = known_provider(), _waiting(request.form.get("state", ""))
    session.pop("outside", None)
    if kept is None or not ButtonForm().validate_on_submit():
        return _failed(400)
    me = current_person().id if current_person().is_authenticated else None
    if kept["purpose"] == "link" and not is_fresh():
        return to_proof(url_for("accounts.profile"))
    try:
        note_attempt(network_address())
        code = request.form.get("code", "")[:LONGEST]
        claims = provider.redeem(code, _back(), kept["nonce"], kept["verifier"])
    except TooMany:
        return _failed(429)
    except Unreachable:
        forgive_attempt(network_address())  # nobody can be blamed for it
        return _failed(503)
    except (Denied, NotTrusted):
        return _failed(400)
    forgive_attempt(network_address())
    return _linked(me, provider, claims) if kept["purpose"] == "link" else _entered(kept, claims)


def _linked(me: int | None, provider: Provider, claims: dict[str, Any]) -> Any:
    """Connect the account with that of whoever is signed in."""
    person = db.session.get(Person, me) if me else None
    if person is None:
        return redirect(url_for("accounts.sign_in"), 303)
    linking.link(person, provider.issuer, claims["sub"], provider.name)
    db.session.commit()
    flash(_("From now on you can sign in here with %(name)s, too.", name=provider.name), "success")
    return redirect(url_for("accounts.profile"), 303)


def _entered(kept: dict[str, Any], claims: dict[str, Any]) -> Any:
    """Let in whom the account opens; a newcomer is asked a few things first."""
    target, provider = local_path(kept["next"], ""), known_provider()
    try:
        person = linking.known(provider.issuer, claims, provider.name)
        if person is None:
            who = asdict(linking.arrival(claims))
            session["newcomer"] = {**who, "next": target, "at": int(now().timestamp())}
            return redirect(url_for("accounts.outside_new"), 303)
        onwards = let_in(person, "outside", target)
        db.session.commit()
    except Refused as refused:
        return not_in(refused)
    return redirect(onwards, 303)


def not_in(refused: Refused) -> Any:
    """Lead back to the door with the reason."""
    db.session.rollback()
    flash(str(refused.sentence), "error")
    return redirect(url_for("accounts.sign_in"), 303)
