"""Posting an opinion by the API: the page's form, its permission, its verb and its presenter."""

import base64
import secrets
from typing import Any

from flask import g, jsonify, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.api.describing import LONGEST_KEY, SHORTEST_KEY, described
from forum.api.models import ApiToken
from forum.api.problems import ApiProblem
from forum.api.views_v1 import bp, public_conversation
from forum.conversations.models import Conversation
from forum.conversations.wording import why_not
from forum.core.access import can, current_person, permit
from forum.core.codes import keyed_hash
from forum.core.db import db, now
from forum.core.forms import SUBMIT_KEY_LENGTH, json_form
from forum.core.limits import too_many
from forum.core.mail import site_url
from forum.opinions.forms import SpeakForm
from forum.opinions.models import Opinion
from forum.opinions.operations import claim_code, sent_with, speak
from forum.opinions.presenters import opinion_json

#: Opinions one token may post in ten minutes: a hall typing at full speed, not a flood.
WRITES, MINUTES = 300, 10


@bp.post("/conversations/<int:conversation_id>/opinions")
@described(_l("Say an opinion"), "SaidOpinion", status=201, body="NewOpinion")
@permit("api:write", public_conversation)
def say(conversation: Conversation) -> Any:
    """Take an opinion, as the page does."""
    form = _opinion_form(g.token)
    if not form.validate():
        raise ApiProblem(422, "invalid", _("Please look at these again"), _errors(form))
    known = sent_with(form.key)
    if known is not None:
        return jsonify(_said(known)), 200
    _may_speak(conversation)
    opinion = speak(conversation, current_person(), form.saying(), form.key)
    form.note_consent(current_person())
    g.token.written_at = now()
    db.session.commit()
    return jsonify(_said(opinion)), 201, {"Location": url_for("api.opinion", opinion_id=opinion.id)}


def _opinion_form(token: ApiToken) -> SpeakForm:
    """Read the body; the client's key is made this token's own, so that nobody else can use it."""
    if not request.is_json:
        raise ApiProblem(415, "not_json", _("Please send JSON: “Content-Type: application/json”."))
    if not _is_object():
        raise ApiProblem(400, "malformed", _("The body is not a JSON object."))
    form = json_form(SpeakForm).of(current_person())
    form.submit_key.data = _key(token, request.headers.get("Idempotency-Key", ""))
    return form


def _is_object() -> bool:
    try:
        return isinstance(request.get_json(silent=True), dict)
    except RecursionError:  # thousands of brackets, one in the other
        return False


def _key(token: ApiToken, key: str) -> str:
    if key and not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        limits = {"least": SHORTEST_KEY, "most": LONGEST_KEY}
        sentence = _("This must have from %(least)s to %(most)s characters.", **limits)
        problem = {"Idempotency-Key": [sentence]}
        raise ApiProblem(422, "invalid", _("Please look at these again"), problem)
    key = key or secrets.token_urlsafe(16)
    # programs count their keys up: hashed with our key they are as secret as those of our forms
    digest = bytes.fromhex(keyed_hash("idempotency", f"{token.id}:{key}"))
    return base64.urlsafe_b64encode(digest).decode()[:SUBMIT_KEY_LENGTH]


def _may_speak(conversation: Conversation) -> None:
    """Ask what the page asks: may this person speak here now, and is it not too fast?"""
    if not can(current_person(), "conversations:speak", conversation):
        reason = why_not(conversation, "speak") or _("This is not open to you")
        raise ApiProblem(403, "denied", reason)
    if too_many("api", f"token {g.token.id}", WRITES, MINUTES):
        wait = {"Retry-After": str(MINUTES * 60)}
        raise ApiProblem(429, "too_many_requests", _("Please wait a little"), headers=wait)


def _errors(form: SpeakForm) -> dict[str, list[str]]:
    return {str(name): [str(error) for error in errors] for name, errors in form.errors.items()}


def _said(opinion: Opinion) -> dict[str, Any]:
    """Return the opinion with the code by which its author can follow it."""
    code = claim_code(opinion.submit_key)
    return {
        "opinion": opinion_json(opinion),
        "waiting": opinion.waiting,
        "code": code,
        "follow": site_url(url_for("opinions.follow", code=code)),
    }
