"""What one types on the review page: a judgement on one item or on many."""

from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, Length

from forum.core.forms import TOO_LONG, Form, choice, tidy
from forum.moderation.decisions.reason_words import ReasonTemplate, in_use
from forum.moderation.fields import LONGEST_BECAUSE
from forum.moderation.reasons import REASONS, reason_name
from forum.moderation.review.bulk import Choice
from forum.moderation.review.deciding import Judgement

#: What begins the value of a choice of kept words: "words:7-hu".
KEPT = "words:"
JUDGEMENTS = ("hide", "let", "restore")
MOST_CHOSEN = 100


def ready_words() -> list[tuple[str, str]]:
    """Return (value, label) of the kept words, in the language of the page where there are such."""
    english = str(get_locale()) == "en"
    found = []
    for row in in_use():
        words = row.words_en if english and row.words_en else row.words_hu
        language = "en" if english and row.words_en else "hu"
        label = f"{row.reason_name}: {words}"
        found.append((f"{KEPT}{row.id}-{language}", label if len(label) < 80 else f"{label[:78]}…"))
    return found


def reasons() -> list[tuple[str, str]]:
    """Return (value, label) of the kinds of reasons."""
    return [(kind, reason_name(kind)) for kind in REASONS]


class JudgementForm(Form):
    """A judgement: the act, why, and the words to the author; ``seen`` is how it was shown."""

    act = StringField(validators=[AnyOf(JUDGEMENTS)])
    seen = HiddenField(validators=[Length(max=60)])
    next = HiddenField(validators=[Length(max=300)])
    reason = SelectField(_l("Reason"), validate_choice=False)
    because = TextAreaField(
        _l("Words to the author"),
        filters=[tidy],
        validators=[Length(max=LONGEST_BECAUSE, message=TOO_LONG)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ready, kinds = ready_words(), reasons()
        self.reason.choices = [choice("", _("Choose a reason")), *(choice(*one) for one in kinds)]
        self.reason.choices += [choice(*one) for one in ready]
        self._words: ReasonTemplate | None = None
        self.reason.flags.required = True  # of hiding, where alone it is drawn
        self.because.flags.required = not ready or self.act.data == "restore"

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for words to the author, and for a reason when something is to be hidden."""
        if not super().validate(extra_validators):
            return False
        if self.act.data == "restore" and not self.because.data:
            self.because.errors = [_("Please tell the author in a sentence why it appears again.")]
        if self.act.data != "hide":
            return not self.because.errors
        value = str(self.reason.data or "")
        if value.startswith(KEPT):
            self._words = _kept(value)
        if self._words is None and value not in REASONS:
            self.reason.errors = [_("Please choose a reason.")]
        if self._words is None and not self.because.data:
            self.because.errors = [_("Please tell the author in a sentence why it is hidden.")]
        return not (self.reason.errors or self.because.errors)

    def judgement(self) -> Judgement:
        """Return what was chosen; words somebody typed go before kept ones."""
        typed = str(self.because.data or "")
        if self._words is None:
            return Judgement(str(self.act.data), str(self.reason.data or ""), typed)
        english = str(self.reason.data).endswith("-en")
        words = self._words.words_en if english else self._words.words_hu
        return Judgement(str(self.act.data), self._words.reason, typed or words)


def _kept(value: str) -> ReasonTemplate | None:
    number = value.removeprefix(KEPT).partition("-")[0]
    return next((row for row in in_use() if str(row.id) == number), None)


def chosen(values: list[str]) -> list[Choice]:
    """Read what was ticked: "opinion-5:1.3.17"."""
    pairs = (value[:120].rpartition(":") for value in values[:MOST_CHOSEN])
    return [Choice(key, seen) for key, _colon, seen in pairs if key]
