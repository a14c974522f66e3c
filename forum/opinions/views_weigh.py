"""Weighing: one opinion at a time, or in the list; agree, pass or disagree."""

from typing import Any

from flask import abort, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.conversations.models import Conversation
from forum.conversations.queries import going_on, visible_conversation
from forum.conversations.wording import why_not
from forum.core.access import can, current_person, permit
from forum.core.db import db
from forum.core.errors import Refused, wants_json
from forum.core.forms import row_number
from forum.core.pages import local_path
from forum.opinions.ballots import Ballot, ballot
from forum.opinions.models import AGREE, DISAGREE, PASS
from forum.opinions.queries import weighings_of
from forum.opinions.turns import lot_of, next_opinion, progress, weighable
from forum.opinions.views import bp, unless_denied
from forum.opinions.weighing import take_back
from forum.opinions.weighing import weigh as put

VALUES = {"1": AGREE, "0": PASS, "-1": DISAGREE, "back": None}


def _not_now(conversation_id: int) -> Any:
    """Say kindly why one cannot weigh here; None (sign in first) when an account is missing."""
    person, conversation = current_person(), visible_conversation(current_person(), conversation_id)
    if conversation is None:
        return None
    sentence = why_not(conversation, "weigh")
    if sentence is None and not person.is_authenticated:
        return redirect(
            url_for(
                "accounts.sign_in", next=url_for("opinions.weigh", conversation_id=conversation.id)
            )
        )
    sentence = sentence or _("Please confirm your e-mail address first; the letter is on its way.")
    page = render_template(
        "opinions/weigh_not_now.html", conversation=conversation, sentence=sentence
    )
    return page, 403


@bp.get("/conversations/<int:conversation_id>/weigh")
@unless_denied(_not_now)
@permit("conversations:weigh", visible_conversation)
def weigh(conversation: Conversation) -> Any:
    """Show the next opinion to weigh, or one that is asked for to change it."""
    person, asked = current_person(), request.args.get("opinion", type=row_number)
    so_far = progress(person, conversation)
    if asked is not None:
        opinion = weighable(person, conversation, asked) or abort(404)
    else:
        opinion = next_opinion(person, lot_of(person, session), conversation, so_far)
    if opinion is None:
        return _finished(conversation, so_far)
    mine = weighings_of(person, [opinion.id]).get(opinion.id) if asked is not None else None
    return render_template(
        "opinions/weigh.html",
        conversation=conversation,
        opinion=opinion,
        progress=so_far,
        mine=mine,
    )


def _finished(conversation: Conversation, so_far: Any) -> str:
    person = current_person()
    others = [
        one for one in going_on(person, 4) if one.id != conversation.id and one.in_phase("weigh")
    ]
    return render_template(
        "opinions/weigh_done.html",
        conversation=conversation,
        progress=so_far,
        others=others[:3],
        may_speak=can(person, "conversations:speak", conversation),
    )


def _too_late(opinion_id: int) -> Any:
    chosen = ballot(current_person(), opinion_id)
    return _not_now(chosen.conversation_id) if chosen else None


@bp.post("/opinions/<int:opinion_id>/reaction")
@unless_denied(_too_late)
@permit("conversations:weigh", ballot)
def react(chosen: Ballot) -> Any:
    """Weigh an opinion, or take a weighing back."""
    typed = request.form.get("value", "")
    if typed not in VALUES:
        raise Refused(_l("Please choose one: agree, pass or disagree."), 422)
    person_id, value = current_person().settle().id, VALUES[typed]
    counts = take_back(chosen, person_id) if value is None else put(chosen, person_id, value)
    db.session.commit()
    if wants_json():
        return jsonify({"value": value, **counts._asdict()})
    # The anchor brings the next opinion to the top of a phone, above the three buttons.
    onward = url_for("opinions.weigh", conversation_id=chosen.conversation_id, _anchor="weigh")
    return redirect(local_path(request.form.get("next"), onward), 303)
