"""What became of a judgement, told in a sentence that names the texts."""

from dataclasses import dataclass, field

from flask_babel import gettext as _
from flask_babel import ngettext

from forum.moderation.review.joint.models import JointDecision

#: References named in a sentence about many; the rest is counted.
MOST_NAMED = 5


@dataclass
class Outcome:
    """What was done, by reference, and what was left out and why."""

    act: str
    done: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    #: What the worker was asked to do, when there were many.
    joint: JointDecision | None = None

    @property
    def said(self) -> str:
        """Tell what was done, naming references and the number."""
        if not self.done:
            return ""
        named = ", ".join(self.done[:MOST_NAMED])
        more = len(self.done) - MOST_NAMED
        if more > 0:
            named = _("%(named)s and %(more)s more", named=named, more=more)
        return {"hide": _hidden, "let": _let, "restore": _restored}[self.act](named, len(self.done))


def _hidden(named: str, number: int) -> str:
    if number == 1:
        return _("%(named)s is hidden. Its author can read why.", named=named)
    return ngettext(
        "%(num)s text is hidden: %(named)s. The authors can read why.",
        "%(num)s texts are hidden: %(named)s. The authors can read why.",
        number,
        named=named,
    )


def _let(named: str, number: int) -> str:
    return ngettext(
        "%(num)s text was looked at and can be read by everybody: %(named)s.",
        "%(num)s texts were looked at and can be read by everybody: %(named)s.",
        number,
        named=named,
    )


def _restored(named: str, number: int) -> str:
    return ngettext(
        "%(num)s text appears again: %(named)s.",
        "%(num)s texts appear again: %(named)s.",
        number,
        named=named,
    )
