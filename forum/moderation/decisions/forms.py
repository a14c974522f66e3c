"""What one may type about decisions: an appeal, its answer, words kept for a reason."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from forum.core.forms import TOO_LONG, Form, KeyedForm, OpenForm, choice, tidy
from forum.moderation.decisions.appeals import LONGEST_WORDS, OUTCOMES
from forum.moderation.fields import LONGEST_BECAUSE, ask_one_of, ask_words
from forum.moderation.reasons import REASONS


class AppealForm(OpenForm):
    """Why somebody does not agree with a decision."""

    words = ask_words(
        _l("Why do you not agree?"), LONGEST_WORDS, _l("Please write in a sentence why.")
    )


class AnswerForm(Form):
    """What another person says to an appeal."""

    outcome = ask_one_of(_l("Your decision"), OUTCOMES, _l("Please choose one."))
    answer = ask_words(
        _l("Your words to the author"), LONGEST_WORDS, _l("Please say in a sentence why.")
    )


class ReasonWordsForm(KeyedForm):
    """Words kept for a reason."""

    reason = SelectField(
        _l("Reason of the decision"),
        choices=[choice(kind, name) for kind, name in REASONS.items()],
        validators=[InputRequired(_l("Please choose a reason."))],
    )
    words_hu = ask_words(_l("Words, in Hungarian"), LONGEST_BECAUSE, _l("Please fill this in."))
    words_en = TextAreaField(
        _l("Words, in English"),
        filters=[tidy],
        validators=[Length(max=LONGEST_BECAUSE, message=TOO_LONG)],
    )
