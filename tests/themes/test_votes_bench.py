"""`python -m bench.votes` reads what Polis exports, and says in one line what it cannot."""

import json
from itertools import product

import pytest

from bench import coins, votes
from tests.themes.votes_sample import camps

ROWS = "timestamp,datetime,comment-id,voter-id,vote\n"


@pytest.fixture
def folder(tmp_path):
    """An export of two camps; somebody changed a vote, one statement was taken out."""
    lines = [f"{n},x,{v.opinion},{v.person},{v.value}" for n, v in enumerate(camps(), start=5)]
    lines.append("1,x,0,0,0")  # an older vote on a cell that has a newer one
    lines.append("2,x,99,0,1")
    (tmp_path / "votes.csv").write_text(ROWS + "\n".join(lines))
    comments = ["comment-id,agrees,disagrees,moderated,group-informed-consensus,comment-body"]
    comments += [f'{n},,,1,,"Statement {n},\nin two lines"' for n in range(12)]
    comments[1] = f'0,,,1,{consensus(0)},"Statement 0"'
    comments.append("99,,,-1,,Gone")
    (tmp_path / "comments.csv").write_text("\n".join(comments))
    groups = [f"{person},{int(person >= 30)},0" for person in range(60)]
    head = "participant,group-id,n-comments\n"
    (tmp_path / "participants-votes.csv").write_text(head + "\n".join(groups))
    (tmp_path / "summary.csv").write_text("topic,Két tábor\nviews,3\n")
    return tmp_path


def consensus(statement):
    product_ = 1.0
    for group in (range(30), range(30, 60)):
        said = [v.value for v in camps() if v.opinion == statement and v.person in group]
        product_ *= (said.count(1) + 1) / (len(said) + 2)
    return product_


def printed(capsys, *arguments):
    assert votes.main([*map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_an_export_is_read(folder, capsys):
    found = printed(capsys, folder)
    assert (found["topic"], found["people"], found["statements"]) == ("Két tábor", 60, 12)
    assert (found["changed_votes"], found["statements_left_out"]) == (1, 1)
    assert found["groups"]["sizes"] == [30, 30]
    assert found["groups"]["alike_exported"] == 1
    assert found["consensus_difference"]["statements"] == 1
    assert found["consensus_difference"]["maximum"] < 1e-9
    assert found["divides"] == 12
    assert votes.main([str(folder)]) == 0
    assert "groups: " in capsys.readouterr().out


def test_a_table_of_people_will_do(folder, capsys):
    (folder / "votes.csv").unlink()
    (folder / "comments.csv").unlink()
    (folder / "summary.csv").unlink()
    lines = ["participant,group-id,n-votes,0,1,2,3"]
    lines += [f"{n},,4,{1 if n % 2 else -1},1,,{-1 if n % 2 else 1}" for n in range(20)]
    (folder / "participants-votes.csv").write_text("\n".join(lines))
    found = printed(capsys, folder)
    assert (found["people"], found["statements"], found["votes"]) == (20, 3, 60)
    assert found["consensus_difference"] is None


def test_a_turned_sign_is_noticed(folder, capsys):
    lines = ["comment-id,agrees,comment-body"]
    against = [sum(v.value == -1 for v in camps() if v.opinion == n) for n in range(12)]
    lines += [f"{n},{against[n]},x" for n in range(12)]
    for_ = [sum(v.value == 1 for v in camps() if v.opinion == n) for n in range(12)]
    lopsided = any(a != f for a, f in zip(against, for_, strict=True))
    (folder / "comments.csv").write_text("\n".join(lines))
    assert printed(capsys, folder)["sign_turned"] == lopsided


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("votes.csv", "a,b\n1,2\n", "must name the column comment-id"),
        ("votes.csv", ROWS + "1,x,2,3,yes\n", "line 2: 'yes' is not a number"),
        ("votes.csv", ROWS + "1,x\n", "too few columns"),
        ("votes.csv", ROWS, "no votes"),
        ("comments.csv", "comment-id\n\u202e\n", "is not a number"),
        ("votes.csv", "\0", "votes.csv"),
    ],
)
def test_bad_files_are_told_in_one_line(folder, capsys, name, content, said):
    (folder / name).write_text(content)
    assert votes.main([str(folder)]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""


def test_bad_arguments_are_told_in_one_line(tmp_path, capsys):
    wrong = [[], ["--noise", "0", "5", "1"], ["--noise", "a", "5", "1"], ["x", "--repeat", "0"]]
    for arguments in wrong:
        with pytest.raises(SystemExit) as stopped:
            votes.main(arguments)
        assert stopped.value.code == 2
        assert capsys.readouterr().err.count("\n") == 1
    assert votes.main([str(tmp_path / "nowhere")]) == 2
    assert votes.main([str(tmp_path)]) == 2


def test_coin_flips_are_counted(capsys):
    found = printed(capsys, "--noise", 40, 10, 3, "--repeat", 2)["noise"]
    assert (found["people"], found["statements"], found["runs"]) == (40, 10, 6)
    assert found["seeds"] == [3, 4]
    assert found["false_consensus"] <= 0.02
    assert found["false_divides"] <= 0.05
    assert found == {**found, **coins.count(40, 10, [3, 4])}


def test_tossing_is_repeatable_and_leaves_gaps():
    for coin, seed in product(coins.COINS, (1, 2)):
        one, other = coins.toss(50, 20, coin, seed), coins.toss(50, 20, coin, seed)
        assert one.value.tobytes() == other.value.tobytes()
        assert abs(len(one.value) / 1000 - coin.seen) < 0.1
