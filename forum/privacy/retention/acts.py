"""What is written in the log about keeping and erasing."""

from flask_babel import lazy_gettext as _l

from forum.audit import declare, describe
from forum.core.keeping import class_named

#: In the log an order about everything is written like this.
EVERYTHING = "*"

PERIOD_CHANGED = declare(
    "retention.period_changed",
    _l("%(actor)s changed how long this is kept: %(data_class)s, %(old)s → %(new)s days."),
)
CONFIRMED = declare(
    "retention.confirmed", _l("%(actor)s confirmed how long personal data are kept.")
)
HELD = declare("retention.held", _l("%(actor)s ordered that this is kept: %(data_class)s."))
LIFTED = declare(
    "retention.lifted", _l("%(actor)s lifted the order that this is kept: %(data_class)s.")
)
ERASED_DUE = declare(
    "retention.erased", _l("%(actor)s erased data whose time had come: %(count)s rows.")
)


def class_title(name: str) -> str:
    """Return what a class of data is called; "" and the word for it in the log are everything."""
    one = class_named(name)
    return str(one.title if one else _l("everything") if name in {"", EVERYTHING} else name)


describe("data_class", class_title)
