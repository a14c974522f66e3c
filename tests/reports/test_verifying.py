"""``flask publications verify`` finds whatever was changed behind the application's back."""

import pytest
from sqlalchemy import text

from forum.core.db import db


@pytest.fixture
def verify(app):
    """Run the command: ``verify()`` returns its exit code and what it said."""

    def run():
        db.session.remove()
        result = app.test_cli_runner().invoke(args=["publications", "verify"])
        return result.exit_code, result.output

    return run


@pytest.fixture
def tamper(app):
    """Change rows as somebody with the database's password could, past the triggers."""

    def run(statement, **values):
        with db.engine.begin() as connection:
            if db.engine.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            else:
                _disarm(connection)
            connection.execute(text(statement), values)

    def _disarm(connection):
        names = connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ).scalars()
        for name in names.all():
            connection.execute(text(f"DROP TRIGGER {name}"))

    db.session.rollback()
    return run


def test_untouched_publications_are_as_they_were(published, verify):
    code, said = verify()
    assert (code, "1 " in said) == (0, True)


def test_no_publication_is_no_fault(app, verify):
    assert verify()[0] == 0


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "UPDATE publication_file SET content = :x WHERE name = 'data.json'",
            "data.json has changed",
        ),
        (
            "UPDATE publication_file SET content = :x, sha256 = "
            "'2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881' "
            "WHERE name = 'data.json'",
            "data.json is not what SHA256SUMS says",
        ),
        ("DELETE FROM publication_file WHERE name = 'themes.csv'", "themes.csv is missing"),
        ("UPDATE publication_file SET content = :x WHERE name = 'SHA256SUMS'", "SHA256SUMS"),
        ("UPDATE publication SET checksum = '00'", "the log"),
    ],
)
def test_whatever_was_changed_is_named(published, tamper, verify, statement, fault):
    tamper(statement, **({"x": b"x"} if ":x" in statement else {}))
    code, said = verify()
    assert code == 1
    assert "summary no. 1" in said
    assert fault in said
