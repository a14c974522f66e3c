"""What the site keeps of people, as the privacy notice tells it: one row for each kind of data."""

from typing import Any, NamedTuple

from flask_babel import gettext as _

from forum.core.i18n import show_date


class Kept(NamedTuple):
    """A kind of data: what, why, how long, and who sees it."""

    what: str
    why: str
    how_long: str
    who: str


def kept_of_people(project: Any) -> list[Kept]:
    """Return what is kept of people while ``project`` runs and is maintained."""
    while_accounted = _how_long(project)
    with_the_account = _("as long as the account exists; ask the office to close it")
    return [
        Kept(
            _("Your opinion, its number, its day, and how it reached us"),
            _("so that the city can decide, and everybody can check what it did with it"),
            while_accounted,
            _("everybody, once it appears; if it is hidden, you and the staff"),
        ),
        Kept(
            _("The name or nickname under it, your neighbourhood and age band, if you gave them"),
            _("so that the city sees whom it has heard and whom not yet"),
            while_accounted,
            _("everybody, beside the opinion"),
        ),
        Kept(
            _("How you weighed opinions"),
            _("so that each person counts once and can change it"),
            while_accounted,
            _("nobody; only the sums are public"),
        ),
        Kept(
            _("Your registration for an event: name, contact, how many come, what you noted"),
            _("so that there is a place for you, and you are told when something changes"),
            while_accounted,
            _("you, by your link, and the staff"),
        ),
        Kept(
            _("That you were at an event; the signed sheet and its scan"),
            _("because the grant has to be accounted for with evidence"),
            while_accounted,
            _("the staff; everybody sees sums only, and none of fewer than five people"),
        ),
        Kept(
            _("A contact told at the desk or at the door: never itself, but a keyed fingerprint"),
            _("so that one person is counted once, wherever they took part"),
            while_accounted,
            _("nobody"),
        ),
        Kept(
            _("Your question or comment at a forum, what you supported there, how you voted"),
            _("so that it can be answered, and each person counts once"),
            while_accounted,
            _("questions, comments and their answers everybody; of votes only the sums"),
        ),
        Kept(
            _("Your program idea, its pictures, your comments, and what you support or offer"),
            _(
                "so that programs are made of what residents would like, and each person counts once"
            ),
            while_accounted,
            _("ideas, pictures and comments everybody; who supports or offers help, the staff"),
        ),
        Kept(
            _("Your wish to join or found a community: name, contact, what you wrote"),
            _("so that you can be answered"),
            while_accounted,
            _("whoever leads the community, and the staff; everybody only with your consent"),
        ),
        Kept(
            _("Your ballot on the programs of a season, and how a program was to you"),
            _("so that programs are planned from what residents want"),
            while_accounted,
            _("nobody; only sums, and your words about a program without your name, are public"),
        ),
        Kept(
            _(
                "The e-mail address or telephone number you gave in order to be told, what you follow"
            ),
            _("so that you hear what became of your word"),
            _("until you unsubscribe or ask us to delete it"),
            _("the staff who call you; addresses the administrators"),
        ),
        Kept(
            _("Your account: name, e-mail address, password, language, role"),
            _("so that you can sign in and be told what became of your opinion"),
            with_the_account,
            _("you and the administrators; the password nobody"),
        ),
        Kept(
            _("Messages sent to you"),
            _("so that an administrator can see whether they went out"),
            with_the_account,
            _("you and the administrators"),
        ),
        Kept(
            _("A report you made of an opinion"),
            _("so that a facilitator can look at it"),
            while_accounted,
            _("the facilitators"),
        ),
        Kept(
            _("Your network address, never itself but as a keyed hash that changes every day"),
            _("so that nobody can try passwords and codes endlessly"),
            _("one day"),
            _("nobody"),
        ),
        Kept(
            _("What staff members did, with their names"),
            _("so that the city can be held to account"),
            _("always; the log cannot be changed"),
            _("everybody, or the administrators where it concerns the staff only"),
        ),
    ]


def _how_long(project: Any) -> str:
    if project is None or project.maintenance_until is None:
        return _("as long as the city has to account for what it decided")
    day = show_date(project.maintenance_until)
    return _(
        "until the city has accounted for the grant; at least until this day: %(day)s", day=day
    )
