"""What every form asks that takes a name or a contact: consent, and whether somebody is young."""

from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from forum.accounts import consents
from forum.accounts.guardian_proofs import LONGEST_EVIDENCE, PROOFS
from forum.accounts.guardians import YOUNG, guardian_of, is_young_band
from forum.accounts.models import Person
from forum.core.contacts import LONGEST_CONTACT
from forum.core.fields import paragraph, reachable
from forum.core.forms import TOO_LONG, Flag, Form, KeyedForm, choice, one_line

#: Fields that hold a name or a contact, in whatever form they stand.
NAMES = ("signature", "name", "person_name")
CONTACTS = ("contact", "email")
#: What a form asks last, however it is put together: problems are told in the order of the page.
LAST = ("years", "guardian_name", "guardian_contact", "younger", "consent")


class Consenting:
    """A form that may take a name or a contact, and then needs a yes to the privacy notice."""

    consent = Flag(_l("I have read the privacy notice and agree to it."))

    #: What is said when the tick is missing.
    without_consent: Any = _l(
        "Please read the privacy notice and tick this, or leave out name and contact."
    )
    _giver: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self._fields  # type: ignore[attr-defined]
        for name in filter(fields.__contains__, LAST):
            fields[name] = fields.pop(name)

    def of(self, person: Any) -> Self:
        """Say who fills the form in: whoever agreed to the version in force is not asked again."""
        self._giver = person
        if person.is_authenticated and consents.has_agreed(person):
            del self.consent
        return self

    @property
    def gives_personal(self) -> bool:
        """Whether a name or a contact was given."""
        return any(self[name].data for name in (*NAMES, *CONTACTS) if name in self)  # type: ignore[index, operator]

    def validate_consent(self, field: Any) -> None:
        """Ask for the yes, but only of those who gave a name or a contact."""
        if self.gives_personal and not field.data:
            raise ValidationError(self.without_consent)

    def note_consent(self, person: Person, by: Person | None = None) -> None:
        """Note the yes of ``person`` with what was sent; ``by`` is staff who noted it for them."""
        if self.says_yes:
            consents.note(person, self._how(by), by)

    def note_consent_about(self, about: str, by: Person) -> None:
        """Note the yes with something that is nobody's row, such as a registration by phone."""
        if self.says_yes:
            consents.note_about(about, self._how(by), by)

    @property
    def says_yes(self) -> bool:
        """Whether a name or a contact came with a yes."""
        ticked = self.consent is not None and bool(self.consent.data)
        return ticked and self.gives_personal

    def _how(self, by: Person | None) -> str:
        channel = self["channel"].data if "channel" in self else ""  # type: ignore[index, operator]
        if by is None:
            return "form"
        return "paper" if channel == "paper" else "desk"


class SeenInTheHall(Consenting):
    """A form that staff fill in for people in front of them, and that is perhaps sent hours later."""

    consent = Flag(_l("The person saw the privacy notice, or signed the sheet on which it stands."))
    #: The version that was in force when the page was made: what the person saw.
    notice = HiddenField(default=lambda: str(consents.present()), validators=[Length(max=6)])

    #: By which way the yes came.
    how_seen = "desk"

    @property
    def version(self) -> int:
        """The version of the privacy notice that was shown; never one that is yet to come."""
        typed, latest = self.notice.data or "", consents.present()
        number = int(typed) if typed.isdecimal() and typed.isascii() else latest
        return number if consents.FIRST <= number <= latest else latest

    def validate_consent(self, field: Any) -> None:
        """Ask for the tick, but only where a name or a contact is written down."""
        if self.gives_personal and not field.data:
            raise ValidationError(
                _l(
                    "Please show the privacy notice and tick this, or leave out name and contact: "
                    "people without a name are counted by a tap."
                )
            )

    def note_seen(self, about: str, by: Person) -> None:
        """Note that somebody without a row of their own saw the notice, told to ``by``."""
        if self.says_yes:
            consents.note_about(about, self.how_seen, by, self.version)


