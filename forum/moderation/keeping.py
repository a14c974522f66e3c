"""What is kept of reports, decisions about words, appeals, and words that were covered."""

from flask_babel import lazy_gettext as _l

from forum.core.covering import covered
from forum.core.grounds import PUBLIC_TASK
from forum.core.keeping import (
    EMPTIED,
    UNLINKED,
    DataClass,
    Retention,
    also,
    emptying,
    impersonal,
    keep_class,
)

#: A year's moderation is looked back at once; then who reported what matters to nobody.
REPORT_DAYS = 2 * 365
#: As long as somebody could go to court over it (Civil Code, section 6:22).
APPEAL_DAYS = 5 * 365

keep_class(
    DataClass(
        "reports",
        _l("Reports residents make"),
        _l("A report you made of somebody’s words, with your note"),
        _l("so that a facilitator can look at it"),
        PUBLIC_TASK,
        _l("the facilitators"),
        {"flag": "by_id at reason note closed_at"},
        retention=Retention(
            REPORT_DAYS,
            _l("after it was made"),
            _l("A year’s moderation is looked back at once; then nobody needs to know."),
            UNLINKED,
            lambda: (
                emptying(
                    "flag",
                    "at",
                    {"by_id": None, "note": ""},
                    lambda row: row.closed_at.is_not(None),
                ),
            ),
            least=30,
        ),
        order=15,
    )
)
keep_class(
    DataClass(
        "decisions",
        _l("Decisions about the words of residents"),
        _l("Why your words were hidden, covered or shown again, and what you answered to it"),
        _l("so that you get reasons, and another person looks at it if you do not agree"),
        PUBLIC_TASK,
        _l("you and the facilitators; everybody the reason, without your name"),
        {
            "statement": "reference act reason because rule at secret token_hash",
            "appeal": "words at outcome answer",
            "hiding": "at reason because restored_at restored_because",
            "joint_decision": "because",
            "redaction": "spans at reason because undone_at undone_because",
            "removal": "ground order_number because at undone_at",
            "review_cause": "details",
        },
        how_long=_l("as long as the words"),
        retention=Retention(
            APPEAL_DAYS,
            _l("after the decision, what was answered to it"),
            _l("As long as somebody could go to court over it."),
            EMPTIED,
            lambda: (emptying("appeal", "decided_at", {"words": ""}),),
            least=365,
        ),
        order=16,
    )
)
keep_class(
    DataClass(
        "sealed",
        _l("Words that were covered or removed"),
        _l("What a covered or removed text said, locked away"),
        _l("so that a wrong decision can be undone"),
        PUBLIC_TASK,
        _l("an administrator, and each reading is logged"),
        {"redaction": "original content small", "removal": "sealed content small"},
        how_long=_l("until nobody can appeal any more, or the day set for it"),
        order=17,
    )
)
# With the words of the author these go too; where they stay, they name nobody.
covered(
    {
        "statement": "because",
        "appeal": "answer",
        "hiding": "because restored_because",
        "joint_decision": "because",
        "redaction": "because undone_because",
        "removal": "because",
    }
)

# What tells who in the office did it, and what tells nothing about anybody.
also(
    "staff",
    {
        "appeal": "decided_by_id",
        "approval": "by_id",
        "assignment": "person_id by_id",
        "flag": "closed_by_id",
        "hiding": "by_id restored_by_id",
        "joint_decision": "by_id",
        "reason_template": "added_by_id",
        "redaction": "by_id undone_by_id",
        "removal": "by_id undone_by_id",
        "review_item": "decided_by_id",
        "statement": "by_id",
        "watch_word": "by_id",
    },
)
impersonal(
    {
        "appeal": "id statement_id due_at decided_at",
        "approval": "id subject_kind subject_id at",
        "assignment": "id place_kind place_id at",
        "flag": "id subject_kind subject_id",
        "hiding": "id subject_kind subject_id",
        "joint_decision": "id act reason job_id at finished_at",
        "joint_part": "id decision_id item_id version outcome",
        "reason_template": "id reason words_hu words_en submit_key at retired_at",
        "redaction": "id subject_kind subject_id part kind erased_at",
        "removal": "id subject_kind subject_id sealed_until erased_at",
        "review_cause": "id item_id kind weight",
        "review_item": "id subject_kind subject_id version score place_kind place_id opened_at "
        "decided_at decided_act campaign waiting held reported light",
        "statement": "id subject_kind subject_id row_kind row_id place_kind place_id",
        "watch_word": "id word language weight holds at",
    }
)
