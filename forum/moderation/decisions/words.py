"""What a statement of reasons says: the act, the reason, the rule."""

from flask_babel import lazy_gettext as _l

from forum.moderation.subjects import is_picture

#: What is said besides of a text that a rule holds: there is nothing to appeal against yet.
LOOKED_AT = _l("A person in the city’s office looks at it; you need not do anything.")
#: What each act means, said to the author.
ACTS = {
    "hidden": _l("It is not shown any more."),
    "restored": _l("It is shown again."),
    "approved": _l("It was looked at and is shown now."),
    "redacted": _l("A part of it was covered; the rest is shown as before."),
    "uncovered": _l("What was covered is shown again."),
    "removed": _l("It was removed because the law requires it."),
    "put_back": _l("The removal was taken back; it is still not shown, as it was not before."),
    "held": _l("A rule held it back, so that a person looks at it first."),
}
#: The same of a picture, where there is something to see and nothing to read.
PICTURE_ACTS = {
    "redacted": _l("A part of the picture was covered; the rest is shown as before."),
}
#: Why a text appears, when nothing else was said.
GOOD = {"in_order": _l("nothing speaks against it")}
#: Why a rule holds a text by itself; never the watch word, of which the office keeps its own list.
RULES = {
    "watch_word": _l("a watched word stands in it"),
    "phone": _l("it has a telephone number, where crime or traffic is spoken of"),
    "name": _l("it has a name, where crime or traffic is spoken of"),
    "copy": _l("nearly the same words were hidden or removed before"),
}


def act_name(act: str, kind: str) -> str:
    """Say what was done to a text of this kind, in the language of the page."""
    found = PICTURE_ACTS.get(act) if is_picture(kind) else None
    return str(found or ACTS.get(act, act))


def rule_name(rules: str) -> str:
    """Return why these rules (names with spaces between) hold a text, in the language of the page."""
    return "; ".join(str(RULES.get(rule, rule)) for rule in rules.split())