class AboutMe(Consenting):
    """A form a resident fills in alone, perhaps a young one."""

    younger = Flag(
        _l("I am younger than 16; if I give a contact, it is my parent’s or guardian’s.")
    )

    def of(self, person: Any) -> Self:
        """Ask no account whether it is of somebody young: that is known."""
        super().of(person)
        if person.is_authenticated:
            del self.younger
        return self

    @property
    def is_young(self) -> bool:
        """Whether somebody says, or shows by the age they chose, that they are under sixteen."""
        said = self.younger is not None and bool(self.younger.data)
        return said or self._chose_young_band() or self._is_young_account()

    def _chose_young_band(self) -> bool:
        band = self["age_band"].data if "age_band" in self else None  # type: ignore[index, operator]
        return is_young_band(band)

    def _is_young_account(self) -> bool:
        return self._giver is not None and guardian_of(self._giver) is not None

    def validate_younger(self, field: Any) -> None:
        """Take no contact of a child: only that of the parent or guardian, who knows of it."""
        given = any(self[name].data for name in CONTACTS if name in self)  # type: ignore[index, operator]
        if given and self._chose_young_band() and not field.data:
            raise ValidationError(
                _l("Please give a parent’s or guardian’s contact instead of yours, and tick this.")
            )

    def signed(self, typed: str | None) -> str:
        """Return the name that may stand beside the words: of the young never their own."""
        return YOUNG if typed and self.is_young else typed or ""


class GrownOrYoung(Consenting):
    """The part of the registration that asks for the age and, of the young, for a guardian."""

    years = RadioField(
        _l("How old are you?"),
        choices=[
            choice("grown", _l("I am 16 or older")),
            choice("young", _l("I am younger than 16")),
        ],
        validators=[InputRequired(_l("Please choose one."))],
    )
    guardian_name = StringField(
        _l("Name of your parent or guardian"),
        filters=[one_line],
        validators=[Length(max=80, message=TOO_LONG)],
    )
    guardian_contact = StringField(
        _l("Their e-mail address or telephone"),
        filters=[one_line],
        validators=[Length(max=LONGEST_CONTACT, message=TOO_LONG), reachable],
    )

    @property
    def guardian(self) -> tuple[str, str] | None:
        """Name and contact of who answers for a young person; None for those of age."""
        if self.years.data != "young":
            return None
        return self.guardian_name.data or "", self.guardian_contact.data or ""

    def validate_guardian_name(self, field: Any) -> None:
        """Ask the young for a name."""
        if self.years.data == "young" and not field.data:
            raise ValidationError(_l("Please write who answers for you."))

    def validate_guardian_contact(self, field: Any) -> None:
        """Ask the young how that person can be reached, and not at the child's own address."""
        if self.years.data != "young":
            return
        if not field.data:
            raise ValidationError(_l("Please write how we can reach them."))
        own = self["email"].data if "email" in self else ""  # type: ignore[index, operator]
        if own and field.data.casefold() == own.casefold():
            raise ValidationError(_l("This is your own address. Please write theirs."))


class NoticeForm(KeyedForm):
    """What changed in the privacy notice."""

    changed_hu = paragraph(_l("What changed, in Hungarian"), consents.LONGEST_CHANGE, needed=True)
    changed_en = paragraph(_l("What changed, in English"), consents.LONGEST_CHANGE, needed=True)


class ProofForm(Form):
    """How the office knows that a yes or a no is the guardian's."""

    proof = RadioField(
        _l("How do you know that it is the parent’s or guardian’s word?"),
        choices=[choice(name, words) for name, words in PROOFS.items()],
        validators=[InputRequired(_l("Please choose one."))],
    )
    evidence = StringField(
        _l("Where it can be checked"),
        filters=[one_line],
        description=_l(
            "Needed for a yes only. Such as: the mother, called on 22 November; or: sheet in folder 3."
        ),
        validators=[
            DataRequired(_l("Please write where it can be checked.")),
            Length(max=LONGEST_EVIDENCE, message=TOO_LONG),
        ],
    )

    @property
    def proof_words(self) -> str:
        """The proof that was chosen, in the language of the page."""
        return str(PROOFS.get(self.proof.data, ""))


class RefusalForm(ProofForm):
    """How the office knows of a no; a note would be erased with the account."""

    evidence = StringField(
        _l("Where it can be checked"),
        filters=[one_line],
        validators=[Length(max=LONGEST_EVIDENCE, message=TOO_LONG)],
    )


class CallerForm(Form):
    """Whose guardian wants to take their consent back: found by the contact they gave."""

    contact = StringField(
        _l("The e-mail address or telephone they gave"),
        filters=[one_line],
        validators=[
            DataRequired(_l("Please write an e-mail address or a telephone number.")),
            Length(max=LONGEST_CONTACT, message=TOO_LONG),
            reachable,
        ],
    )
