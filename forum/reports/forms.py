"""What planners type into a draft, and administrators when they withdraw a publication."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from forum.core.forms import Flag, Form, tidy
from forum.core.languages import Both
from forum.reports.blocks import MOST_TEXTS, TEXT_WORDS, Block, texts
from forum.reports.models import Summary

#: A title goes on a cover, a heading on a line, a text on a few pages.
LONGEST_TITLE, LONGEST_HEADING, LONGEST_TEXT = 200, 120, 8000
LONGEST_REASON = 1000

_LONG_TITLE = Length(max=LONGEST_TITLE, message=_l("Please make the title shorter."))
_LONG_HEADING = Length(max=LONGEST_HEADING, message=_l("Please make the heading shorter."))
_LONG_TEXT = Length(max=LONGEST_TEXT, message=_l("Please make this text shorter."))


class TextForm(PlainForm):
    """One text of the draft, in both languages."""

    key = HiddenField(validators=[Length(max=60)])
    title_hu = StringField(_l("Heading in Hungarian"), [_LONG_HEADING], filters=[tidy])
    title_en = StringField(_l("Heading in English"), [_LONG_HEADING], filters=[tidy])
    hu = TextAreaField(_l("Text in Hungarian"), [_LONG_TEXT], filters=[tidy])
    en = TextAreaField(_l("Text in English"), [_LONG_TEXT], filters=[tidy])


class DraftForm(Form):
    """A whole draft: its title and its texts, and which version one was looking at."""

    version = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    title_hu = StringField(
        _l("Title in Hungarian"),
        [DataRequired(_l("A summary needs a title in Hungarian.")), _LONG_TITLE],
        filters=[tidy],
    )
    title_en = StringField(_l("Title in English"), [_LONG_TITLE], filters=[tidy])
    texts = FieldList(FormField(TextForm), max_entries=MOST_TEXTS + 5)

    @classmethod
    def of(cls, summary: Summary) -> "DraftForm":
        """Fill the form from a draft."""
        return cls(
            formdata=None,
            version=summary.version,
            title_hu=summary.title_hu,
            title_en=summary.title_en,
            texts=texts(summary.blocks),
        )

    def look_at(self, version: int) -> None:
        """Note that one sees ``version`` now, whatever the form came with."""
        self.version.data, self.version.raw_data = version, None

    def title(self) -> Both:
        """Return the title as typed."""
        return {"hu": self.title_hu.data or "", "en": self.title_en.data or ""}

    def words(self) -> dict[str, dict[str, str]]:
        """Return the words of the texts by their keys."""
        return {
            str(entry.form.key.data): {
                name: str(getattr(entry.form, name).data or "") for name in TEXT_WORDS
            }
            for entry in self.texts
        }

    def by_key(self) -> dict[str, Any]:
        """Return the forms of the texts by their keys."""
        return {str(entry.form.key.data): entry.form for entry in self.texts}

    def offer(self, saved: Sequence[Block]) -> None:
        """Add the texts of the draft that were not typed here, so that each has its fields."""
        known = set(self.by_key())
        for block in texts(saved):
            if block["key"] not in known and len(self.texts) < self.texts.max_entries:
                self.texts.append_entry(block)

    def lost(self, saved: Sequence[Block]) -> list[Any]:
        """Return the forms of typed texts whose place somebody else has removed meanwhile."""
        keys = {block["key"] for block in saved}
        return [form for key, form in self.by_key().items() if key not in keys and form.hu.data]


class PublishForm(Form):
    """The last look before something is published for good."""

    version = IntegerField(validators=[InputRequired()], widget=HiddenInput())
    looked = Flag(
        _l("I have looked at the preview and at the list above. Publishing cannot be undone."),
        [DataRequired(_l("Please confirm that you have looked at it."))],
    )


class TakedownForm(Form):
    """Why a publication is withdrawn; everybody will read it."""

    because = TextAreaField(
        _l("Legal reason"),
        [
            DataRequired(_l("Please give the reason.")),
            Length(max=LONGEST_REASON, message=_l("Please make the reason shorter.")),
        ],
        filters=[tidy],
    )
