"""Votes to test with: two camps, coin flips, and both mixed."""

from random import Random

from forum.themes.votes.matrix import Vote, build

CAMPS, STATEMENTS = 30, 12


def camps(people=CAMPS, statements=STATEMENTS, coins=0, seen=1.0, seed=1):
    """Two camps of `people` each, at odds on all statements, and then statements by coin flip."""
    random = Random(seed)
    votes = []
    for person in range(2 * people):
        side = 1 if person < people else -1
        for statement in range(statements + coins):
            if random.random() > seen:
                continue
            faithful = statement < statements and random.random() < 0.85
            value = side * (1 if statement % 2 else -1) if faithful else random.choice((1, -1))
            votes.append(Vote(person, statement, value))
    return votes


def coins(people=60, statements=20, seed=1, seen=1.0):
    """Nothing but coin flips."""
    random = Random(seed)
    return [
        Vote(person, statement, random.choice((1, -1)))
        for person in range(people)
        for statement in range(statements)
        if random.random() < seen
    ]


def matrix(votes):
    """The matrix of votes."""
    return build(votes)
