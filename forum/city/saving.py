"""Saving what two administrators may type at the same moment."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from forum.core.db import db


def saved(form: Any, act: Callable[[], Any]) -> bool:
    """Do ``act`` and commit; when the database knows the name already, say so on the form."""
    try:
        act()
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        form.form_errors.append(_("Somebody added the same just now. Look at the list."))
        return False
    return True
