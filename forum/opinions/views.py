"""To say an opinion: the form, similar ones while typing, and the thanks afterwards."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import (
    Blueprint,
    Response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _

from forum.conversations.models import Conversation
from forum.conversations.queries import visible_conversation
from forum.conversations.wording import why_not
from forum.core import csrf
from forum.core.access import Denied, can, current_person, permit
from forum.core.db import db
from forum.core.forms import row_number, tidy
from forum.core.kept import personal
from forum.core.limits import too_fast
from forum.opinions.forms import SpeakForm
from forum.opinions.models import Opinion
from forum.opinions.operations import claim_code, sent_with
from forum.opinions.operations import speak as say
from forum.opinions.queries import own_opinion, similar_to
from forum.opinions.slips import slip_of

bp = Blueprint("opinions", __name__)

#: A hall of sixty speaks from one network address, and some say two things.
PER_ADDRESS = 120
PER_PERSON = 10
MINUTES = 10


def unless_denied(explain: Callable[..., Any]) -> Callable[[Any], Any]:
    """Answer a denial with ``explain(**arguments)``; when that is None, as everywhere else."""

    def decorate(view: Any) -> Any:
        @wraps(view)
        def kind(**arguments: Any) -> Any:
            try:
                return view(**arguments)
            except Denied:
                db.session.rollback()
                answer = explain(**arguments)
                if answer is None:
                    raise
                return answer

        return kind

    return decorate


def _not_now(conversation_id: int) -> Any:
    """Say why one cannot speak here now, what else one can do, and give back what was written."""
    conversation = visible_conversation(current_person(), conversation_id)
    if conversation is None:
        return None
    sentence, text = why_not(conversation, "speak"), tidy(request.form.get("text"))
    if not sentence and not text and not current_person().is_authenticated:
        return None
    page = render_template(
        "opinions/not_now.html", conversation=conversation, sentence=sentence, text=text
    )
    return page, 403


@bp.get("/conversations/<int:conversation_id>/speak")
@unless_denied(_not_now)
@permit("conversations:speak", visible_conversation)
def speak(conversation: Conversation) -> Any:
    """Ask for an opinion."""
    return _speak_page(conversation, SpeakForm().of(current_person()))


@bp.post("/conversations/<int:conversation_id>/speak")
@csrf.exempt  # the form checks its own token, so that an old page gives the words back
@unless_denied(_not_now)
@permit("conversations:speak", visible_conversation)
def spoken(conversation: Conversation) -> Any:
    """Take an opinion, or show the similar ones first when that was asked for."""
    form = SpeakForm().of(current_person())
    if form.look.data and tidy(form.text.data):
        return _speak_page(conversation, form, looked=True)
    if not form.validate():
        return _speak_page(conversation, form), 400 if form.csrf_token.errors else 422
    known = sent_with(form.key)
    if known is not None:
        return _again(known)
    if too_fast("speak", current_person().id, PER_PERSON, PER_ADDRESS, MINUTES):
        db.session.rollback()
        form.form_errors.append(
            _("Many opinions came from here. Please send it again in 10 minutes.")
        )
        return _speak_page(conversation, form), 429
    person = current_person().settle()
    opinion = say(conversation, person, form.saying(), form.key)
    form.note_consent(person)
    thanks = url_for("opinions.thanks", opinion_id=opinion.id)  # after the commit it would be read
    db.session.commit()
    return redirect(thanks, 303)


def _again(opinion: Opinion) -> Response:
    """Answer a form sent twice as the first time, also when the first answer got lost on the way.

    The key is secret and was made for one form, so whoever has it has written the opinion.
    """
    person = current_person()
    if person.id is None and opinion.author.role == "visitor" and opinion.entered_by_id is None:
        session["visitor"], session.permanent = opinion.author_id, True
    if opinion.author_id != current_person().id:
        return redirect(url_for("opinions.follow", code=claim_code(opinion.submit_key)), 303)
    return redirect(url_for("opinions.thanks", opinion_id=opinion.id), 303)


def _speak_page(conversation: Conversation, form: SpeakForm, looked: bool = False) -> str:
    """Show the form; similar opinions only when they were asked for."""
    return render_template(
        "opinions/speak.html",
        conversation=conversation,
        form=form,
        looked=looked,
        similar=similar_to(conversation, tidy(form.text.data)) if looked else [],
    )


@bp.get("/conversations/<int:conversation_id>/similar")
@permit("conversations:read", visible_conversation)
def similar(conversation: Conversation) -> Response:
    """Answer with similar opinions as a piece of a page, while somebody is typing."""
    found = similar_to(conversation, tidy(request.args.get("text")))
    piece = render_template("opinions/_similar.html", conversation=conversation, similar=found)
    return personal(piece)


@bp.get("/opinions/<int:opinion_id>/thanks")
@permit("opinions:thanks", own_opinion)
def thanks(opinion: Opinion) -> Response:
    """Thank for an opinion, hand over its code and lead on."""
    conversation = opinion.conversation
    page = render_template(
        "opinions/thanks.html",
        opinion=opinion,
        conversation=conversation,
        slip=slip_of(opinion),
        may_weigh=can(current_person(), "conversations:weigh", conversation),
        may_speak=can(current_person(), "conversations:speak", conversation),
    )
    return personal(page)


@bp.post("/handover")
@permit("opinions:follow")
def handover() -> Response:
    """Forget the visitor of this browser, because somebody else is going to use it."""
    session.clear()
    target = request.form.get("conversation", type=row_number)
    if target is None:
        return redirect(url_for("conversations.index"), 303)
    return redirect(url_for("opinions.speak", conversation_id=target), 303)
