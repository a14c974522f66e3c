"""Whom one may put in charge."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField

from forum.core.forms import Form


class StaffForm(Form):
    """Who is in charge of a conversation or a forum."""

    people = SelectMultipleField(_l("Who is in charge"), coerce=int, validate_choice=False)
