"""Small cells are suppressed, the same ones everywhere."""

from forum.core.cells import safe

COUNTS = {1: 2, 2: 6, 3: 6, 4: 43}


def hidden(names):
    cells = safe({(number, names[number]): COUNTS[number] for number in COUNTS}, 57)
    return {cell.id for cell in cells if cell.suppressed}


def test_which_are_hidden_does_not_depend_on_what_they_are_called():
    hungarian = {1: "Avas", 2: "Belváros", 3: "Csabai kapu", 4: "Diósgyőr"}
    english = {1: "Avas", 2: "Town centre", 3: "Csaba gate", 4: "Diósgyőr"}
    assert hidden(hungarian) == hidden(english) == {1, 2}


def test_a_single_small_cell_takes_another_with_it():
    cells = safe({(1, "a"): 3, (2, "b"): 9, (3, "c"): 9}, 21)
    assert [cell.people for cell in cells] == [None, None, 9]


def test_nothing_is_told_of_a_handful():
    assert safe({(1, "a"): 4}, 4) == ()


def test_those_who_did_not_say_come_last():
    cells = safe({(None, "not given"): 6, ("web", "online"): 6, ("desk", "at a table"): 3}, 15)
    assert {cell.id for cell in cells if cell.suppressed} == {"desk", "web"}
