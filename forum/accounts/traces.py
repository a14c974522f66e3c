"""What is kept wherever somebody took part: neighbourhood and age, fingerprints, codes of slips."""

from flask_babel import lazy_gettext as _l

from forum.core.grounds import CONSENT, DUTY, PUBLIC_TASK
from forum.core.keeping import EMPTIED, UNLINKED, DataClass, Retention, keep_class

#: Figures are compared over a funding period of five years.
FINGERPRINT_DAYS = 5 * 365
#: From an idea to the program made of it and its evaluation.
CODE_DAYS = 5 * 365

keep_class(
    DataClass(
        "demographics",
        _l("Neighbourhood, age band and sex"),
        _l("Your neighbourhood and age band, and your sex where it was asked, if you gave them"),
        _l("so that the city sees whom it has heard and whom not yet"),
        CONSENT,
        _l("the staff; everybody sees counts, none of fewer than five people"),
        {},
        how_long=_l("as counts are; names and contacts beside them are erased much earlier"),
        order=20,
    )
)
keep_class(
    DataClass(
        "fingerprints",
        _l("The fingerprint of a contact"),
        _l("A contact told at the desk or at the door: never itself, but a keyed fingerprint"),
        _l("so that one person is counted once, wherever they took part"),
        DUTY,
        _l("nobody"),
        {},
        retention=Retention(
            FINGERPRINT_DAYS,
            _l("after it was last used"),
            _l("People are counted by the year; somebody away for five years may count anew."),
            UNLINKED,
            least=365,
        ),
        evidence=True,
        order=26,
    )
)
keep_class(
    DataClass(
        "codes",
        _l("The code on a slip"),
        _l("A fingerprint of the code by which you find your words, idea or registration again"),
        _l("so that you can see what became of it without an account"),
        PUBLIC_TASK,
        _l("whoever holds the slip"),
        {},
        retention=Retention(
            CODE_DAYS,
            _l("after you got it"),
            _l("What became of a word is settled by then; a lost slip opens nothing any more."),
            EMPTIED,
            least=365,
        ),
        order=25,
    )
)
