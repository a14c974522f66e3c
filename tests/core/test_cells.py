"""Small cells are suppressed, the same ones everywhere."""

from forum.core.cells import safe, suppressed

COUNTS = {1: 2, 2: 6, 3: 6, 4: 43}


def hidden(names):
    counted = {(number, names[number]): COUNTS[number] for number in COUNTS}
    assert {cell.id for cell in safe(counted, 57)} == {2, 3, 4}
    return {cell.id for cell in suppressed(counted, 57) if cell.suppressed}


def test_which_are_hidden_does_not_depend_on_what_they_are_called():
    hungarian = {1: "Avas", 2: "Belváros", 3: "Csabai kapu", 4: "Diósgyőr"}
    english = {1: "Avas", 2: "Town centre", 3: "Csaba gate", 4: "Diósgyőr"}
    assert hidden(hungarian) == hidden(english) == {1, 2}


def test_a_single_small_cell_takes_another_with_it():
    cells = suppressed({(1, "a"): 3, (2, "b"): 9, (3, "c"): 9}, 21)
    assert [cell.people for cell in cells] == [None, None, 9]


def test_nothing_is_told_of_a_handful():
    assert safe({(1, "a"): 4}, 4) == suppressed({(1, "a"): 4}, 4) == ()


def test_numbers_go_in_steps_and_are_never_more_than_there_are():
    cells = safe({(1, "a"): 13, (2, "b"): 9, (3, "c"): 4}, 26)
    assert [(cell.id, cell.people) for cell in cells] == [(1, 10), (2, 5)]


def test_what_would_follow_from_the_total_is_told_lower():
    """Ten and ten of twenty: nobody is left over, so both would be known exactly."""
    cells = safe({(1, "a"): 10, (2, "b"): 10}, 20)
    assert sorted(cell.people for cell in cells) == [5, 10]


def test_those_who_did_not_say_come_last():
    cells = suppressed(
        {(None, "not given"): 6, ("web", "online"): 6, ("desk", "at a table"): 3}, 15
    )
    assert {cell.id for cell in cells if cell.suppressed} == {"desk", "web"}
