"""What planners may type about a decision."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from forum.core.fields import paragraph
from forum.core.forms import Form, choice
from forum.planning.models import CHOICES, WORDS, Decision

#: "We heard, we will, why" is read on a phone: a few sentences each.
LONGEST = 1000


def _words(label: Any, needed: bool = False) -> Any:
    return paragraph(label, LONGEST, needed=needed)


class DecisionForm(Form):
    """A decision on a theme, in plain words."""

    choice = RadioField(
        _l("What will the city do?"),
        choices=[choice(name, label) for name, label in CHOICES.items()],
        validators=[InputRequired(_l("Please choose one."))],
    )
    heard_hu = _words(_l("What we heard, in Hungarian"), needed=True)
    will_hu = _words(_l("What we will do, in Hungarian"), needed=True)
    why_hu = _words(_l("Why, in Hungarian"), needed=True)
    heard_en = _words(_l("What we heard, in English"))
    will_en = _words(_l("What we will do, in English"))
    why_en = _words(_l("Why, in English"))
    #: The decision the planner saw while writing, so that another's is not replaced unseen.
    seen = HiddenField()

    def __init__(self, decision: Decision | None) -> None:
        super().__init__(obj=decision)
        if not self.is_submitted():
            self.see(decision)

    def values(self) -> dict[str, str]:
        """Return the words of the decision."""
        return {name: self[name].data or "" for name in WORDS}

    @property
    def seen_id(self) -> int | None:
        """The number of the decision that stood beside the form; None when there was none."""
        typed = str(self.seen.data or "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None

    def see(self, decision: Decision | None) -> None:
        """Note which decision the planner is shown now."""
        self.seen.data = str(decision.id) if decision else ""
