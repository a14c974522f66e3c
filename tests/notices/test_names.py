"""Letters of news greet by the name of whoever reads them, unless a mail program would link it."""

import pytest

from forum.core import news
from forum.core.db import db
from forum.core.news import News


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Éva", "Kedves Éva!"),
        ("Nyert http://evil.example", "Jó napot kívánunk!"),
        ("www.evil", "Jó napot kívánunk!"),
        ("evil.example", "Jó napot kívánunk!"),
    ],
)
def test_a_name_never_becomes_a_link(make, people, outbox, write_letters, name, greeting):
    people.ana.name = name
    opinion = make.opinion("Több padot!", author=people.ana)
    told = News(
        "opinion_approved",
        "1",
        ("opinion", opinion.id),
        f"/opinions/{opinion.id}",
        {"reference": opinion.reference},
    )
    news.tell(told, [people.ana.id])
    db.session.commit()
    write_letters()
    letter = outbox()[-1]
    assert greeting in letter.body
    assert greeting in letter.html
    assert "evil" not in letter.body + letter.html
