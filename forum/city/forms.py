"""What administrators may type about the city."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, TelField
from wtforms.validators import Email, InputRequired, NumberRange, Optional, ValidationError

from forum.city import places, queries
from forum.city.forms_base import WordForm, refuse_taken
from forum.city.models import AgeBand, Category
from forum.core.fields import Names, Whole, paragraph, words
from forum.core.forms import Flag

#: How a neighbourhood is said in a sentence.
FORMS = ("place_hu", "source_hu", "place_en")
#: Letters of a name that a form of it must hold, whatever grows on its end.
LEAST_SAME = 3
AGES = NumberRange(0, 120, _l("Please write an age between 0 and 120."))


def _with_the_name(form: Any, field: Any) -> None:
    """Refuse a form of another name, typed by mistake."""
    if (form.name_hu.data or "").casefold()[:LEAST_SAME] not in field.data.casefold():
        raise ValidationError(_("Please write the name itself with its ending."))


def _with_a_preposition(form: Any, field: Any) -> None:
    """Refuse what does not begin as the place of something."""
    if not field.data.lower().startswith(places.PREPOSITIONS):
        raise ValidationError(_("Please begin with in, on or at."))


class OfficeForm(WordForm):
    """The city and its office."""

    name_hu = words(_l("Name of the city, in Hungarian"), 120, needed=True)
    name_en = words(_l("Name of the city, in English"), 120)
    office_hu = words(_l("Office residents can turn to, in Hungarian"), 200)
    office_en = words(_l("Office residents can turn to, in English"), 200)
    contact_email = words(
        _l("E-mail address"),
        254,
        Email(_l("Please write an e-mail address, such as office@example.org.")),
        kind=EmailField,
    )
    contact_phone = words(_l("Telephone"), 40, kind=TelField)
    contact_address = words(_l("Postal address"), 200)


class NeighbourhoodForm(WordForm):
    """A part of the city."""

    name_hu = words(_l("Name in Hungarian"), 80, needed=True)
    name_en = words(_l("Name in English"), 80)
    aliases = Names(
        _l("Other names"),
        validators=[Optional()],
        description=_l(
            "Names people write on paper, divided by commas. Lists are read with these too."
        ),
    )
    place_hu = words(
        _l("Where something is, in Hungarian"),
        120,
        _with_the_name,
        description=_l("As in “az Avason”, “Diósgyőrben” or “a Szentpéteri kapuban”."),
    )
    source_hu = words(
        _l("Where somebody is from, in Hungarian"),
        120,
        _with_the_name,
        description=_l("As in “az Avasról”, “Diósgyőrből” or “a Szentpéteri kapuból”."),
    )
    place_en = words(
        _l("Where something is, in English"),
        120,
        _with_a_preposition,
        description=_l("As in “in Avas” or “in the city centre”."),
    )
    parts = (
        (_l("Names"), ("name_hu", "name_en", "aliases")),
        (_l("In sentences"), FORMS),
    )
    notes = {
        "place_hu": _l(
            "Summaries write these into their sentences. Custom decides the ending, so read aloud "
            "what is suggested. What is left empty becomes “az Avas városrészben”: stiff, but right."
        )
    }
    helper = ("suggest", _l("Suggest the empty forms"))

    def suggested(self) -> bool:
        """Fill in the empty forms if that is asked for; nothing is saved by it."""
        if "suggest" not in request.form:
            return False
        found = places.suggest(self.name_hu.data or "", self.name_en.data or "")
        for name in FORMS:
            if not self[name].data:
                self[name].raw_data = None
                self[name].data = getattr(found, name)
        return True

    def validate_name_hu(self, field: Any) -> None:
        """Refuse a name another neighbourhood has."""
        refuse_taken(queries.neighbourhood_called([field.data], besides=self.word))

    def validate_aliases(self, field: Any) -> None:
        """Refuse a name that would make a list ambiguous."""
        refuse_taken(queries.neighbourhood_called(field.data or [], besides=self.word))


class AgeBandForm(WordForm):
    """A range of ages."""

    code = words(
        _l("Code"), 20, needed=True, description=_l("How lists write it, such as 14-17 or 65+.")
    )
    name_hu = words(_l("Name in Hungarian"), 80, needed=True)
    name_en = words(_l("Name in English"), 80)
    youngest = Whole(
        _l("Youngest"),
        validators=[InputRequired(_l("Please fill this in.")), AGES],
    )
    oldest = Whole(
        _l("Oldest"),
        validators=[Optional(), AGES],
        description=_l("Leave it empty if there is no upper end."),
    )

    def validate_code(self, field: Any) -> None:
        """Refuse a code that is taken."""
        refuse_taken(queries.same(AgeBand, "code", field.data, besides=self.word))

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse also ages in the wrong order, and bands that overlap."""
        if not super().validate(extra_validators):
            return False
        error = self._ages_error(self.youngest.data, self.oldest.data)
        if error:
            self.oldest.errors = [error]
        return not error

    def _ages_error(self, youngest: int, oldest: int | None) -> str:
        if oldest is not None and oldest < youngest:
            return _("The oldest cannot be younger than the youngest.")
        if self.word is not None and self.word.retired_at is not None:
            return ""
        other = queries.overlapping(youngest, oldest, besides=self.word)
        return _("These ages overlap with “%(name)s”.", name=other.name) if other else ""


class CategoryForm(WordForm):
    """A kind of program."""

    name_hu = words(_l("Name in Hungarian"), 80, needed=True)
    name_en = words(_l("Name in English"), 80)
    description_hu = paragraph(_l("One sentence on it, in Hungarian"), 300)
    description_en = paragraph(_l("One sentence on it, in English"), 300)
    safety = Flag(
        _l("Crime, danger or traffic may be told here"),
        description=_l(
            "Texts that seem to name a person or hold a phone number then wait for a look."
        ),
    )

    def validate_name_hu(self, field: Any) -> None:
        """Refuse a name that is taken."""
        refuse_taken(queries.same(Category, "name_hu", field.data, besides=self.word))
