"""What is kept of ideas, comments, support and offers of help, and for how long."""

from forum.core.covering import covered, office_notes
from forum.core.keeping import also, deleting, emptying, impersonal

#: What a batch tells of its file once the file is gone.
NO_REPORT = {"errors": [], "errors_count": 0, "ignored": [], "sample": []}

also(
    "words",
    {
        "idea": "title text html place timing needs channel author_id submit_key created_at",
        "idea_comment": "side text html author_id submit_key created_at",
        "idea_picture": "alternative content small media_type author_id submit_key created_at",
        "idea_answer": "reply replied_at author_id",
    },
)
also(
    "signature",
    {"idea": "signature", "idea_comment": "signature"},
    lambda: (
        emptying("idea", "created_at", {"signature": ""}),
        emptying("idea_comment", "created_at", {"signature": ""}),
    ),
)
also(
    "weighing",
    {"idea_support": "person_id channel submit_key wants_news at withdrawn_at"},
    lambda: (emptying("idea_support", "at", {"submit_key": None, "wants_news": False}),),
)
also("passing", {"idea_help": "person_id kind at"}, lambda: (deleting("idea_help", "at"),))
also("demographics", {"idea": "home_id age_band_id", "idea_support": "home_id age_band_id"})
also("fingerprints", {"idea": "contact_key", "idea_support": "contact_key"})
also(
    "codes", {"idea": "claim_hash"}, lambda: (emptying("idea", "created_at", {"claim_hash": None}),)
)
also(
    "uploads",
    {"idea_batch": "filename content report"},
    lambda: (
        emptying("idea_batch", "at", {"content": b"", "filename": ""}, along={"report": NO_REPORT}),
    ),
)
office_notes({"idea_merger": "because"})
covered({"idea_answer": "reason_hu reason_en"})

# What tells who in the office did it, and what tells nothing about anybody.
also(
    "staff",
    {
        "idea": "entered_by_id",
        "idea_answer": "by_id",
        "idea_batch": "by_id",
        "idea_merger": "by_id undone_by_id",
        "idea_support": "entered_by_id",
    },
)
impersonal(
    {
        "idea": "id project_id year serial category_id cost state state_at lead_id "
        "split_from_id supports_count comments_count tick visible waiting",
        "idea_age_band": "idea_id age_band_id",
        "idea_answer": "id idea_id state reason_hu reason_en office office_contact at submit_key "
        "visible waiting",
        "idea_batch": "id at digest rows_count imported_at job_id",
        "idea_comment": "id idea_id visible waiting",
        "idea_help": "id idea_id",
        "idea_merger": "id idea_id into_id counting at undone_at",
        "idea_neighbourhood": "idea_id neighbourhood_id",
        "idea_picture": "id idea_id width height position visible waiting",
        "idea_support": "id idea_id",
    }
)
