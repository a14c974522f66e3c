"""How the city's words are kept: added, changed, retired, brought back; never deleted; all logged."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from forum.audit import declare, describe, record
from forum.core.db import db, now

ADDED = {
    "neighbourhood": declare(
        "neighbourhood.added", _l("%(actor)s added the neighbourhood “%(reference)s”."), public=False
    ),
    "age_band": declare(
        "age_band.added", _l("%(actor)s added the age band “%(reference)s”."), public=False
    ),
    "category": declare(
        "category.added", _l("%(actor)s added the kind of program “%(reference)s”."), public=False
    ),
    "project": declare("project.added", _l("%(actor)s added the grant project %(reference)s.")),
    "city": declare("city.named", _l("%(actor)s named the city “%(reference)s”."), public=False),
}
CHANGED = {
    "neighbourhood": declare(
        "neighbourhood.changed",
        _l("%(actor)s changed the neighbourhood “%(reference)s”: %(fields)s."),
        public=False,
    ),
    "age_band": declare(
        "age_band.changed",
        _l("%(actor)s changed the age band “%(reference)s”: %(fields)s."),
        public=False,
    ),
    "category": declare(
        "category.changed",
        _l("%(actor)s changed the kind of program “%(reference)s”: %(fields)s."),
        public=False,
    ),
    "project": declare(
        "project.changed", _l("%(actor)s changed the grant project %(reference)s: %(fields)s.")
    ),
    "city": declare(
        "city.changed", _l("%(actor)s changed what is told of the city: %(fields)s."), public=False
    ),
}
RETIRED = {
    "neighbourhood": declare(
        "neighbourhood.retired",
        _l("%(actor)s took the neighbourhood “%(reference)s” out of use."),
        public=False,
    ),
    "age_band": declare(
        "age_band.retired", _l("%(actor)s took the age band “%(reference)s” out of use."), public=False
    ),
    "category": declare(
        "category.retired",
        _l("%(actor)s took the kind of program “%(reference)s” out of use."),
        public=False,
    ),
}
BROUGHT_BACK = {
    "neighbourhood": declare(
        "neighbourhood.brought_back",
        _l("%(actor)s brought the neighbourhood “%(reference)s” back into use."),
        public=False,
    ),
    "age_band": declare(
        "age_band.brought_back",
        _l("%(actor)s brought the age band “%(reference)s” back into use."),
        public=False,
    ),
    "category": declare(
        "category.brought_back",
        _l("%(actor)s brought the kind of program “%(reference)s” back into use."),
        public=False,
    ),
}
MOVED = declare(
    "category.moved", _l("%(actor)s changed the order of the kinds of program."), public=False
)

#: What the log calls each field that can change.
FIELDS = {
    "name_hu": _l("Hungarian name"),
    "name_en": _l("English name"),
    "office_hu": _l("Hungarian name of the office"),
    "office_en": _l("English name of the office"),
    "contact_email": _l("e-mail address"),
    "contact_phone": _l("telephone"),
    "contact_address": _l("postal address"),
    "aliases": _l("other names"),
    "code": _l("code"),
    "youngest": _l("youngest"),
    "oldest": _l("oldest"),
    "description_hu": _l("Hungarian description"),
    "description_en": _l("English description"),
    "identifier": _l("project number"),
    "beneficiary_hu": _l("Hungarian name of the beneficiary"),
    "beneficiary_en": _l("English name of the beneficiary"),
    "fund_hu": _l("Hungarian name of the fund"),
    "fund_en": _l("English name of the fund"),
    "programme_hu": _l("Hungarian name of the operational programme"),
    "programme_en": _l("English name of the operational programme"),
    "total_cost": _l("total cost"),
    "currency": _l("currency"),
    "rate_of_support": _l("rate of support"),
    "starts_on": _l("first day"),
    "ends_on": _l("last day"),
    "maintenance_until": _l("end of the maintenance period"),
}

describe("fields", lambda names: ", ".join(str(FIELDS.get(name, name)) for name in names))


class Kept:
    """Something administrators keep; each change of it renews the pages that show it."""

    __tablename__: str

    def add(self, by: Any) -> None:
        """Take it into the city's words."""
        db.session.add(self)
        db.session.flush()
        renew_pages()
        record(ADDED[self.__tablename__], by, self)

    def change(self, by: Any, values: dict[str, Any]) -> list[str]:
        """Give the named fields new values; return the names of those that really changed."""
        changed = [name for name, value in values.items() if getattr(self, name) != value]
        for name in changed:
            setattr(self, name, values[name])
        if changed:
            db.session.flush()
            renew_pages()
            record(CHANGED[self.__tablename__], by, self, fields=changed)
        return changed


class Retirable(Kept):
    """A word that can go out of use; whatever was said with it keeps it."""

    retired_at: Any

    def retire(self, by: Any) -> bool:
        """Take it out of use; False when it already is."""
        return self._use(by, False)

    def bring_back(self, by: Any) -> bool:
        """Bring it back into use; False when it is in use."""
        return self._use(by, True)

    def _use(self, by: Any, used: bool) -> bool:
        if (self.retired_at is None) == used:
            return False
        self.retired_at = None if used else now()
        renew_pages()
        record((BROUGHT_BACK if used else RETIRED)[self.__tablename__], by, self)
        return True


def renew_pages() -> None:
    """Let every page that shows the city's words be made anew."""
    city = db.metadata.tables["city"]
    db.session.execute(update(city).values(tick=city.c.tick + 1))
