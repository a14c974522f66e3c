"""What the sorting of opinions makes of them: themes, quotes, groups of people who weigh alike."""

from flask_babel import lazy_gettext as _l

from forum.core.grounds import PUBLIC_TASK
from forum.core.keeping import DataClass, also, impersonal, keep_class

keep_class(
    DataClass(
        "sorting",
        _l("What is worked out from the words of residents"),
        _l("Which themes an opinion belongs to, quotes, groups of people who weigh alike"),
        _l("so that thousands of opinions can be read and answered"),
        PUBLIC_TASK,
        _l("themes and quotes everybody; who is in a group nobody, and none of fewer than five"),
        {
            "analysis": "unsorted copies to_check samples arrived counts words quotes codebook",
            "membership": "opinion_id theme_id confidence words by_staff",
            "move": "opinion_id left joined words gain",
            "proposal": "label words opinion_ids example_ids overlap",
            "verdict": "opinion_id theme_id belongs position held",
            "theme": "seeds examples avoid",
            "theme_version": "before",
            "board_step": "summary changes",
            "group_member": "group_id person_id",
            "opinion_map": "themes spots",
        },
        how_long=_l("as long as the opinions; worked out anew when they change"),
        order=14,
    )
)

# What tells who in the office did it, and what tells nothing about anybody.
also(
    "staff",
    {
        "analysis": "by_id",
        "board_step": "by_id undone_by_id",
        "proposal": "by_id",
        "theme": "created_by_id",
        "theme_version": "by_id",
        "verdict": "by_id",
    },
)
impersonal(
    {
        "analysis": "id conversation_id job_id at finished_at failed settings input_hash "
        "opinions_count sorting_agreed sorting_checked",
        "board_step": "id conversation_id at kind undone_at",
        "group_statement": "group_id opinion_id side place taken seen others_taken others_seen",
        "membership": "id conversation_id",
        "move": "id analysis_id",
        "opinion_group": "id conversation_id letter size",
        "opinion_map": "conversation_id made_at",
        "proposal": "id conversation_id analysis_id key nearest_id splits_id state theme_id at",
        "theme": "id project_id parent_id facet name_hu name_en description_hu "
        "description_en created_at merged_into_id retired_at",
        "theme_version": "id theme_id at",
        "verdict": "id at",
        "vote_analysis": "conversation_id made_at state chance stability people on_map opinions "
        "votes seed",
        "vote_standing": "opinion_id conversation_id standing agrees disagrees passes consensus "
        "apart parts",
    }
)
