"""What is kept of those who work for the city, and the log."""

from flask_babel import lazy_gettext as _l

from forum.core.covering import NOTES
from forum.core.grounds import PUBLIC_TASK
from forum.core.keeping import EMPTIED, DataClass, Retention, impersonal, keep_class

#: A mistake in the figures is looked for until the grant is accounted for, and never so long after.
NOTE_DAYS = 5 * 365

LOG = keep_class(
    DataClass(
        "log",
        _l("The log"),
        _l("What staff members did, with their names; never a resident’s name or words"),
        _l("so that the city can be held to account"),
        PUBLIC_TASK,
        _l("everybody, or the administrators where it concerns the staff only"),
        {
            "audit_entry": "at act actor_id actor_name subject_kind subject_id reference details "
            "public",
            "audit_seal": "entry_id previous digest",
        },
        how_long=_l("always; the log cannot be changed"),
        order=95,
    )
)
keep_class(
    DataClass(
        "staff",
        _l("Who in the office did something"),
        _l("Which staff member opened, decided, entered, answered or corrected something"),
        _l("so that the city can be held to account"),
        PUBLIC_TASK,
        _l("the staff; decisions and answers everybody"),
        {},
        how_long=_l("as long as what they did is kept"),
        order=90,
    )
)
keep_class(
    DataClass(
        NOTES,
        _l("Notes and reasons of the office"),
        _l(
            "What the office noted beside its work, and why it corrected, merged or ended something"
        ),
        _l("so that somebody else in the office understands it later"),
        PUBLIC_TASK,
        _l("the staff; why something public was ended or withdrawn everybody"),
        {},
        how_long=_l(
            "names of whoever has themselves erased are covered in them at once; public reasons "
            "stay as long as what they explain"
        ),
        retention=Retention(
            NOTE_DAYS,
            _l("after it was noted"),
            _l("By then the figures are accounted for, and nobody asks why."),
            EMPTIED,
            least=365,
        ),
        evidence=True,
        order=61,
    )
)

# What tells who in the office did it, and what tells nothing about anybody.
impersonal(
    {
        "audit_entry": "id",
        "audit_seal": "id",
    }
)
