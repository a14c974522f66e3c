"""What is kept of communities: whom to ask, and who belongs to them."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import func

from forum.core.covering import covered
from forum.core.grounds import CONSENT
from forum.core.keeping import EMPTIED, DataClass, Retention, also, emptying, impersonal, keep_class

#: Long enough to come back, to ask why, or to open a community that was closed by mistake.
LEFT_DAYS = 180

keep_class(
    DataClass(
        "community",
        _l("Communities: who leads one, who belongs to it"),
        _l("Your wish to join or found a community: name, contact, what you wrote"),
        _l("so that you can be answered"),
        CONSENT,
        _l("whoever leads the community, and the staff; everybody only with your consent"),
        {
            "community": "name_hu name_en description_hu description_en place meets_hu meets_en "
            "website contact_name contact_email contact_phone contact_public_at seeks_hu seeks_en "
            "closed_because author_id submit_key created_at",
            "community_member": "person_id name contact message answer channel state submit_key at "
            "decided_at",
        },
        how_long=_l("as long as you belong to it; of a closed community a month"),
        retention=Retention(
            LEFT_DAYS,
            _l("after leaving or being declined"),
            _l("Long enough to come back, or to ask why."),
            EMPTIED,
            lambda: (
                emptying(
                    "community_member",
                    lambda row: func.coalesce(row.decided_at, row.at),
                    {"name": "", "contact": "", "message": "", "answer": ""},
                    lambda row: row.state.in_(("declined", "left")),
                ),
            ),
            least=30,
        ),
        order=23,
    )
)
also("demographics", {"community_member": "home_id age_band_id"})
also("fingerprints", {"community_member": "contact_key"})
also(
    "codes",
    {"community": "claim_hash", "community_member": "claim_hash"},
    lambda: (
        emptying("community", "created_at", {"claim_hash": None}),
        emptying("community_member", "at", {"claim_hash": None}),
    ),
)
# Whoever leads it writes these, or the office; a name slips in now and then.
covered({"community": "closed_because", "community_member": "answer"})

# What tells who in the office did it, and what tells nothing about anybody.
also(
    "staff",
    {
        "community": "entered_by_id",
        "community_member": "entered_by_id decided_by_id",
        "hosting": "by_id",
    },
)
impersonal(
    {
        "community": "id project_id category_id seeks_members needed founded_at since closed_at "
        "version tick visible waiting",
        "community_member": "id community_id",
        "community_neighbourhood": "community_id neighbourhood_id",
        "hosting": "id community_id event_id at",
    }
)
