"""What one may type about a community: proposing to found it, entering it, changing it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Optional
from wtforms.validators import ValidationError as Invalid

from forum.accounts.forms_consent import AboutMe
from forum.city import queries as city
from forum.city.models import Neighbourhood
from forum.communities.models import CONTACT, Community
from forum.communities.proposing import Founder, Proposal
from forum.communities.showing import NOT_OF_THE_YOUNG, shows_anew
from forum.core.clock import now
from forum.core.contacts import LONGEST_CONTACT
from forum.core.fields import (
    Whole,
    email_address,
    line,
    number,
    paragraph,
    reachable,
    says_something,
    telephone,
    web_address,
    words,
)
from forum.core.forms import (
    Flag,
    Form,
    KeyedForm,
    OpenForm,
    OptionalSelect,
    choice,
)
from forum.core.holding import Seen
from forum.core.i18n import language
from forum.core.ticks import several, with_kept

LONGEST_NAME, LONGEST_PERSON = 120, 80
LONGEST_DESCRIPTION = 2000
LONGEST_LINE, LONGEST_SEEKS = 200, 300
#: Fewer than two are no community; more than fifty nobody gathers on a list.
FEWEST, MOST, USUAL = 2, 50, 3
#: Older than any club that lives.
FIRST_YEAR = 1850
#: What everybody's words are kept as.
SHARED = ("name_hu", "description_hu", "place", "meets_hu", "seeks_hu")
OFFICE = ("name_en", "description_en", "meets_en", "seeks_en")


def _number(label: Any, default: int | None = None) -> Whole:
    needed = _l("Please say how many of you it takes.")
    return number(label, FEWEST, MOST, needed, default=default)


class Year(Whole):
    """A year, written without blanks between its digits."""

    def _value(self) -> str:
        return str(super()._value()).replace(" ", "")


class _Placed(KeyedForm):
    """What every form of a community offers: its kind, and the parts of the city it is for."""

    category = OptionalSelect(_l("Kind"))
    neighbourhoods = several(_l("Parts of the city it is for"))

    def offer(self, community: Community | None = None) -> None:
        """Offer what is in use, and what was chosen before."""
        kinds, places = city.categories(), city.neighbourhoods()
        if community is not None:
            kinds = with_kept(kinds, [community.category] if community.category else None)
            places = with_kept(places, community.neighbourhoods)
        self.category.offer(kinds, _l("Not chosen"))
        self._places = places
        self.neighbourhoods.choices = [choice(one.id, one.name) for one in places]

    def chosen_places(self) -> list[Neighbourhood]:
        """Return the parts of the city that were ticked, as a community keeps them."""
        ticked = set(self.neighbourhoods.data or [])
        return sorted((one for one in self._places if one.id in ticked), key=lambda one: one.id)


class FoundForm(AboutMe, OpenForm, _Placed):
    """Somebody would like to found a community, and looks for others."""

    name = line(
        _l("What would it be called?"),
        LONGEST_NAME,
        says_something,
        needed=_l("Please give it a name; it can be changed later."),
    )
    description = words(
        _l("What would you do together?"),
        LONGEST_DESCRIPTION,
        says_something,
        needed=True,
        kind=TextAreaField,
    )
    place = line(_l("Where could you meet?"), LONGEST_LINE)
    meets = line(_l("When would it suit?"), LONGEST_LINE)
    neighbourhood = OptionalSelect(_l("Part of the city"))
    needed = _number(_l("How many of you does it take to begin, with you?"), USUAL)
    person_name = line(
        _l("Your name"), LONGEST_PERSON, says_something, needed=_l("Please write your name.")
    )
    contact = line(
        _l("Your e-mail address or telephone"),
        LONGEST_CONTACT,
        reachable,
        needed=_l("Please say how we can reach you."),
    )
    shown = Flag(_l("I agree that everybody may read my name and this contact on the page."))

    def __init__(self, person: Any, **kwargs: Any) -> None:
        known = person.is_authenticated and not person.is_staff
        data = {"person_name": person.name, "contact": person.email} if known else {}
        super().__init__(data=data, **kwargs)
        if person.is_staff:
            del self.younger
        else:
            self.of(person)
        del self.neighbourhoods  # one is enough for a beginning; later there may be several
        self.category.offer(city.categories(), _l("Not chosen"))
        self._places = city.neighbourhoods()
        self.neighbourhood.offer(self._places, _l("The whole city"))

    def proposal(self) -> Proposal:
        """Return what is proposed."""
        return Proposal(
            self.name.data or "",
            self.description.data or "",
            Founder(
                self.person_name.data or "",
                self.contact.data or "",
                language(),
                bool(self.shown.data) and not self.is_young,
            ),
            self.needed.data,
            self.category.data,
            self.place.data or "",
            self.meets.data or "",
            [one for one in self._places if one.id == self.neighbourhood.data],
        )


class CommunityForm(Seen, _Placed):
    """A community, field by field; residents who lead theirs write in one language."""

    name_hu = line(_l("Name"), LONGEST_NAME, says_something, needed=_l("Please write a name."))
    name_en = line(_l("Name, in English"), LONGEST_NAME)
    description_hu = words(
        _l("What the community does"),
        LONGEST_DESCRIPTION,
        says_something,
        needed=True,
        kind=TextAreaField,
    )
    description_en = paragraph(_l("What the community does, in English"), LONGEST_DESCRIPTION)
    place = line(_l("Where it meets"), LONGEST_LINE)
    meets_hu = line(_l("When it meets"), LONGEST_LINE)
    meets_en = line(_l("When it meets, in English"), LONGEST_LINE)
    since = Year(_l("Since which year it has been there"), validators=[Optional()])
    web = line(_l("Its own web page"), LONGEST_SEEKS, web_address)
    seeks_members = Flag(_l("It is looking for members, and one can ask to join here"))
    seeks_hu = line(_l("Whom it is looking for"), LONGEST_SEEKS)
    seeks_en = line(_l("Whom it is looking for, in English"), LONGEST_SEEKS)
    needed = _number(_l("How many people it takes to begin"))
    contact_name = line(_l("Contact person"), LONGEST_NAME)
    contact_email = line(_l("E-mail address"), LONGEST_CONTACT, email_address)
    contact_phone = line(_l("Telephone"), 40, telephone)
    contact_shown = Flag(
        _l("The contact person agrees that everybody may read this name and contact.")
    )

    def __init__(
        self, community: Community | None, office: bool, young: bool = False, **kwargs: Any
    ) -> None:
        self._community, self._young = community, young
        kwargs["data"] = _written(community)
        super().__init__(**kwargs)
        if not office:
            for name in (*OFFICE, "since"):
                del self[name]
        if community is None or community.is_founded:
            del self.needed
        else:
            del self.seeks_members
            if office:
                del self.since
        self.offer(community)

    def validate_since(self, field: Any) -> None:
        """Accept a year in which a club of today can have begun."""
        if field.data is not None and not FIRST_YEAR <= field.data <= now().year:
            raise Invalid(_l("Please check the year."))

    def validate_contact_shown(self, field: Any) -> None:
        """Ask for somebody to show, who is not under 16."""
        if field.data and not any(self[name].data for name in CONTACT):
            raise Invalid(_l("Please write who may be shown, or leave this unticked."))
        typed = {name: self[name].data or "" for name in (*CONTACT, "contact_shown")}
        if self._young and shows_anew(self._community, typed):
            raise Invalid(NOT_OF_THE_YOUNG)

    def values(self) -> dict[str, Any]:
        """Return everything as the community keeps it; only after ``validate``."""
        lines = [name for name in (*SHARED, *OFFICE, *CONTACT) if name in self]
        more = [name for name in ("since", "seeks_members", "needed") if name in self]
        return {
            **{name: self[name].data or "" for name in lines},
            **{name: self[name].data for name in more},
            "website": self.web.data or "",
            "category_id": self.category.data,
            "neighbourhoods": self.chosen_places(),
            "contact_shown": bool(self.contact_shown.data),
        }


def _written(community: Community | None) -> dict[str, Any]:
    """Return what the form shows first."""
    if community is None:
        return {"seeks_members": True}
    kept = (*SHARED, *OFFICE, *CONTACT, "since", "seeks_members", "needed")
    return {
        **{name: getattr(community, name) for name in kept},
        "seen": str(community.version),
        "web": community.website,
        "category": community.category_id,
        "neighbourhoods": [one.id for one in community.neighbourhoods],
        "contact_shown": community.contact_public_at is not None,
    }


class ClosingForm(Form):
    """Why a community is closed."""

    because = words(
        _l("The reason, for everybody to read"),
        500,
        says_something,
        needed=True,
        kind=TextAreaField,
    )
