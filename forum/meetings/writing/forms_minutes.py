"""What people type about minutes: the words themselves, comments, answers, results of tasks."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, Length

from forum.accounts.forms_consent import AboutMe
from forum.core.fields import paragraph, says_something, words
from forum.core.forms import (
    TOO_LONG,
    Flag,
    Form,
    OpenForm,
    OptionalSelect,
    choice,
    one_line,
    tidy,
)
from forum.core.i18n import in_language
from forum.meetings.models import AgendaItem
from forum.meetings.writing.editing import Typed
from forum.meetings.writing.minutes import LONGEST_COMMENT, LONGEST_REASON
from forum.meetings.writing.parts import LONGEST_NOTES, Part

#: More texts than any forum has; a form with more was not made by us.
MOST_PARTS = 1000
LONGEST_SIGNATURE = 80
LONGEST_RESULT = 500


class PartForm(PlainForm):
    """One text of the minutes."""

    key = HiddenField(validators=[Length(max=40)])
    was = HiddenField(validators=[Length(max=16)])
    text = TextAreaField(filters=[tidy], validators=[Length(max=LONGEST_NOTES)])


class MinutesForm(Form):
    """All texts of the minutes."""

    parts = FieldList(FormField(PartForm), max_entries=MOST_PARTS)

    @classmethod
    def of(cls, parts: Sequence[Part]) -> "MinutesForm":
        """Fill the form."""
        rows = [{"key": p.key, "was": p.fingerprint, "text": p.text} for p in parts]
        return cls(formdata=None, parts=rows)

    def by_key(self) -> dict[str, Any]:
        """Return the forms of the parts by their keys."""
        return {str(entry.form.key.data): entry.form for entry in self.parts}

    def typed(self) -> dict[str, Typed]:
        """Return what was typed, by the keys of the parts."""
        return {
            key: Typed(form.text.data or "", form.was.data or "")
            for key, form in self.by_key().items()
        }

    def fits(self, parts: Sequence[Part]) -> bool:
        """Whether each text is right for its place; says so where it is not."""
        forms, good = self.by_key(), True
        for part in parts:
            form = forms.get(part.key)
            wrong = _wrong(part, form.text.data or "") if form is not None else None
            if form is not None and wrong:
                form.text.errors = [wrong]
                self.form_errors.append(f"{part.label}: {wrong}")
                good = False
        return good

    def offer(self, parts: Sequence[Part]) -> None:
        """Add the parts that were not typed here."""
        forms = self.by_key()
        for part in parts:
            if part.key not in forms:
                row = {"key": part.key, "was": part.fingerprint, "text": part.text}
                self.parts.append_entry(row)

    def see(self, parts: Sequence[Part]) -> None:
        """Note that the page shows what stands now: saved again, the typed words take its place."""
        forms = self.by_key()
        for part in parts:
            form = forms[part.key]
            form.was.data, form.was.raw_data = part.fingerprint, None

    def lost(self, parts: Sequence[Part]) -> list[str]:
        """Return the typed texts whose place somebody else has removed meanwhile."""
        keys = {part.key for part in parts}
        return [t.text for key, t in self.typed().items() if key not in keys and t.text]


def _wrong(part: Part, text: str) -> str | None:
    """Say what is wrong with new words for a part; what was there already is left alone."""
    if text == part.text:
        return None
    if len(text) > part.longest:
        sentence = _("Please shorten this: %(max)d characters are the most.")
        return sentence % {"max": part.longest}
    return part.check(text)


class OpeningForm(Form):
    """Sending minutes for comment: which words one has looked at."""

    looked_at = HiddenField(validators=[DataRequired(), Length(max=64)])


class ApprovalForm(OpeningForm):
    """Approving minutes; ``because`` is needed when approved ones are corrected."""

    because = paragraph(_l("Why they are corrected"), LONGEST_REASON)
    looked = Flag(
        _l("I have read the minutes above. Approving them cannot be undone."),
        [DataRequired(_l("Please confirm that you have read them."))],
    )

    def ask_why(self) -> None:
        """Ask for the reason, because approved minutes are corrected."""
        need = DataRequired(_l("Please tell why the approved minutes are corrected."))
        longest = Length(max=LONGEST_REASON, message=TOO_LONG)
        self.because.validators, self.because.flags.required = [need, longest], True


class CommentForm(AboutMe, OpenForm):
    """A remark on minutes that are open for comment."""

    about = OptionalSelect(_l("What is it about?"))
    text = words(
        _l("Your comment"), LONGEST_COMMENT, says_something, needed=True, kind=TextAreaField
    )
    signature = StringField(
        _l("Name or nickname"), filters=[one_line], validators=[Length(max=LONGEST_SIGNATURE)]
    )

    def __init__(self, items: Sequence[AgendaItem], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = [choice(item.id, in_language(item, "title")) for item in items]
        self.about.choices = [choice("", _l("The minutes as a whole")), *titles]


class AnswerForm(Form):
    """What the facilitator answers to a comment."""

    answer = paragraph(_l("Your answer"), LONGEST_COMMENT, needed=True)


class WithdrawalForm(Form):
    """Why a version of the minutes is withdrawn; everybody will read it."""

    because = paragraph(_l("Legal reason"), LONGEST_REASON, needed=True)


class ResultForm(Form):
    """What came of a task, for everybody to read."""

    result = paragraph(_l("What came of it"), LONGEST_RESULT, needed=True)
