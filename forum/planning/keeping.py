"""What is kept of ballots on the programs of a season."""

from forum.core.covering import office_notes
from forum.core.keeping import also, impersonal

also(
    "weighing",
    {
        "ballot": "person_id channel submit_key at changed_at",
        "ballot_choice": "ballot_id candidate_id",
    },
)
also("demographics", {"ballot": "neighbourhood_id age_band_id"})
also("fingerprints", {"ballot": "contact_key"})
office_notes(
    {
        "candidate": "dropped_because",
        "plan": "note",
        "plan_item": "uncited_because",
        "plan_takedown": "because",
    },
    {"plan": "created_at"},
)

# What tells who in the office did it, and what tells nothing about anybody.
also(
    "staff",
    {
        "ballot": "entered_by_id",
        "candidate": "created_by_id",
        "decision": "by_id",
        "need": "published_by_id created_by_id",
        "plan": "approved_by_id created_by_id",
        "plan_item": "decided_by_id",
        "plan_publication": "by_id",
        "plan_takedown": "by_id",
        "voting": "by_id",
    },
)
impersonal(
    {
        "ballot": "id season_id",
        "ballot_choice": "id",
        "candidate": "id season_id category_id community_id title_hu title_en description_hu "
        "description_en cost expected program_id dropped_at "
        "submit_key created_at version",
        "candidate_age_band": "candidate_id age_band_id",
        "candidate_idea": "candidate_id idea_id",
        "candidate_need": "candidate_id need_id",
        "candidate_neighbourhood": "candidate_id neighbourhood_id",
        "decision": "id conversation_id theme_id choice heard_hu will_hu why_hu heard_en "
        "will_en why_en at replaced_at",
        "need": "id project_id category_id title_hu title_en text_hu text_en concerns_hu "
        "concerns_en importance published_at retired_at submit_key created_at "
        "version tick",
        "need_age_band": "need_id age_band_id",
        "need_idea": "id need_id idea_id",
        "need_neighbourhood": "need_id neighbourhood_id",
        "need_opinion": "id need_id opinion_id",
        "need_theme": "id need_id conversation_id theme_id",
        "plan": "id season_id number name budget based_on_id approved_at "
        "over_because_hu over_because_en replaced_at submit_key created_at version",
        "plan_item": "id plan_id candidate_id choice cost expected reason_hu reason_en change_hu "
        "change_en decided_at version",
        "plan_item_idea": "item_id idea_id",
        "plan_item_need": "item_id need_id",
        "plan_item_theme": "id item_id conversation_id theme_id",
        "plan_publication": "id plan_id content pdf_hu pdf_en checksums at",
        "plan_takedown": "id publication_id at",
        "program_idea": "id program_id idea_id",
        "program_need": "id program_id need_id",
        "voting": "id season_id opens_at closes_at conversation_id draw_seed budget at tick",
    }
)
