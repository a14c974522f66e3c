"""What a class of data is called is read by the office too, and speaks to nobody in person."""

import pytest
from flask_babel import force_locale

from forum.core.keeping import classes

PERSON = {"en": (" your ", " you "), "hu": (" ön ", " önnek ", " önről ", " önt ", " fiókja ")}


@pytest.mark.parametrize("language", ["en", "hu"])
def test_titles_speak_of_residents_and_not_to_them(app, language):
    with app.test_request_context(), force_locale(language):
        told = [f" {one.title} ".lower() for one in classes()]
    assert [title for title in told if any(word in title for word in PERSON[language])] == []
