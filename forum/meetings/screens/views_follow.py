"""Taking part from a screen: following, asking, supporting, voting, raising a hand."""

from typing import Any

from flask import flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from forum.core import csrf
from forum.core.access import current_person, permit
from forum.core.db import db
from forum.core.errors import Refused, problem, wants_json
from forum.core.kept import keep_private
from forum.core.limits import too_fast
from forum.meetings.hall.captures import StrawPoll
from forum.meetings.models import Meeting
from forum.meetings.queries import visible_meeting
from forum.meetings.screens import (
    asking,
    polling_phone,
    screen,
)
from forum.meetings.screens.forms_follow import HandForm, QuestionForm, VoteForm
from forum.meetings.screens.questions import Question
from forum.meetings.views import bp

MINUTES = 10
#: Questions and hands of one person, and of one network: a whole hall may sit behind one address.
PER_PERSON, PER_ADDRESS = 10, 300
#: The same for taps: supports and votes.
TAPS_PER_PERSON, TAPS_PER_ADDRESS = 100, 6000


@bp.get("/forums/<int:meeting_id>/live")
@permit("meetings:read", visible_meeting)
def follow(meeting: Meeting) -> Any:
    """Show the forum to somebody with a phone, and let them take part."""
    return keep_private(make_response(_page(meeting)))


def _page(meeting: Meeting, status: int = 200, **forms: Any) -> Any:
    """Draw the page; ``forms`` are those that need another look."""
    person = current_person()
    seen = screen.scene(meeting)
    poll = seen.poll
    own = {
        "supports": asking.supported_by(person.id, meeting),
        "asked": asking.asked_by(person.id, meeting),
        "vote": polling_phone.vote_of(person.id, poll.id) if poll else None,
        "hand": polling_phone.hand_of(person.id, meeting),
        "waiting": asking.waiting_of(person.id, meeting),
    }
    page = render_template(
        "meetings/follow.html",
        meeting=meeting,
        scene=seen,
        own=own,
        follows=screen.watched(None, meeting.id) is not None,
        question_form=forms.get("question") or QuestionForm(meeting, formdata=None).of(person),
        hand_form=forms.get("hand") or HandForm(formdata=None, name=person.name).of(person),
    )
    return page, status


@bp.post("/forums/<int:meeting_id>/questions")
@csrf.exempt  # the form checks its own token, so that an old page gives the words back
@permit("meetings:join", visible_meeting)
def question(meeting: Meeting) -> Any:
    """Put a question to the hall."""
    form = QuestionForm(meeting).of(current_person())
    if not form.validate():
        return _again(meeting, "question", form, 400 if form.csrf_token.errors else 422)
    known = asking.sent_with(form.key)
    if known is None and _too_fast("forum-question", PER_PERSON, PER_ADDRESS):
        return _slower(meeting, "question", form)
    try:
        person = current_person().settle()
        made = known or asking.ask(meeting, person, form.text.data, form.signs, form.key)
        form.note_consent(person)
    except Refused as refused:
        return _sorry(meeting, "question", form, refused)
    waits, number = made.waiting, made.id
    db.session.commit()
    said = _("Thank you. It appears once a facilitator has looked at it.") if waits else None
    return _done(meeting, said or _("Your question is in the line."), "questions", question=number)


@bp.post("/questions/<int:question_id>/support")
@permit("meetings:join", asking.visible_question)
def support(question: Question) -> Any:
    """Say that one would like to hear the answer too."""
    meeting = question.meeting
    _limit_taps()
    asking.support(question, current_person().settle())
    db.session.commit()
    return _done(meeting, _("You support this question."), "questions", question=question.id)


@bp.post("/polls/<int:poll_id>/vote")
@permit("meetings:join", polling_phone.visible_poll)
def vote(poll: StrawPoll) -> Any:
    """Answer a poll; answering again changes it."""
    form, meeting = VoteForm(), poll.meeting
    option = next((each for each in poll.options if each.id == form.number), None)
    if not form.validate() or option is None:
        raise Refused(_("Please choose an answer."), 422)
    _limit_taps()
    polling_phone.vote(option, current_person().settle())
    text, number = option.text, option.id
    db.session.commit()
    return _done(meeting, _("Your vote: %(answer)s", answer=text), "poll", option=number)


@bp.post("/forums/<int:meeting_id>/hands")
@csrf.exempt  # the form checks its own token, so that an old page gives the words back
@permit("meetings:join", visible_meeting)
def raise_hand(meeting: Meeting) -> Any:
    """Ask to speak, or take the hand down again."""
    form = HandForm().of(current_person())
    if "down" in request.form and not form.csrf_token.validate(form):
        return _again(meeting, "hand", form, 400)
    if "down" in request.form:
        return _take_down(meeting)
    if not form.validate():
        return _again(meeting, "hand", form, 400 if form.csrf_token.errors else 422)
    if _too_fast("forum-hand", PER_PERSON, PER_ADDRESS):
        return _slower(meeting, "hand", form)
    try:
        person = current_person().settle()
        polling_phone.raise_hand(meeting, person, form.called, form.key)
        form.note_consent(person)
    except Refused as refused:
        return _sorry(meeting, "hand", form, refused)
    db.session.commit()
    return _done(meeting, _("Your hand is up. The facilitator will call you."), "hand")


def _take_down(meeting: Meeting) -> Any:
    hand = polling_phone.hand_of(current_person().id, meeting)
    if hand is not None:
        polling_phone.take_down(hand)
        db.session.commit()
    return _done(meeting, _("Your hand is down."), "hand")


def _limit_taps() -> None:
    if _too_fast("forum-tap", TAPS_PER_PERSON, TAPS_PER_ADDRESS):
        raise Refused(_("There were many attempts. Try again in some minutes."), 429)


def _too_fast(action: str, per_person: int, per_address: int) -> bool:
    return too_fast(action, current_person().id, per_person, per_address, MINUTES)


def _slower(meeting: Meeting, name: str, form: Any) -> Any:
    sentence = _("Many came from here in a short time. Please send it again in 10 minutes.")
    return _sorry(meeting, name, form, Refused(sentence, 429))


def _sorry(meeting: Meeting, name: str, form: Any, refused: Refused) -> Any:
    """Say why not, and give back what was typed."""
    db.session.rollback()
    form.form_errors.append(str(refused.sentence))
    return _again(meeting, name, form, refused.status)


def _again(meeting: Meeting, name: str, form: Any, status: int) -> Any:
    """Show the page once more with the form that needs another look."""
    if wants_json():
        said = next(iter(form.form_errors), None) or _("Please look at these again")
        fields = {field.name: [str(e) for e in field.errors] for field in form.failed_fields()}
        return problem(status, "invalid", said, fields)
    return keep_private(make_response(_page(meeting, status, **{name: form})))


def _done(meeting: Meeting, said: str, anchor: str, **more: Any) -> Any:
    """Tell that it was done, on the page or to the script that asked."""
    if wants_json():
        return jsonify({"message": said, **more})
    flash(said, "success")
    return redirect(url_for("meetings.follow", meeting_id=meeting.id, _anchor=anchor), 303)
