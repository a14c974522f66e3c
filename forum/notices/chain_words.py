"""How the links of the chain are worded: decision, plan, program, outcome; and what is followed."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.core.news import Details, Words, declare
from forum.notices import standing
from forum.notices.words import titled
from forum.planning.models import CHOICES


def _decided(details: Details) -> list[str]:
    words = [str(CHOICES[details["choice"]]) + "."]
    will = titled(details, "will")
    return [*words, _("The city’s words: “%(words)s”", words=will)] if will else words


def _planned(details: Details) -> list[str]:
    words = [_("You asked for something that could have been part of the season. The plan says:")]
    words += [f"{titled(item)}: {CHOICES[item['choice']]}." for item in details["items"]]
    if details["count"] > len(details["items"]):
        words.append(_("There is more of yours in the plan: the page tells all of it."))
    return words


def _was(details: Details) -> list[str]:
    words = [_("You asked for it, so we tell you what came of it.")]
    outcome = titled(details, "outcome")
    if outcome:
        words.append(_("How it was: “%(words)s”", words=outcome))
    return words


_THEME = {
    "theme_hu": "padok",
    "theme_en": "benches",
    "choice": "adopt",
    "will_hu": "Tavasszal húsz új padot állítunk fel.",
    "will_en": "We will put up twenty new benches in spring.",
}
_PROGRAM = {"title_hu": "Társasjáték az Avason", "title_en": "Board games in Avas"}
_PLAN = {
    "season_hu": "2027 tavasza",
    "season_en": "spring 2027",
    "items": [{**_PROGRAM, "choice": "adopt"}],
    "count": 1,
}

THEME = declare(
    "theme_decided",
    Words(
        lambda d: _("The city has decided: %(theme)s", theme=titled(d, "theme")),
        lambda d: [_("You spoke or weighed in on this theme."), *_decided(d)],
        _l("See the decision and its reasons"),
        "decision",
        still=standing.decision,
        at_once=True,
        sample=_THEME,
    ),
)
DECISION_FOLLOWED = declare(
    "conversation_decision",
    Words(
        lambda d: _("The city has decided: %(theme)s", theme=titled(d, "theme")),
        lambda d: [_("This belongs to a conversation you follow."), *_decided(d)],
        _l("See the decision and its reasons"),
        "decision",
        still=standing.conversation,
        sample=_THEME,
    ),
)
PLAN = declare(
    "plan_decided",
    Words(
        lambda d: _("The plan of the season is public: %(season)s", season=titled(d, "season")),
        _planned,
        _l("Read the plan"),
        "calendar",
        still=standing.plan,
        at_once=True,
        sample=_PLAN,
    ),
)
PROGRAM = declare(
    "program_for_you",
    Words(
        lambda d: _("Because you asked for it: %(title)s", title=titled(d)),
        lambda d: [
            _("You proposed, supported or said something like this. Now there is a program of it."),
            _("Please come, and bring somebody along."),
        ],
        _l("See when and where"),
        "calendar",
        still=standing.program,
        at_once=True,
        sample=_PROGRAM,
    ),
)
OUTCOME = declare(
    "outcome_for_you",
    Words(
        lambda d: _("What came of it: %(title)s", title=titled(d)),
        _was,
        _l("See how it was"),
        "check",
        still=standing.program,
        at_once=True,
        sample={**_PROGRAM, "outcome_hu": "Hatvanan jöttek el.", "outcome_en": "Sixty came."},
    ),
)
