"""What one may type to join a community, to answer who asks, and to choose who hosts."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from forum.accounts.forms_consent import AboutMe
from forum.city import queries as city
from forum.communities.forms import LONGEST_PERSON
from forum.communities.joining import Wish
from forum.communities.models import Community
from forum.communities.queries import choosable
from forum.core.contacts import LONGEST_CONTACT
from forum.core.fields import line, paragraph, reachable, says_something
from forum.core.forms import Flag, Form, OpenForm, OptionalSelect, choice, tidy
from forum.core.i18n import language

LONGEST_MESSAGE = 600
LONGEST_SEARCH = 200


class JoinForm(AboutMe, OpenForm):
    """Who would like to join, and how they can be answered."""

    name = line(
        _l("Your name"), LONGEST_PERSON, says_something, needed=_l("Please write your name.")
    )
    contact = line(
        _l("Your e-mail address or telephone"),
        LONGEST_CONTACT,
        reachable,
        needed=_l("Please say how you can be answered."),
    )
    message = paragraph(_l("Would you like to say something?"), LONGEST_MESSAGE)
    for_other = Flag(_l("I write this down for somebody else"), default=True)

    def __init__(self, person: Any, **kwargs: Any) -> None:
        known = person.is_authenticated and not person.is_staff
        data = {"name": person.name, "contact": person.email} if known else {}
        super().__init__(data=data, **kwargs)
        if not person.is_staff:
            del self.for_other
            self.of(person)
        else:
            del self.younger

    @property
    def is_for_other(self) -> bool:
        """Whether somebody of the office writes it down for a resident."""
        return "for_other" in self and bool(self.for_other.data)

    def wish(self) -> Wish:
        """Return what was asked for; letters to people who come to the desk are Hungarian."""
        return Wish(
            self.name.data or "",
            self.contact.data or "",
            self.message.data or "",
            "hu" if self.is_for_other else language(),
            "desk" if self.is_for_other else "web",
        )


class DecisionForm(Form):
    """What is answered to somebody who would like to join."""

    member = HiddenField()
    accept = RadioField(
        _l("Your answer"),
        choices=[choice("yes", _l("Yes, welcome")), choice("no", _l("Not this time"))],
        validators=[InputRequired(_l("Please choose one."))],
    )
    answer = paragraph(_l("A word with it"), LONGEST_MESSAGE)


class HostForm(Form):
    """Which community hosts an event."""

    community = OptionalSelect(_l("The community that hosts it"))

    def __init__(self, present: Community | None, **kwargs: Any) -> None:
        super().__init__(data={"community": present.id if present else None}, **kwargs)
        self._rows = choosable(present)
        self.community.offer(self._rows, _l("None"))

    def chosen(self) -> Community | None:
        """Return the community that was chosen, None for none."""
        return next((row for row in self._rows if row.id == self.community.data), None)


class FilterForm(Form):
    """What to show of the directory; it changes nothing, so it needs no token."""

    class Meta:
        csrf = False

    q = StringField(_l("Words"), filters=[tidy], validators=[Length(max=LONGEST_SEARCH)])
    kind = OptionalSelect(_l("Kind"))
    neighbourhood = OptionalSelect(_l("Part of the city"))
    seeks = Flag(_l("Looking for members"))
    list = Flag(_l("Interest lists"))

    def __init__(self) -> None:
        super().__init__(formdata=request.args)
        self.kind.offer(city.categories(), _l("All"))
        self.neighbourhood.offer(city.neighbourhoods(), _l("All"))

    def asked(self) -> dict[str, Any]:
        """Return what was asked for; a field that makes no sense counts as left alone."""
        self.validate()
        good = {field.name: field.data for field in self if not field.errors and field.data}
        return good
