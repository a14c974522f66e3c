"""The chapter on how a summary was counted and sorted, and where its limits are."""

from flask_babel import format_decimal
from flask_babel import gettext as _

from forum.reports.figures import Data
from forum.themes.agreement import wilson


def method(plain: Data) -> Data:
    """Make the chapter on how this was counted and sorted, and where its limits are."""
    return {
        "kind": "method",
        "id": "method",
        "title": _("How this was made, and its limits"),
        "paragraphs": [[sentence] for sentence in _method(plain) if sentence],
    }


def _method(plain: Data) -> list[str]:
    found = plain["method"]
    return [
        _("Anyone could speak, without an account too: online, on paper, by phone or in person.")
        if plain["conversation"]["who_speaks"] == "anyone"
        else _("Anyone with an account could speak."),
        _(
            "A person counts once, however much they said; an opinion from paper, from the phone "
            "or from a list counts as one person’s. Somebody who spoke without an account on two "
            "devices may count twice. Opinions hidden by the rules are not counted."
        ),
        _(
            "Opinions in nearly the same words are read as one voice and counted by the people behind "
            "them. Themes are ranked by people; who sends the same words again and again does not "
            "lift a theme."
        ),
        _(
            "A computer program proposed which opinion belongs to which theme, by the names and "
            "key words of the themes; where staff decided, their word held. An opinion may belong "
            "to several themes, so the numbers of the themes may add up to more than the whole."
        ),
        _agreement(found),
        _(
            "Numbers of people by place and age go in steps of %(least)s and are never more than "
            "there are; fewer than %(least)s are not shown. So nobody can be recognised, not even "
            "by comparing two publications.",
            least=found["smallest_cell"],
        ),
        _(
            "We say that most people agree, or that something divides them, only where at least "
            "%(least)s people weighed it and the difference is hardly chance.",
            least=found["least_weighings"],
        ),
        _(
            "Quotations are word for word, as they were written. Words that insult, or that tell who "
            "or where somebody is, are not quoted; e-mail addresses and telephone numbers are left "
            "out of the data too."
        ),
        _(
            "This is not a survey: those who spoke were not drawn by lot, so the numbers tell "
            "about them and not about the whole city."
        ),
    ]


def _agreement(found: Data) -> str:
    if not found["sorting_checked"]:
        return _("How often the program sorts as staff would was not measured.")
    low, high = wilson(found["sorting_agreed"], found["sorting_checked"])
    return _(
        "To measure it, staff decided about opinions drawn at random, and the program sorted them "
        "without knowing the decision: it agreed with staff in %(agreed)s of %(checked)s (interval "
        "%(low)s–%(high)s %%).",
        agreed=format_decimal(found["sorting_agreed"]),
        checked=format_decimal(found["sorting_checked"]),
        low=round(low * 100),
        high=round(high * 100),
    )
