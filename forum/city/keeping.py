"""What the city’s own words keep: nothing about anybody; the columns are named one by one."""

from collections.abc import Iterator

from sqlalchemy import select

from forum.city.models import City, Neighbourhood
from forum.core.covering import spare
from forum.core.db import db
from forum.core.keeping import also, impersonal


@spare
def _of_the_city() -> Iterator[str]:
    """Yield how the city and its office are called and reached: that is nobody's."""
    for city in db.session.scalars(select(City)):
        yield from (city.name_hu, city.name_en, city.office_hu, city.office_en)
        yield from (city.contact_email, city.contact_phone)
    for part in db.session.scalars(select(Neighbourhood)):
        yield from (part.name_hu, part.name_en)


# What tells who in the office did it, and what tells nothing about anybody.
also(
    "staff",
    {
        "city": "contact_email contact_phone contact_address",
    },
)
impersonal(
    {
        "age_band": "id code name_hu name_en youngest oldest retired_at",
        "category": "id name_hu name_en description_hu description_en position safety retired_at",
        "city": "id name_hu name_en office_hu office_en tick",
        "neighbourhood": "id name_hu name_en aliases place_hu source_hu place_en retired_at",
        "project": "id name_hu name_en identifier beneficiary_hu beneficiary_en fund_hu "
        "fund_en programme_hu programme_en total_cost currency rate_of_support "
        "starts_on ends_on maintenance_until counts_sex description_hu "
        "description_en created_at",
    }
)
