"""What is kept of opinions and weighings, and for how long."""

from forum.core.keeping import also, deleting, emptying, impersonal

#: What a batch tells of its file once the file is gone.
NO_REPORT = {"errors": [], "errors_count": 0, "ignored": [], "sample": []}

also(
    "words",
    {"opinion": "text html channel author_id submit_key created_at"},
)
also(
    "signature",
    {"opinion": "signature", "revision": "text by_id at"},
    lambda: (
        emptying("opinion", "created_at", {"signature": ""}),
        deleting("revision", "at"),
    ),
)
also("weighing", {"reaction": "person_id value at"})
also("demographics", {"opinion": "neighbourhood_id age_band_id"})
also("fingerprints", {"opinion": "contact_key"})
also(
    "codes",
    {"opinion": "claim_hash"},
    lambda: (emptying("opinion", "created_at", {"claim_hash": None}),),
)
also(
    "uploads",
    {"import_batch": "filename content report"},
    lambda: (
        emptying(
            "import_batch",
            "at",
            {"content": b"", "filename": ""},
            along={"report": NO_REPORT},
        ),
    ),
)

# What tells who in the office did it, and what tells nothing about anybody.
also(
    "staff",
    {
        "import_batch": "by_id",
        "opinion": "entered_by_id",
    },
)
impersonal(
    {
        "import_batch": "id conversation_id at digest rows_count job_id imported_at",
        "opinion": "id conversation_id year serial agrees disagrees passes extremity visible "
        "waiting",
        "reaction": "id opinion_id",
        "revision": "id opinion_id",
    }
)
