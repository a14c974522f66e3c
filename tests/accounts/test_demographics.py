"""Nobody has to say where they live, how old they are or of which sex, on any form."""

import pytest
from wtforms.validators import DataRequired, InputRequired

from forum.core.forms import Form

TRAITS = {"neighbourhood", "home", "age_band", "sex"}
#: Forms that describe a thing and no person: where a spot, a target or a census line belongs.
OF_THINGS = (
    "forum.city.",
    "forum.participation.",
    "forum.planning.needs.",
    "forum.planning.seasons.",
)


def forms(kind=Form):
    for each in kind.__subclasses__():
        yield each
        yield from forms(each)


def test_every_form_that_asks_for_traits_takes_none_for_an_answer(app):
    found = []
    for form in set(forms()):
        for name in TRAITS & set(dir(form)):
            field = getattr(form, name)
            if not hasattr(field, "field_class") or form.__module__.startswith(OF_THINGS):
                continue
            found.append((form, name))
            rules = [*field.kwargs.get("validators", ()), *(a for a in field.args if callable(a))]
            needed = any(isinstance(rule, (DataRequired, InputRequired)) for rule in rules)
            assert not needed, (form, name)
    assert len(found) >= 15


@pytest.mark.parametrize("page", ["speak", "ideas", "event", "support"])
def test_the_forms_of_residents_offer_not_to_say(client, make, page):
    path = {
        "speak": f"/conversations/{make.conversation('speak').id}/speak",
        "ideas": "/ideas/new",
        "event": f"/events/{make.event().id}/registration",
        "support": f"/ideas/{make.idea().id}/support",
    }[page]
    text = client.get(path, headers={"Accept-Language": "en"}).text
    assert text.count("I would rather not say") == 2
