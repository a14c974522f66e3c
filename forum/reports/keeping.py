"""What stands in a publication, which is frozen."""

from flask_babel import lazy_gettext as _l

from forum.core.covering import office_notes
from forum.core.grounds import PUBLIC_TASK
from forum.core.keeping import DataClass, also, impersonal, keep_class

keep_class(
    DataClass(
        "publications",
        _l("Published summaries"),
        _l("Words quoted in a published summary, without a name; counts; what the city answered"),
        _l("so that nobody can rewrite what the city has answered"),
        PUBLIC_TASK,
        _l("everybody"),
        {
            "summary": "blocks",
            "publication": "title_hu title_en at by_name checksum opinions_count people_count",
            "publication_file": "name media_type sha256 size content",
            "publication_opinion": "publication_id opinion_id quoted themes",
        },
        how_long=_l("always; it can be withdrawn for a legal reason"),
        evidence=True,
        order=80,
    )
)
office_notes({"takedown": "because"})

# What tells who in the office did it, and what tells nothing about anybody.
also(
    "staff",
    {
        "publication": "by_id",
        "summary": "created_by_id changed_by_id",
        "takedown": "by_id",
    },
)
impersonal(
    {
        "publication": "id number summary_id draft_version conversation_id",
        "publication_file": "id publication_id",
        "summary": "id conversation_id title_hu title_en version created_at changed_at",
        "takedown": "id publication_id at",
    }
)
