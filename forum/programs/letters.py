"""The letter after a session: thanks, and three questions."""

from flask_babel import force_locale
from flask_babel import gettext as _

from forum.accounts.letters import write_to
from forum.core.mail import site_url
from forum.events.registration.registrations import Registration
from forum.events.wording import when
from forum.programs.models import ProgramSession


def thank(registration: Registration, session: ProgramSession) -> None:
    """Thank somebody who registered for a session, in their language, and ask how it was.

    The address may have been typed by somebody else, so no name that was typed stands in it.
    """
    recipient, person = registration.email, registration.person
    if recipient is None:
        return
    known = (
        person is not None and person.email == recipient and person.email_confirmed_at is not None
    )
    with force_locale(registration.language):
        event = session.event
        write_to(
            recipient,
            registration.language,
            _("Thank you for coming: %(title)s", title=event.title),
            _("You registered for this program, and we hope you had a good time:"),
            f"{event.title}\n{when(event)}",
            _("How was it? Three short questions, half a minute; you need no account:")
            + "\n"
            + site_url(f"/events/{event.id}/feedback"),
            _("If you could not come after all, there is nothing to do."),
            name=person.name if known and person is not None else "",
            person=person if known else None,
        )
