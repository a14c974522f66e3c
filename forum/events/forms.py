"""What facilitators may type about an event; other rooms put fields of their own beside these."""

from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from forum.city import queries as city
from forum.core.fields import (
    Day,
    Hour,
    email_address,
    line,
    number,
    paragraph,
    telephone,
    web_address,
)
from forum.core.forms import TOO_LONG, Flag, Form, KeyedForm, OptionalSelect, choice, tidy
from forum.core.holding import Seen
from forum.core.ticks import in_list_order, several, with_kept
from forum.events.models import KINDS, Event
from forum.events.times import Times, read_times, written_times
from forum.events.worded import SPOKEN

LONGEST_DESCRIPTION = 4000
LONGEST_REASON = 500
MOST_PLACES = 100_000
#: Kinds chosen here; an event of another kind is made by the room that knows it.
OWN_KINDS = ("program", "other")
#: Fields that are kept as they were typed.
WORDS = (
    *(f"{name}_{tongue}" for name in ("title", "description", "place") for tongue in ("hu", "en")),
    *("address", "online_link", "access_hu", "access_en", "step_free"),
    *("capacity", "takes_registrations", "audience_hu", "audience_en"),
    *("guardian_below", "children_hu", "children_en", "languages"),
    *("is_free", "cost_hu", "cost_en", "organiser_hu", "organiser_en"),
    *("contact_name", "contact_email", "contact_phone"),
)


class EventForm(Seen, KeyedForm):
    """An event, field by field; a form of another room may add to it or leave ``kind`` out."""

    kind = SelectField(
        _l("Kind"),
        choices=[choice(name, KINDS[name]) for name in OWN_KINDS],
        validators=[DataRequired()],  # so that it is not called optional
    )
    title_hu = line(_l("Title, in Hungarian"), 200, needed=_l("Please write a title."))
    title_en = line(_l("Title, in English"), 200)
    description_hu = paragraph(_l("What one can expect, in Hungarian"), LONGEST_DESCRIPTION)
    description_en = paragraph(_l("What one can expect, in English"), LONGEST_DESCRIPTION)
    day = Day(_l("Day"), validators=[InputRequired(_l("Please give the day."))])
    begins = Hour(_l("Begins at"), validators=[InputRequired(_l("Please give the hour."))])
    ends = Hour(_l("Ends at"), validators=[InputRequired(_l("Please give the hour."))])
    place_hu = line(_l("Place, in Hungarian"), 200)
    place_en = line(_l("Place, in English"), 200)
    address = line(_l("Address"), 200)
    access_hu = paragraph(_l("How to get in, in Hungarian"), 500)
    access_en = paragraph(_l("How to get in, in English"), 500)
    step_free = Flag(_l("One can get in and to the toilet without steps"))
    online_link = line(_l("Online link"), 500, web_address)
    takes_registrations = Flag(_l("People are asked to register"), default=True)
    capacity = number(_l("How many people there is room for"), 1, MOST_PLACES)
    opens_on = Day(_l("Registration opens on"), validators=[Optional()])
    opens_at = Hour(_l("At what time"), validators=[Optional()])
    closes_on = Day(_l("Registration closes on"), validators=[Optional()])
    closes_at = Hour(_l("At what time"), validators=[Optional()])
    audience_hu = line(_l("Who may come, in Hungarian"), 300)
    audience_en = line(_l("Who may come, in English"), 300)
    age_bands = several(_l("Ages it is meant for"))
    guardian_below = number(_l("Children younger than this come with a grown-up"), 1, 18)
    children_hu = line(_l("About children, in Hungarian"), 300)
    children_en = line(_l("About children, in English"), 300)
    languages = several(
        _l("Languages spoken there"), [choice(*each) for each in SPOKEN.items()], str
    )
    is_free = Flag(_l("It is free of charge"), default=True)
    cost_hu = line(_l("What it costs, in Hungarian"), 200)
    cost_en = line(_l("What it costs, in English"), 200)
    organiser_hu = line(_l("Organiser, in Hungarian"), 200)
    organiser_en = line(_l("Organiser, in English"), 200)
    contact_name = line(_l("Whom to ask"), 120)
    contact_email = line(_l("E-mail address"), 254, email_address)
    contact_phone = line(_l("Telephone"), 40, telephone)
    neighbourhoods = several(_l("Parts of the city it is for"))
    category = OptionalSelect(_l("Kind of program"))
    project = OptionalSelect(_l("Grant project"))

    def __init__(self, event: Event | None = None, **kwargs: Any) -> None:
        kwargs["data"] = {**written(event), **kwargs.get("data", {})}
        super().__init__(**kwargs)
        if "kind" in self and event is not None and event.kind not in OWN_KINDS:
            del self.kind
        self._rows = {
            "neighbourhoods": with_kept(city.neighbourhoods(), event and event.neighbourhoods),
            "age_bands": with_kept(city.age_bands(), event and event.age_bands),
        }
        for name, rows in self._rows.items():
            self[name].choices = [choice(row.id, row.name) for row in rows]
        self.category.offer(
            with_kept(city.categories(), event and event.category and [event.category]), _l("None")
        )
        self.project.offer(city.projects(), _l("None"))
        self._times: Times | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then that they make sense together."""
        good = super().validate(extra_validators)
        if not (self.place_hu.data or self.online_link.data):
            self.place_hu.errors = [_l("Please say where it is, or give the online link.")]
            good = False
        if not self.is_free.data and not self.cost_hu.data:
            self.cost_hu.errors = [_l("Please say what it costs.")]
            good = False
        self._times = read_times(self)
        return good and self._times is not None

    def values(self) -> dict[str, Any]:
        """Return everything as the event keeps it; only after ``validate``."""
        if self._times is None:
            raise ValueError("only a form that is good has values")
        values = {name: self[name].data for name in WORDS}
        values = {
            name: "" if value is None and name != "capacity" and name != "guardian_below" else value
            for name, value in values.items()
        }
        chosen = {
            name: [
                row for row in sorted(rows, key=in_list_order) if row.id in (self[name].data or [])
            ]
            for name, rows in self._rows.items()
        }
        kind = {"kind": self.kind.data} if "kind" in self else {}
        links = {"category_id": self.category.data, "project_id": self.project.data}
        return {**values, **chosen, **kind, **links, **self._times._asdict()}


def written(event: Event | None) -> dict[str, Any]:
    """Return what the form shows first: the event, or what is usual for a new one."""
    if event is None:
        project, office = city.current_project(), city.the_city()
        return {
            "project": project.id if project else None,
            "languages": ["hu"],
            "begins": time(17),
            "ends": time(19),
            "organiser_hu": office.office_hu if office else "",
            "organiser_en": office.office_en if office else "",
        }
    words = {name: getattr(event, name) for name in WORDS}
    return {
        **words,
        **written_times(event),
        "kind": event.kind,
        "seen": str(event.version),
        "neighbourhoods": [row.id for row in event.neighbourhoods],
        "age_bands": [row.id for row in event.age_bands],
        "category": event.category_id,
        "project": event.project_id,
    }


class CancellingForm(Form):
    """Why an event is called off."""

    because = TextAreaField(
        _l("The reason, for everybody to read"),
        filters=[tidy],
        validators=[
            DataRequired(_l("Please say why; everybody who registered is told.")),
            Length(max=LONGEST_REASON, message=TOO_LONG),
        ],
    )
