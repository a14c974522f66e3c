"""What facilitators may type: a conversation, its days, and why it is closed or opened again."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from forum.city import queries as city
from forum.conversations.models import AUDIENCES, MODERATION, Conversation, Days
from forum.core.fields import Day
from forum.core.forms import (
    TOO_LONG,
    Flag,
    Form,
    KeyedForm,
    OptionalSelect,
    choice,
    one_line,
    tidy,
)

LONGEST_QUESTION = 300
#: A page of text; whoever has more to say puts it into the summary.
LONGEST_INTRODUCTION = 4000
LONGEST_REASON = 500

WORDS = ("question_hu", "question_en", "introduction_hu", "introduction_en")
SETTINGS = ("who_speaks", "who_weighs", "moderation", "safety")


def _question(label: Any, *validators: Any) -> StringField:
    length = Length(max=LONGEST_QUESTION, message=TOO_LONG)
    return StringField(label, filters=[one_line], validators=[*validators, length])


def _introduction(label: Any) -> TextAreaField:
    length = Length(max=LONGEST_INTRODUCTION, message=TOO_LONG)
    return TextAreaField(label, filters=[tidy], validators=[length])


def _day(label: Any) -> Day:
    return Day(label, validators=[Optional()])


def _one_of(label: Any, choices: dict[str, Any]) -> RadioField:
    return RadioField(
        label,
        choices=[choice(value, name) for value, name in choices.items()],
        default=next(iter(choices)),
        validators=[InputRequired(_l("Please choose one."))],
    )


def _because() -> TextAreaField:
    return TextAreaField(
        _l("The reason, for everybody to read"),
        filters=[tidy],
        validators=[
            DataRequired(_l("Please say why; it is published in the log.")),
            Length(max=LONGEST_REASON, message=TOO_LONG),
        ],
    )


class ConversationForm(KeyedForm):
    """The question, who may answer it, and when."""

    question_hu = _question(
        _l("The question, in Hungarian"), DataRequired(_l("Please write the question."))
    )
    question_en = _question(_l("The question, in English"))
    introduction_hu = _introduction(_l("Introduction, in Hungarian"))
    introduction_en = _introduction(_l("Introduction, in English"))
    speak_from = _day(_l("First day of speaking"))
    speak_until = _day(_l("Last day of speaking"))
    weigh_from = _day(_l("First day of weighing"))
    weigh_until = _day(_l("Last day of weighing"))
    neighbourhoods = SelectMultipleField(
        _l("Parts of the city it is about"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    who_speaks = _one_of(_l("Who may speak"), AUDIENCES)
    who_weighs = _one_of(_l("Who may weigh"), AUDIENCES)
    moderation = _one_of(_l("Moderation"), MODERATION)
    safety = Flag(_l("Crime, danger or traffic may be told here"))
    project = OptionalSelect(_l("Grant project"))

    def __init__(self, conversation: Conversation | None = None, **kwargs: Any) -> None:
        super().__init__(data=_written(conversation), **kwargs)
        places = city.neighbourhoods()
        kept = conversation.neighbourhoods if conversation else []
        places += [place for place in kept if place not in places]  # retired ones stay chosen
        self._places = {place.id: place for place in places}
        self.neighbourhoods.choices = [choice(place.id, place.name) for place in places]
        self._hold(conversation)
        self.project.offer(city.projects(), _l("None"))
        for kind in ("speak", "weigh"):
            phase = conversation.phase(kind) if conversation and conversation.is_open else None
            if phase is not None and phase.has_begun:
                self._drop(kind)

    def _hold(self, conversation: Conversation | None) -> None:
        """Let the words be read only, once somebody has answered them."""
        if conversation is not None and conversation.question_is_held:
            for name in ("question_hu", "question_en"):
                if getattr(conversation, name):
                    self[name].render_kw = {"readonly": True}

    def _drop(self, kind: str) -> None:
        """Leave out the days of a phase that has begun: its end is moved by an act of its own."""
        del self[f"{kind}_from"], self[f"{kind}_until"]

    def validate_neighbourhoods(self, field: Any) -> None:
        """Answer a choice that is not offered with a sentence of our own."""
        if not set(field.data or []) <= set(self._places):
            raise ValidationError(_l("Please choose from the list."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then that the days make sense together."""
        good = super().validate(extra_validators)
        fitting = [self._days_fit(kind) for kind in ("speak", "weigh")]  # both, to tell all errors
        return good and all(fitting)

    def _days_fit(self, kind: str) -> bool:
        if f"{kind}_from" not in self:
            return True
        first, last = self[f"{kind}_from"], self[f"{kind}_until"]
        if first.errors or last.errors:
            return False
        for day, other in ((first, last), (last, first)):
            if other.data and not day.data:
                day.errors = [*day.errors, _l("Please give both the first and the last day.")]
        if first.data and last.data and last.data < first.data:
            last.errors = [*last.errors, _l("The last day is before the first one.")]
        return not (first.errors or last.errors)

    def values(self) -> dict[str, Any]:
        """Return words and settings as the conversation keeps them."""
        chosen = {name: self[name].data for name in (*WORDS, *SETTINGS)}
        places = [self._places[number] for number in sorted(set(self.neighbourhoods.data or []))]
        return {**chosen, "project_id": self.project.data, "neighbourhoods": places}

    def days(self) -> dict[str, Days]:
        """Return the days of the phases that can still be planned."""
        return {
            kind: (self[f"{kind}_from"].data, self[f"{kind}_until"].data)
            if self[f"{kind}_from"].data
            else None
            for kind in ("speak", "weigh")
            if f"{kind}_from" in self
        }


def _written(conversation: Conversation | None) -> dict[str, Any]:
    """Return what the form shows first: the conversation, or the newest project for a new one."""
    if conversation is None:
        project = city.current_project()
        return {"project": project.id if project else None}
    written = {name: getattr(conversation, name) for name in (*WORDS, *SETTINGS)}
    for phase in conversation.phases:
        written[f"{phase.kind}_from"] = phase.first_day
        written[f"{phase.kind}_until"] = phase.last_day
    chosen = [place.id for place in conversation.neighbourhoods]
    return {**written, "project": conversation.project_id, "neighbourhoods": chosen}


class ReasonForm(Form):
    """Why a conversation is closed, or opened again."""

    because = _because()


class ProlongForm(Form):
    """The new last day of a phase."""

    phase = RadioField(
        _l("Phase"), choices=[], validators=[InputRequired(_l("Please choose one."))]
    )
    until = Day(
        _l("New last day"),
        validators=[InputRequired(_l("Please give the new last day."))],
    )

    def __init__(self, conversation: Conversation, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.phase.choices = [choice(phase.kind, phase.name) for phase in conversation.phases]
        if self.phase.data is None and conversation.phases:
            self.phase.data = conversation.phases[0].kind
