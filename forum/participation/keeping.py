"""What is kept in the ledger: numbers without names, and the fingerprints they were told by."""

from flask_babel import lazy_gettext as _l

from forum.core.grounds import DUTY
from forum.core.keeping import DataClass, also, impersonal, keep_class

keep_class(
    DataClass(
        "ledger",
        _l("The ledger of participation"),
        _l("That somebody took part: a number without a name, the day, neighbourhood, age band"),
        _l("because the grant has to be accounted for with evidence"),
        DUTY,
        _l("the staff; everybody sees sums only, and none of fewer than five people"),
        {
            "participant": "at joined_id",
            "evidence": "participant_id at",
            "ledger_line": "slot round kind activity activity_id participant_id unit count day "
            "channel source source_table source_id entered_at corrects_id",
        },
        how_long=_l("always: lines are added and never changed, and hold no name"),
        evidence=True,
        order=82,
    )
)
also("demographics", {"ledger_line": "neighbourhood_id age_band_id sex"})
also("fingerprints", {"evidence": "node"})

# What tells who in the office did it, and what tells nothing about anybody.
also(
    "staff",
    {
        "census": "by_id",
        "ledger_line": "entered_by_id",
        "ledger_period": "closed_by_id",
        "ledger_target": "by_id",
    },
)
impersonal(
    {
        "census": "id submit_key source year at",
        "census_cell": "id census_id neighbourhood_id age_band_id residents",
        "evidence": "id",
        "ledger_line": "id category_id project_id period_id booked_at corrects_period_id",
        "ledger_period": "id name open opened_at closed_at figures",
        "ledger_target": "id submit_key project_id indicator kinds amount by_day at removed_at",
        "participant": "id",
        "stored_figures": "id name at last_line through data",
    }
)
