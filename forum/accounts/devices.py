"""Signed-in devices: one row for each browser in which somebody is signed in."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.core.codes import new_token, token_hash
from forum.core.db import UtcDateTime, db, now

if TYPE_CHECKING:
    from forum.accounts.models import Person

#: After so long a factor of sign-in has to be shown again before factors are changed.
FRESH = timedelta(minutes=10)
#: A sign of life is noted at most this often.
SEEN_EVERY = timedelta(minutes=5)
#: How long a device stays signed in, (staff, stay): without a sign of life, and at all. A forum in
#: a hall ends within a working day; whoever works for the city signs in again each morning.
LIMITS = {
    (False, False): (timedelta(days=1), timedelta(days=7)),
    (False, True): (timedelta(days=60), timedelta(days=180)),
    (True, False): (timedelta(hours=8), timedelta(hours=24)),
    (True, True): (timedelta(days=3), timedelta(days=14)),
}


class SignInSession(db.Model):
    """A browser in which somebody is signed in; the browser holds the secret, this row its hash."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    #: In a few words only: "Firefox, Windows".
    device: Mapped[str] = mapped_column(String(60), default="")
    #: How the person was recognised: password, passkey, outside, letter or demo.
    how: Mapped[str] = mapped_column(String(10))
    stay: Mapped[bool] = mapped_column(default=False)
    #: When a second factor was shown here; None when it never was.
    second_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: When the password or a factor was last shown here.
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped["Person"] = relationship(back_populates="sign_ins")

    @property
    def ends_at(self) -> datetime:
        """When this device is signed out if nothing happens on it any more."""
        idle, longest = LIMITS[self.person.is_staff, self.stay]
        return min(self.seen_at + idle, self.created_at + longest)

    @property
    def over(self) -> bool:
        """Whether it was left alone for too long, or has lasted too long."""
        return self.ends_at <= now()

    @property
    def is_fresh(self) -> bool:
        """Whether the person has shown just now that it is them."""
        return self.proved_at is not None and self.proved_at > now() - FRESH

    def prove(self, second: bool = False) -> None:
        """Note that the person has shown it is them, with a ``second`` factor or the password."""
        self.proved_at = now()
        if second:
            self.second_at = self.proved_at


def add_device(person: "Person", how: str, device: str, stay: bool, second: bool) -> str:
    """Add the row of a browser that has just signed in, and return the browser's secret."""
    secret = new_token()
    row = SignInSession(hash=token_hash(secret), how=how, device=device, stay=stay)
    row.prove(second)
    person.sign_ins.append(row)
    return secret


#: Told by the user agent, the first that fits; nothing finer is kept.
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS": "Mac",
    "Linux": "Linux",
}
_BROWSERS = {
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}


def device_words(agent: str) -> str:
    """Say in two words what device it is: "Firefox, Windows"; empty when nobody could tell."""
    found = (
        next((name for sign, name in names.items() if sign in agent), "")
        for names in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(filter(None, found))
