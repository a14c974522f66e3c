"""What administrators do to the city's words, as the log tells it."""

from flask_babel import lazy_gettext as _l

from forum.audit import declare, describe

ADDED = {
    "neighbourhood": declare(
        "neighbourhood.added",
        _l("%(actor)s added the neighbourhood “%(reference)s”."),
        public=False,
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
        "age_band.retired",
        _l("%(actor)s took the age band “%(reference)s” out of use."),
        public=False,
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
    "place_hu": _l("where, in Hungarian"),
    "source_hu": _l("from where, in Hungarian"),
    "place_en": _l("where, in English"),
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
    "counts_sex": _l("counting by sex"),
}

describe("fields", lambda names: ", ".join(str(FIELDS.get(name, name)) for name in names))
