"""A backup of a database that goes away says so in a sentence, and leaves nothing behind."""

from forum.upkeep.backup import folder


def test_a_database_that_cannot_be_read_is_told_in_a_sentence(new_house):
    house = new_house("sqlite")  # it has no tables yet
    told = house.test_cli_runner().invoke(args=["backup"])
    assert told.exit_code == 1
    assert "No backup was made: no such table" in told.output
    assert "Traceback" not in told.output
    with house.app_context():
        assert [each.name for each in folder.folder().iterdir()] == [".lock"]
