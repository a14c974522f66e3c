"""What a statement of reasons says: the act, the reason, the rule."""

from flask_babel import lazy_gettext as _l

from forum.moderation.subjects import is_picture

#: What each act means, said to the author.
ACTS = {
    "hidden": _l("It is not shown any more."),
    "restored": _l("It is shown again."),
    "approved": _l("It was looked at and is shown now."),
    "redacted": _l("A part of it was covered; the rest is shown as before."),
    "uncovered": _l("What was covered is shown again."),
    "removed": _l("It was removed because the law requires it."),
    "put_back": _l("The removal was taken back; it is still not shown, as it was not before."),
}
#: The same of a picture, where there is something to see and nothing to read.
PICTURE_ACTS = {
    "redacted": _l("A part of the picture was covered; the rest is shown as before."),
}
#: Why a text appears, when nothing else was said.
GOOD = {"in_order": _l("nothing speaks against it")}
#: What the rules are called that hold or hide a text by themselves.
RULES = {
    "first": _l("The first texts of somebody are looked at before they appear"),
    "watch_word": _l("A watched word stands in it"),
    "link": _l("It has links"),
    "phone": _l("It has a telephone number"),
    "name": _l("It has a name where crime or traffic is spoken of"),
    "burst": _l("Many texts came from one place within a short time"),
    "copy": _l("The same words were sent many times"),
    "campaign": _l("The same words were sent many times"),
    "flag": _l("Several people reported it"),
}


def act_name(act: str, kind: str) -> str:
    """Say what was done to a text of this kind, in the language of the page."""
    found = PICTURE_ACTS.get(act) if is_picture(kind) else None
    return str(found or ACTS.get(act, act))
