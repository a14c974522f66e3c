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
        self._current = str(decision.id) if decision else ""
        if not self.is_submitted():
            self.seen.data = self._current

    def values(self) -> dict[str, str]:
        """Return the words of the decision."""
        return {name: self[name].data or "" for name in WORDS}

    @property
    def overtaken(self) -> bool:
        """Whether somebody else has decided since the page was opened."""
        return (self.seen.data or "") != self._current

    def see(self) -> None:
        """Note that the planner is shown the present decision now."""
        self.seen.data = self._current
