"""What is kept of feedback on programs."""

from forum.core.covering import office_notes
from forum.core.keeping import also, impersonal

also("weighing", {"feedback": "person_id rating good_id better_id channel submit_key at"})
also("demographics", {"feedback": "neighbourhood_id age_band_id"})
also("fingerprints", {"feedback": "contact_key"})
office_notes({"program": "cancelled_because"})

# What tells who in the office did it, and what tells nothing about anybody.
also(
    "staff",
    {
        "feedback": "entered_by_id",
        "program": "announced_by_id cancelled_by_id done_by_id created_by_id",
    },
)
impersonal(
    {
        "feedback": "id program_id event_id",
        "program": "id season_id project_id community_id category_id title_hu title_en "
        "description_hu description_en organiser_hu organiser_en is_free price_hu "
        "price_en cost funding_hu funding_en conversation_id announced_at "
        "cancelled_at done_at outcome_hu outcome_en submit_key "
        "created_at version tick",
        "program_age_band": "program_id age_band_id",
        "program_neighbourhood": "program_id neighbourhood_id",
        "program_series": "id program_id rhythm first_day last_day begins ends exceptions submit_key "
        "created_at",
        "program_session": "id program_id series_id event_id thanked_at",
        "season": "id project_id name_hu name_en starts_on ends_on tick created_at",
    }
)
