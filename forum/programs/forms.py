"""What the office may type about programs and seasons."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired, InputRequired

from forum.city import queries as city
from forum.communities.queries import choosable
from forum.core.fields import MOST_FORINTS, Day, line, number, paragraph, words
from forum.core.forms import Flag, Form, KeyedForm, OptionalSelect, choice
from forum.core.holding import Seen
from forum.core.ticks import in_list_order, several, with_kept
from forum.events.forms import LONGEST_DESCRIPTION, LONGEST_REASON
from forum.programs.models import Program, Season

LONGEST_OUTCOME = 2000
#: Fields that are kept as they were typed.
WORDS = (
    *("title_hu", "title_en", "description_hu", "description_en", "organiser_hu", "organiser_en"),
    *("is_free", "price_hu", "price_en", "cost", "funding_hu", "funding_en"),
)
#: Choices of one row: the field, and the column that keeps its number.
LINKS = {
    "season": "season_id",
    "category": "category_id",
    "community": "community_id",
    "project": "project_id",
}


class ProgramForm(Seen, KeyedForm):
    """A program, field by field; its sessions are put down on a page of their own."""

    title_hu = line(_l("Title, in Hungarian"), 200, needed=_l("Please write a title."))
    title_en = line(_l("Title, in English"), 200)
    season = OptionalSelect(
        _l("Season"), validators=[DataRequired(_l("Please choose the season."))]
    )
    category = OptionalSelect(_l("Kind of program"))
    description_hu = paragraph(_l("What one can expect, in Hungarian"), LONGEST_DESCRIPTION)
    description_en = paragraph(_l("What one can expect, in English"), LONGEST_DESCRIPTION)
    age_bands = several(_l("Ages it is meant for"))
    neighbourhoods = several(_l("Parts of the city it is for"))
    community = OptionalSelect(_l("Community that hosts it"))
    organiser_hu = line(_l("Organiser, in Hungarian"), 200)
    organiser_en = line(_l("Organiser, in English"), 200)
    is_free = Flag(_l("It is free of charge"), default=True)
    price_hu = line(_l("What one pays, in Hungarian"), 200)
    price_en = line(_l("What one pays, in English"), 200)
    cost = number(_l("What it costs the organisers, in forints"), 0, MOST_FORINTS)
    funding_hu = line(_l("Where the money comes from, in Hungarian"), 200)
    funding_en = line(_l("Where the money comes from, in English"), 200)
    project = OptionalSelect(_l("Grant project"))
    sessions_too = Flag(_l("Pass the new words on to the sessions still to come"), default=True)

    def __init__(self, seasons: list[Season], program: Program | None = None, **kw: Any) -> None:
        kw["data"] = {**written(program, seasons), **kw.get("data", {})}
        super().__init__(**kw)
        kept: Any = program or Program(neighbourhoods=[], age_bands=[])
        self._rows = {
            "neighbourhoods": with_kept(city.neighbourhoods(), kept.neighbourhoods),
            "age_bands": with_kept(city.age_bands(), kept.age_bands),
        }
        for name, rows in self._rows.items():
            self[name].choices = [choice(row.id, row.name) for row in rows]
        self.season.offer(with_kept(seasons, [kept.season] if program else None), _l("Choose one"))
        kinds = with_kept(city.categories(), [kept.category] if kept.category else None)
        self.category.offer(kinds, _l("None"))
        self.community.offer(choosable(kept.community), _l("None"))
        self.project.offer(city.projects(), _l("None"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that what is not free has a price."""
        good = super().validate(extra_validators)
        if not self.is_free.data and not self.price_hu.data:
            self.price_hu.errors = [_l("Please say what it costs.")]
            good = False
        return bool(good)

    def values(self) -> dict[str, Any]:
        """Return everything as the program keeps it; only after ``validate``."""
        values = {name: self[name].data for name in WORDS}
        values = {
            name: "" if value is None and name != "cost" else value
            for name, value in values.items()
        }
        for name, rows in self._rows.items():
            chosen = self[name].data or []
            values[name] = [row for row in sorted(rows, key=in_list_order) if row.id in chosen]
        return {**values, **{column: self[name].data for name, column in LINKS.items()}}


def written(program: Program | None, seasons: list[Season]) -> dict[str, Any]:
    """Return what the form shows first: the program, or what is usual for a new one."""
    if program is None:
        project, office = city.current_project(), city.the_city()
        return {
            "season": seasons[0].id if len(seasons) == 1 else None,
            "project": project.id if project else None,
            "organiser_hu": office.office_hu if office else "",
            "organiser_en": office.office_en if office else "",
        }
    return {
        **{name: getattr(program, name) for name in WORDS},
        **{name: getattr(program, column) for name, column in LINKS.items()},
        "seen": str(program.version),
        "neighbourhoods": [row.id for row in program.neighbourhoods],
        "age_bands": [row.id for row in program.age_bands],
    }


class SeasonForm(KeyedForm):
    """A season: what it is called and its days."""

    name_hu = words(_l("Name, in Hungarian"), 80, needed=True)
    name_en = words(_l("Name, in English"), 80)
    starts_on = Day(_l("First day"), validators=[InputRequired(_l("Please give the day."))])
    ends_on = Day(_l("Last day"), validators=[InputRequired(_l("Please give the day."))])
    project = OptionalSelect(_l("Grant project"))

    def __init__(self, season: Season | None = None, **kwargs: Any) -> None:
        names = ("name_hu", "name_en", "starts_on", "ends_on")
        data = {name: getattr(season, name) for name in names} if season else {}
        project = city.current_project()
        data["project"] = season.project_id if season else project.id if project else None
        super().__init__(data=data, **kwargs)
        self.project.offer(city.projects(), _l("None"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that the days are in order."""
        good = super().validate(extra_validators)
        if good and self.ends_on.data < self.starts_on.data:
            self.ends_on.errors = [_l("The last day has to be on or after the first.")]
            good = False
        return bool(good)

    def values(self) -> dict[str, Any]:
        """Return everything as the season keeps it."""
        return {
            "name_hu": self.name_hu.data,
            "name_en": self.name_en.data or "",
            "starts_on": self.starts_on.data,
            "ends_on": self.ends_on.data,
            "project_id": self.project.data,
        }


class ReasonForm(Form):
    """Why a program or a session is called off."""

    because = paragraph(_l("The reason, for everybody to read"), LONGEST_REASON)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.because.flags.required = True

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a reason."""
        good = super().validate(extra_validators)
        if good and not self.because.data:
            self.because.errors = [_l("Please say why; everybody who registered is told.")]
            good = False
        return bool(good)


class OutcomeForm(Form):
    """How a program was."""

    outcome_hu = paragraph(_l("How it was, in Hungarian"), LONGEST_OUTCOME)
    outcome_en = paragraph(_l("How it was, in English"), LONGEST_OUTCOME)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.outcome_hu.flags.required = True

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for words in Hungarian at least."""
        good = super().validate(extra_validators)
        if good and not self.outcome_hu.data:
            self.outcome_hu.errors = [_l("Please write how it was, for everybody to read.")]
            good = False
        return bool(good)
