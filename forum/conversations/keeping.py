"""What is kept of what people say and how they weigh; the rooms where they do add their columns."""

from flask_babel import lazy_gettext as _l

from forum.core.covering import office_notes
from forum.core.grounds import PUBLIC_TASK
from forum.core.keeping import (
    DELETED,
    EMPTIED,
    UNLINKED,
    DataClass,
    Retention,
    also,
    impersonal,
    keep_class,
)

#: Two funding periods: by then nobody has to answer for a word of theirs any more.
WORDS_DAYS = 10 * 365
#: A funding period; then how somebody weighed only matters as a sum.
WEIGHING_DAYS = 5 * 365
#: Questions are answered, offers taken up and queues closed long before.
PASSING_DAYS = 2 * 365
#: Whoever imported a file finds a mistake in it within a year, when its figures are used.
UPLOAD_DAYS = 365

keep_class(
    DataClass(
        "words",
        _l("What residents say"),
        _l("Your opinion, idea, question or comment, its pictures, its day, how it reached us"),
        _l("so that the city can decide, and everybody can check what it did with it"),
        PUBLIC_TASK,
        _l("everybody, once it appears; if it is hidden, you and the staff"),
        {},
        how_long=_l("as long as the city has to account for what it decided"),
        order=10,
    )
)
keep_class(
    DataClass(
        "signature",
        _l("The name under the words"),
        _l("The name or nickname under what you wrote, and what you changed in it before"),
        _l("so that your words are yours, if you want that"),
        PUBLIC_TASK,
        _l("everybody, beside your words; earlier wordings the staff"),
        {},
        retention=Retention(
            WORDS_DAYS,
            _l("after it was written"),
            _l("Two funding periods: by then nobody has to answer for a word any more."),
            UNLINKED,
            least=365,
        ),
        order=11,
    )
)
keep_class(
    DataClass(
        "weighing",
        _l("How residents weigh, support and vote"),
        _l("What you agreed with, which ideas you support, your ballot, how a program was to you"),
        _l("so that each person counts once and can change it"),
        PUBLIC_TASK,
        _l("nobody; only the sums are public"),
        {},
        how_long=_l(
            "as long as the sums can be checked; without an account, or after it is erased, under "
            "a number that is nobody’s"
        ),
        retention=Retention(
            WEIGHING_DAYS,
            _l("after it was done"),
            _l("A funding period; after it only the sums matter."),
            UNLINKED,
            least=365,
        ),
        order=12,
    )
)
keep_class(
    DataClass(
        "passing",
        _l("What is for the moment only"),
        _l("Your place in the line of speakers, whose question you supported, help you offered"),
        _l("so that everybody gets their turn, and whoever offers help can be asked"),
        PUBLIC_TASK,
        _l("the staff; in the hall everybody sees whose turn it is"),
        {},
        retention=Retention(
            PASSING_DAYS,
            _l("after it was done"),
            _l("By then minutes are approved and offers of help taken up."),
            DELETED,
            least=90,
        ),
        order=13,
    )
)
keep_class(
    DataClass(
        "uploads",
        _l("Lists that the office brought in"),
        _l("The file of opinions or ideas collected on paper or elsewhere, as it was"),
        _l("so that what came from a file can be checked"),
        PUBLIC_TASK,
        _l("the staff"),
        {},
        retention=Retention(
            UPLOAD_DAYS,
            _l("after it was uploaded"),
            _l("A mistake is found when the figures of the year are made."),
            EMPTIED,
            least=30,
        ),
        order=60,
    )
)
office_notes({"closing": "because"})

# What tells who in the office did it, and what tells nothing about anybody.
also(
    "staff",
    {
        "closing": "by_id reopened_by_id",
        "conversation": "created_by_id",
        "opening": "by_id",
    },
)
impersonal(
    {
        "closing": "id conversation_id at reopened_at",
        "conversation": "id purpose project_id question_hu question_en introduction_hu "
        "introduction_en who_speaks who_weighs moderation safety draw_seed "
        "submit_key created_at opinions_count people_count weighings_count tick",
        "conversation_neighbourhood": "conversation_id neighbourhood_id",
        "opening": "id conversation_id at",
        "phase": "id conversation_id kind starts_at ends_at",
    }
)
