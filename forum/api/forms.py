"""What an administrator types to issue a token."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from wtforms import EmailField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from forum.accounts.models import Person
from forum.core.db import db
from forum.core.forms import KeyedForm, tidy


class TokenForm(KeyedForm):
    """A new token: what it is for, and in whose name it speaks."""

    label = StringField(
        _l("What is it for?"),
        filters=[tidy],
        description=_l("Such as the name of the program or of the partner who uses it."),
        validators=[
            DataRequired(_l("Please fill this in.")),
            Length(max=80, message=_l("Please shorten this: %(max)d characters are the most.")),
        ],
    )
    email = EmailField(
        _l("E-mail address of the account it speaks for"),
        filters=[tidy],
        description=_l(
            "Leave it empty for your own account. What is said with the token counts as"
            " said by this person."
        ),
        validators=[Length(max=254)],
    )

    def validate_email(self, field: Any) -> None:
        """Refuse an address without an open account."""
        if field.data and self._account(field.data) is None:
            raise ValidationError(_("There is no open account with this address."))

    def holder(self, otherwise: Person) -> Person:
        """Return the person the token speaks for."""
        return (self._account(self.email.data) if self.email.data else None) or otherwise

    def _account(self, email: str) -> Person | None:
        query = select(Person).where(func.lower(Person.email) == email.lower())
        person = db.session.scalars(query).first()
        return person if person is not None and person.is_active else None
