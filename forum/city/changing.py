"""How the city's words change: added, changed, retired, brought back; never deleted."""

from typing import Any

from sqlalchemy import update

from forum.audit import record
from forum.city.acts import ADDED, BROUGHT_BACK, CHANGED, RETIRED
from forum.core.db import db, now


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
