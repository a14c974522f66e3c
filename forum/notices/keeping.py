"""What is kept of what people are told: news in the page, what they follow, how they want it."""

from flask_babel import lazy_gettext as _l

from forum.core.grounds import PUBLIC_TASK
from forum.core.keeping import DELETED, DataClass, Retention, also, deleting, impersonal, keep_class

#: News of two seasons back is read by nobody, and nothing is told twice so late.
NOTICE_DAYS = 2 * 365

keep_class(
    DataClass(
        "notices",
        _l("News for residents"),
        _l("What you were told on the site, when you read it, or that you were called"),
        _l("so that you hear what became of your word, once"),
        PUBLIC_TASK,
        _l("you, and the staff who call you"),
        {
            "notice": "person_id kind key topic_kind topic_id path details at read_at "
            "letter_due_at letter_id call_due called_at"
        },
        retention=Retention(
            NOTICE_DAYS,
            _l("after they were told"),
            _l("News of two seasons back is read by nobody."),
            DELETED,
            lambda: (deleting("notice", "at"),),
            least=180,
        ),
        order=40,
    )
)
also(
    "reach",
    {
        "following": "person_id topic_kind topic_id at",
        "notice_preference": "person_id pace quiet_from quiet_until most_a_day muted changed_at",
    },
)

# What tells who in the office did it, and what tells nothing about anybody.
also(
    "staff",
    {
        "notice": "called_by_id",
    },
)
impersonal(
    {
        "following": "id",
        "notice": "id",
    }
)
