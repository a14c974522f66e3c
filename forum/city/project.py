"""The grant project: what the fund wants to see on every page."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.city.changing import Kept
from forum.core.db import UtcDateTime, db, now
from forum.core.i18n import Named, in_language


class Project(Kept, Named, db.Model):
    """A project the European Union pays for, with everything its fund wants to be told."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name_hu: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    identifier: Mapped[str] = mapped_column(String(60), unique=True)
    beneficiary_hu: Mapped[str] = mapped_column(String(200), default="")
    beneficiary_en: Mapped[str] = mapped_column(String(200), default="")
    fund_hu: Mapped[str] = mapped_column(String(120), default="")
    fund_en: Mapped[str] = mapped_column(String(120), default="")
    programme_hu: Mapped[str] = mapped_column(String(200), default="")
    programme_en: Mapped[str] = mapped_column(String(200), default="")
    total_cost: Mapped[int] = mapped_column(BigInteger, default=0)
    currency: Mapped[str] = mapped_column(String(3), default="HUF")
    rate_of_support: Mapped[float] = mapped_column(Numeric(5, 2, asdecimal=False), default=100)
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    maintenance_until: Mapped[date | None] = mapped_column(Date)
    #: Whether the grant wants participants counted by sex too.
    counts_sex: Mapped[bool] = mapped_column(default=False, server_default=db.false())
    description_hu: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)

    @property
    def reference(self) -> str:
        """What the log calls this project."""
        return self.identifier

    @property
    def beneficiary(self) -> str:
        """Who carries the project out."""
        return in_language(self, "beneficiary")

    @property
    def fund(self) -> str:
        """The European fund that pays."""
        return in_language(self, "fund")

    @property
    def programme(self) -> str:
        """The operational programme."""
        return in_language(self, "programme")

    @property
    def description(self) -> str:
        """What the project is for."""
        return in_language(self, "description")

    @property
    def amount(self) -> int:
        """How much of the total cost the fund pays."""
        return round(self.total_cost * self.rate_of_support / 100)
