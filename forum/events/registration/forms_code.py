"""The code of a registration, typed from a paper or a letter."""

from flask_babel import lazy_gettext as _l

from forum.core.fields import code
from forum.core.forms import Form


class CodeForm(Form):
    """The code of a registration; it is asked with GET, so it needs no token."""

    class Meta:
        csrf = False

    code = code(
        _l("The code of your registration"), _l("Please type the code of your registration.")
    )
