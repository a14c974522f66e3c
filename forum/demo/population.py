"""A simulated population of a few hundred weighs the demo opinions, two camps among it."""

import random
from datetime import timedelta

from forum.accounts.models import Person
from forum.core.db import db, now
from forum.opinions.models import AGREE, DISAGREE, PASS, Opinion, Reaction, recount

#: People who weigh in the demo city.
PEOPLE = 320
#: Each meets about so many of the opinions of a conversation.
SHARE = 0.16
PASSES = 0.14
SEED = 15303


def weigh(opinions: list[Opinion], leans: dict[int, float], camps: dict[int, str]) -> None:
    """Let everybody weigh some opinions; counters are set from the rows made."""
    dice = random.Random(SEED)  # noqa: S311 - a story, not a secret
    people = [Person(role="visitor") for _number in range(PEOPLE)]
    db.session.add_all(people)
    db.session.flush()
    rows = [
        {"opinion_id": opinion.id, "person_id": person.id, "value": value, "at": moment}
        for opinion in opinions
        if opinion.visible and _begun(opinion)
        for number, person in enumerate(people)
        if dice.random() < SHARE
        for value, moment in [_word(dice, leans[opinion.id], camps[opinion.id], number, opinion)]
    ]
    db.session.execute(Reaction.__table__.insert(), rows)
    _count(opinions, rows)
    for conversation in {opinion.conversation for opinion in opinions}:
        recount(conversation)


def _begun(opinion: Opinion) -> bool:
    phase = opinion.conversation.phase("weigh")
    return phase is not None and phase.starts_at < now()


def _word(dice: random.Random, lean: float, camp: str, number: int, opinion: Opinion) -> tuple:
    """How person ``number`` weighs: by the opinion's lean, and by camp where it divides."""
    phase = opinion.conversation.phase("weigh")
    start = max(opinion.created_at, phase.starts_at)
    moment = start + (min(phase.ends_at, now()) - start) * dice.random()
    if dice.random() < PASSES:
        return PASS, max(moment, start + timedelta(seconds=1))
    if camp in {"a", "b"}:
        lean = 0.75 if (number % 5 < 3) == (camp == "a") else -0.75
    return (AGREE if dice.random() < (1 + lean) / 2 else DISAGREE), moment


def _count(opinions: list[Opinion], rows: list[dict]) -> None:
    by_id = {opinion.id: opinion for opinion in opinions}
    for row in rows:
        opinion = by_id[row["opinion_id"]]
        if row["value"] == AGREE:
            opinion.agrees += 1
        elif row["value"] == DISAGREE:
            opinion.disagrees += 1
        else:
            opinion.passes += 1
    db.session.flush()
