"""What people may type to propose a program, and to change it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SubmitField, TextAreaField
from wtforms.validators import Length, StopValidation

from forum.accounts.forms_consent import AboutMe
from forum.city import queries as city
from forum.core.contacts import contact_key
from forum.core.fields import MOST_FORINTS, number, paragraph, says_something, words
from forum.core.forms import Form, OpenForm, OptionalSelect, choice, one_line
from forum.core.ticks import several
from forum.ideas.forms import (
    alternative_field,
    contact_field,
    described,
    helps_field,
    picture_field,
    signature_field,
)
from forum.ideas.models import LONGEST, LONGEST_TITLE
from forum.ideas.proposing import Proposal


def name_it(_form: Any, field: Any) -> None:
    """Bring the title to one line, and ask for one."""
    field.data = one_line(field.data)
    if not field.data:
        raise StopValidation(_l("Please give your idea a short name."))


class WordsForm(Form):
    """What is proposed: name, what and why; the rest only if one knows it."""

    title = words(_l("What is your idea called?"), LONGEST_TITLE, says_something, needed=True)
    text = words(
        _l("What would it be, and why?"),
        LONGEST,
        says_something,
        needed=True,
        kind=TextAreaField,
    )
    category = OptionalSelect(_l("Kind of program"))
    neighbourhoods = several(_l("In which part of the city?"))
    age_bands = several(_l("For which ages?"))
    place = words(_l("Where exactly?"), 200)
    timing = words(_l("When would it suit?"), 200)
    needs = paragraph(_l("What does it need?"), 600)
    cost = number(_l("What might it cost, in forints?"), 0, MOST_FORINTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.category.offer(city.categories(), _l("I do not know"))
        self.neighbourhoods.choices = [choice(row.id, row.name) for row in city.neighbourhoods()]
        self.age_bands.choices = [choice(row.id, row.name) for row in city.age_bands()]

    def validate_title(self, field: Any) -> None:
        """Keep the name in one line."""
        name_it(self, field)

    def proposal(self, **more: Any) -> Proposal:
        """Return what was proposed."""
        return Proposal(
            title=self.title.data,
            text=self.text.data,
            category_id=self.category.data,
            neighbourhood_ids=tuple(self.neighbourhoods.data or ()),
            age_band_ids=tuple(self.age_bands.data or ()),
            place=self.place.data or "",
            timing=self.timing.data or "",
            needs=self.needs.data or "",
            cost=self.cost.data,
            **more,
        )


class ProposeForm(AboutMe, OpenForm, WordsForm):
    """A new idea, and what its author likes to tell besides."""

    helps = helps_field()
    picture = picture_field()
    alternative = alternative_field()
    home = OptionalSelect(_l("Your part of the city"))
    age_band = OptionalSelect(_l("Your age"))
    signature = signature_field()
    contact = contact_field()
    #: Set once similar ideas were shown, so that they are shown before sending only once.
    seen = HiddenField(validators=[Length(max=1)])
    look = SubmitField(_l("Look for similar ones first"))
    different = SubmitField(_l("Mine is different: send it"))

    def __init__(self, *args: Any, account: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home.offer(city.neighbourhoods(), _l("I would rather not say"))
        self.age_band.offer(city.age_bands(), _l("I would rather not say"))
        if account:
            del self.contact

    def validate_alternative(self, field: Any) -> None:
        """Ask what the picture shows."""
        described(self.picture, field)

    @property
    def told(self) -> str:
        """The address or number that was given, empty for an account."""
        return (self.contact.data or "") if "contact" in self else ""

    def proposed(self) -> Proposal:
        """Return what was proposed, and what was told of the author."""
        return self.proposal(
            signature=self.signed(self.signature.data),
            home_id=self.home.data,
            age_band_id=self.age_band.data,
            contact_key=contact_key(self.told),
        )


class EditForm(WordsForm):
    """New words for an idea that nobody supports yet."""

    def __init__(self, *args: Any, idea: Any = None, **kwargs: Any) -> None:
        if idea is not None:
            kwargs["neighbourhoods"] = [row.id for row in idea.neighbourhoods]
            kwargs["age_bands"] = [row.id for row in idea.age_bands]
            kwargs["category"] = idea.category_id
            for name in ("title", "text", "place", "timing", "needs", "cost"):
                kwargs[name] = getattr(idea, name)
        super().__init__(*args, **kwargs)
