"""What is kept of accounts, browsers and ways to be reached, and for how long."""

from flask_babel import lazy_gettext as _l

from forum.core.grounds import CONSENT, PUBLIC_TASK, SAFETY
from forum.core.keeping import (
    DELETED,
    EMPTIED,
    UNLINKED,
    DataClass,
    Retention,
    also,
    deleting,
    emptying,
    impersonal,
    keep_class,
)

#: Conversations come round every year: whoever missed two of them is not waiting for a third.
ACCOUNT_DAYS = 3 * 365
#: The letter with the link works for a week; some people look into their mail once a month.
UNCONFIRMED_DAYS = 30
#: As long as the cookie lives, so after it nobody could come back by it anyway.
BROWSER_DAYS = 180
#: From a question to what became of it takes a year or two (season, plan, program).
REACH_DAYS = 2 * 365
#: Links work for two weeks at most; afterwards it is only told that they are used up.
TOKEN_DAYS = 30
#: The calendar of a city reaches two months ahead.
DOUBLE_DAYS = 60
#: From the first program a child can join to the day they need nobody's consent.
GUARDIAN_DAYS = 9 * 365

keep_class(
    DataClass(
        "account",
        _l("Accounts"),
        _l("Your account: name, e-mail address, password, language, role, when you last signed in"),
        _l("so that you can sign in and be told what became of your opinion"),
        CONSENT,
        _l("you and the administrators; the password nobody"),
        {
            "person": "role name email email_confirmed_at password_hash session_stamp language "
            "created_at disabled_at age_to_ask"
        },
        retention=Retention(
            ACCOUNT_DAYS,
            _l("after the last sign-in"),
            _l("Conversations come round every year; whoever missed several does not come back."),
            UNLINKED,
            least=365,
        ),
        how_long=_l("as long as the account exists; 30 days before it goes you get a letter"),
        order=30,
    )
)
keep_class(
    DataClass(
        "unconfirmed",
        _l("A registration nobody confirmed"),
        _l("The name and e-mail address of an account whose letter was never answered"),
        _l("so that you can still confirm it"),
        CONSENT,
        _l("the administrators"),
        {},
        retention=Retention(
            UNCONFIRMED_DAYS,
            _l("after the registration"),
            _l("The link works for days; whoever reads mail once a month still finds it in order."),
            UNLINKED,
            least=7,
        ),
        order=31,
    )
)
keep_class(
    DataClass(
        "browser",
        _l("The mark of a browser"),
        _l("A fingerprint that tells your browser, if you speak or weigh without an account"),
        _l("so that two forms sent at once do not make two people of you"),
        PUBLIC_TASK,
        _l("nobody"),
        {"person": "visitor_key"},
        retention=Retention(
            BROWSER_DAYS,
            _l("after the first contribution"),
            _l("The cookie lives as long; after it, nobody could come back by the mark."),
            EMPTIED,
            lambda: (emptying("person", "created_at", {"visitor_key": None}),),
        ),
        order=34,
    )
)
keep_class(
    DataClass(
        "reach",
        _l("Where somebody wants to be told"),
        _l("The e-mail address or telephone number you gave in order to be told, what you follow"),
        _l("so that you hear what became of your word"),
        CONSENT,
        _l("the staff who call you; addresses the administrators"),
        {
            "reach": "person_id email phone language contact_key asked_at confirmed_at stopped_at",
        },
        how_long=_l("until you unsubscribe or ask us to delete it"),
        retention=Retention(
            REACH_DAYS,
            _l("after it was given"),
            _l("From a question to what became of it takes a year or two."),
            EMPTIED,
            lambda: (emptying("reach", "asked_at", {"email": None, "phone": None}),),
            least=90,
        ),
        order=32,
    )
)
keep_class(
    DataClass(
        "devices",
        _l("Where somebody is signed in, and how they prove who they are"),
        _l("The kind of browser, when it was last seen; passkeys, recovery codes as fingerprints"),
        _l("so that you see where you are signed in, and nobody else can be"),
        SAFETY,
        _l("you; secrets nobody"),
        {
            "sign_in_session": "person_id hash created_at seen_at device how stay second_at "
            "proved_at",
            "code_app": "person_id secret waiting last_step created_at confirmed_at",
            "passkey": "person_id credential public_key sign_count transports name created_at "
            "used_at",
            "recovery_code": "person_id hash created_at used_at",
            "challenge": "hash purpose person_id expires_at",
            "external_identity": "person_id issuer subject created_at used_at",
        },
        how_long=_l("until you sign out or remove it; 180 days at most without a sign of life"),
        order=33,
    )
)
keep_class(
    DataClass(
        "consent",
        _l("What was agreed to"),
        _l("Which privacy notice you read and agreed to, and when"),
        _l("so that the city can show that you agreed"),
        CONSENT,
        _l("you and the administrators"),
        {"consent": "person_id about version agreed at how"},
        how_long=_l("as long as the account exists"),
        order=35,
    )
)
keep_class(
    DataClass(
        "guardian",
        _l("The guardian of somebody under 16"),
        _l("The guardian’s name and contact, and how the consent was given"),
        _l("because somebody under 16 needs a guardian’s consent"),
        CONSENT,
        _l("the staff who note the consent; the young person reads it among their own data"),
        {
            "guardian": "person_id name contact language token_hash asked_at confirmed_at how "
            "evidence withdrawn_at grown_at"
        },
        how_long=_l("until the young person is 16, or the consent is taken back"),
        retention=Retention(
            GUARDIAN_DAYS,
            _l("after the consent was asked for"),
            _l("From seven, when children come to programs, to sixteen."),
            EMPTIED,
            lambda: (
                emptying("guardian", "asked_at", {"name": "", "contact": "", "evidence": ""}),
            ),
            least=365,
        ),
        order=36,
    )
)
keep_class(
    DataClass(
        "tokens",
        _l("Links that were sent, and keys for programs"),
        _l("A fingerprint of each link or key, when it was made and used"),
        _l("so that a link works once, and not for long"),
        SAFETY,
        _l("nobody"),
        {"one_time_token": "person_id purpose value hash created_at expires_at used_at"},
        retention=Retention(
            TOKEN_DAYS,
            _l("after it stopped working"),
            _l("Long enough to tell that a link was used already."),
            DELETED,
            lambda: (deleting("one_time_token", "expires_at"),),
        ),
        order=70,
    )
)
keep_class(
    DataClass(
        "doubles",
        _l("What was typed with a contact known already"),
        _l("A form sent with a contact that had been used before, for the page of its code"),
        _l("so that nobody learns from the answer whether a contact is known"),
        SAFETY,
        _l("whoever holds its code"),
        {"double": "submit_key code_hash contact_key told at"},
        retention=Retention(
            DOUBLE_DAYS,
            _l("after it was sent"),
            _l("The event it was for is over, or the code has been looked at."),
            DELETED,
            lambda: (deleting("double", "at"),),
            least=7,
        ),
        order=24,
    )
)

# What tells who in the office did it, and what tells nothing about anybody.
also(
    "staff",
    {
        "consent": "noted_by_id",
        "guardian": "confirmed_by_id",
        "privacy_notice": "by_id",
    },
)
impersonal(
    {
        "challenge": "id",
        "code_app": "id",
        "consent": "id",
        "double": "id kind thing_id",
        "external_identity": "id",
        "guardian": "id",
        "one_time_token": "id",
        "passkey": "id",
        "person": "id",
        "privacy_notice": "id number at changed_hu changed_en submit_key",
        "reach": "id",
        "recovery_code": "id",
        "sign_in_session": "id",
    }
)
