"""What planners may type about a version of the plan and its decisions."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from forum.core.fields import paragraph, words
from forum.core.forms import Form, KeyedForm, choice, one_line
from forum.core.holding import Seen
from forum.core.ticks import several
from forum.planning.models import CHOICES
from forum.planning.needs.models import Need
from forum.planning.seasons.deciding import WORDS, ThemeKey, citable_themes
from forum.planning.seasons.forms import forints_field, visits_field
from forum.planning.seasons.models import Plan, PlanItem

LONGEST = 1000


class PlanForm(Seen, KeyedForm):
    """A version: its budget, its name, a note for those who plan."""

    name = words(_l("Name of this version"), 120)
    budget = forints_field(_l("Budget, in forints"))
    note = paragraph(_l("Note, for the office only"), 2000)

    def __init__(self, plan: Plan | None = None, **kwargs: Any) -> None:
        seen = {"seen": str(plan.version)} if plan else {}
        super().__init__(obj=plan, data=seen, **kwargs)

    def values(self) -> dict[str, Any]:
        """Return what the version keeps."""
        return {"name": self.name.data, "budget": self.budget.data, "note": self.note.data}


class ItemForm(Seen, Form):
    """A decision on a candidate: what, why, resting on what, at what cost."""

    choice = RadioField(
        _l("What will the city do?"),
        choices=[choice(name, label) for name, label in CHOICES.items()],
        validators=[InputRequired(_l("Please choose one."))],
    )
    reason_hu = paragraph(_l("Why, in Hungarian"), LONGEST, needed=True)
    reason_en = paragraph(_l("Why, in English"), LONGEST)
    themes = several(_l("Themes the reason rests on"), coerce=str)
    needs = several(_l("Needs the reason rests on"))
    ideas = several(_l("Ideas the reason rests on"))
    uncited_because = words(_l("If it rests on none of these: why"), 500)
    change_hu = paragraph(_l("How it would be done instead, in Hungarian"), LONGEST)
    change_en = paragraph(_l("How it would be done instead, in English"), LONGEST)
    cost = forints_field(_l("Cost in this version, in forints"))
    expected = visits_field(_l("Expected attendance in this version"))

    def __init__(self, item: PlanItem, **kwargs: Any) -> None:
        super().__init__(data=_written(item), **kwargs)
        candidate = item.candidate
        themes = {_key(one): one for one in [*citable_themes(candidate), *item.themes]}
        self.themes.choices = [
            choice(key, f"{one.theme.name} – {one.conversation.question}")
            for key, one in themes.items()
        ]
        needs = {need.id: need for need in [*candidate.needs, *item.needs]}
        ideas = {idea.id: idea for idea in [*candidate.ideas, *item.ideas]}
        self.needs.choices = [choice(key, need.title) for key, need in needs.items()]
        self.ideas.choices = [
            choice(key, f"{idea.title} ({idea.reference})") for key, idea in ideas.items()
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what belongs together."""
        good = super().validate(extra_validators)
        if self.choice.data == "adapt" and not self.change_hu.data:
            self.change_hu.errors = [_l("Please write how it would be done instead.")]
            good = False
        cited = self.themes.data or self.needs.data or self.ideas.data
        if not cited and not self.uncited_because.data:
            self.uncited_because.errors = [
                _l("Please cite at least one theme, need or idea, or say why there is none.")
            ]
            good = False
        return good

    def decided(self) -> dict[str, Any]:
        """Return the decision as ``deciding.decide`` takes it."""
        return {
            "choice": self.choice.data,
            "words": {name: self[name].data or "" for name in WORDS},
            "themes": [_numbers(key) for key in self.themes.data or []],
            "needs": self.needs.data or [],
            "ideas": self.ideas.data or [],
            "cost": self.cost.data,
            "expected": self.expected.data,
            "seen": self.seen_version,
        }


def _key(one: Any) -> str:
    return f"{one.conversation_id}-{one.theme_id}"


def _numbers(key: str) -> ThemeKey:
    conversation, theme = key.split("-")
    return int(conversation), int(theme)


def _written(item: PlanItem) -> dict[str, Any]:
    return {
        **{name: getattr(item, name) for name in (*WORDS, "cost", "expected")},
        "choice": item.choice or None,
        "themes": [_key(one) for one in item.themes],
        "needs": [need.id for need in item.needs],
        "ideas": [idea.id for idea in item.ideas],
        "seen": str(item.version),
    }


class ApprovalForm(Seen, Form):
    """Approving a version, with a reason when it costs too much."""

    former = HiddenField(filters=[one_line])
    over_because_hu = paragraph(_l("Why it costs more than the budget, in Hungarian"), LONGEST)
    over_because_en = paragraph(_l("Why it costs more than the budget, in English"), LONGEST)

    def __init__(self, plan: Plan, former: Plan | None) -> None:
        super().__init__(
            data={"seen": str(plan.version), "former": str(former.id) if former else ""}
        )
        # it is only asked for when the version costs too much, and then it is needed
        self.over_because_hu.flags.required = True

    @property
    def former_id(self) -> int | None:
        """The number of the plan in force that the page named."""
        text = self.former.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


class WithdrawalForm(Form):
    """Why a published plan is withdrawn; everybody will read it."""

    because = paragraph(_l("Legal reason"), LONGEST, needed=True)


class PublicationForm(Form):
    """Publishing a plan, and which drafts of needs become public with it."""

    needs = several(_l("Needs that are published with it"))

    def __init__(self, drafts: list[Need]) -> None:
        super().__init__(data={"needs": [need.id for need in drafts]})
        self.needs.choices = [choice(need.id, need.title) for need in drafts]
