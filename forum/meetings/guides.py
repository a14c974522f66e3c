"""Short guides for the facilitator, shown where they are needed: while drafting, and at each item."""

from typing import NamedTuple

from flask_babel import lazy_gettext as _l


class Guide(NamedTuple):
    """What to do, in a few sentences."""

    steps: tuple[object, ...]


#: What to do at an item, by the name the item keeps.
GUIDES = {
    "welcome": Guide(
        (
            _l("Say your name, who invited everybody, and when you will finish. Then keep to it."),
            _l("Tell what will happen with what is said: it is written down, and answered."),
            _l("Agree on three rules: one person speaks at a time, briefly, about the matter."),
            _l("Show where the toilets and the exit are, and who helps those who hear badly."),
        )
    ),
    "inform": Guide(
        (
            _l("Ten minutes of facts are enough: what is decided already, and what is still open."),
            _l("Ask the presenter for plain words, large pictures and no abbreviations."),
            _l("Take only questions that help to understand; opinions have their turn next."),
        )
    ),
    "tables": Guide(
        (
            _l("Six to eight people at a table, strangers mixed. One reads the question aloud."),
            _l("Each table opens its page by its QR code; one person writes for everybody."),
            _l("First everybody speaks once, without debate. Only then do they talk it over."),
            _l(
                "Walk around; help the table that is silent. Tell them five minutes before the end."
            ),
        )
    ),
    "report": Guide(
        (
            _l("Two minutes for each table: one thing all agree on, one they argued about."),
            _l("Write down only what is new. What was said at the tables is kept already."),
            _l("Start with the table that has waited longest, or the one with the children."),
        )
    ),
    "open_floor": Guide(
        (
            _l("Those who have not spoken yet come first. Two minutes each; stand up at the end."),
            _l("Repeat long comments in one sentence and ask: did I understand you well?"),
            _l(
                "What belongs elsewhere goes to the parking lot, aloud, so that nobody is brushed off."
            ),
            _l("Anger is a message too: name what it is about, then go on to what could be done."),
        )
    ),
    "choose": Guide(
        (
            _l("Read every option aloud before anybody raises a hand."),
            _l("A straw poll shows the mood; it binds nobody. Say so before it begins."),
            _l("Ask those who disagree what they would need in order to live with it."),
            _l("Write the decision on the screen word for word, and read it out once more."),
        )
    ),
    "stop": Guide(
        (
            _l("Gather everybody in a quiet, safe place; wait for the slowest."),
            _l(
                "Ask three things: what do you like here, what disturbs you, what would you change?"
            ),
            _l("Write the place into each note: the bench at number 12, the steps by the school."),
            _l("Look with other eyes: a pram, a wheelchair, a child, the dark."),
        )
    ),
    "account": Guide(
        (
            _l("Begin with what people said, and only then with what the city did about it."),
            _l("Tell what was declined as well, and why. A clear no is better than silence."),
            _l(
                "Show where everybody can read it again: on this site, by the number of the opinion."
            ),
        )
    ),
    "next": Guide(
        (
            _l("Nobody leaves without knowing what comes next: who does what, and by when."),
            _l("Write each task down with one name and one day. Ask the person: is this right?"),
            _l("Go through the parking lot: where does each point go?"),
            _l(
                "Say when the minutes appear and how long they can be commented on. Thank everybody."
            ),
        )
    ),
}

#: How to prepare each type of forum, shown while drafting.
PREPARING = {
    "opening": Guide(
        (
            _l("Write the purpose as one question that people can answer from their own lives."),
            _l(
                "Ask for a room with a level entrance, and a time when parents and shift workers can come."
            ),
            _l("Invite those who will have to act on what is said: let them listen, not lecture."),
            _l("Plan one table, with paper and a phone, for every eight people."),
        )
    ),
    "walk": Guide(
        (
            _l(
                "Walk the route beforehand with somebody who walks with difficulty: one kilometre is enough."
            ),
            _l("Choose three stops with something to see, and a place to sit at the end."),
            _l("Make one group, with one phone, for every eight people; set them up as tables."),
            _l("Have a plan for rain, and a telephone number for those who fall behind."),
        )
    ),
    "table": Guide(
        (
            _l("Bring what residents have said so far: the themes, with their own words."),
            _l("Set the frame honestly: how much money, how much time, what cannot be changed."),
            _l("Prepare two or three options rather than one plan, each on one page."),
            _l("Invite those whom the decision touches most, and those who carry it out."),
        )
    ),
    "closing": Guide(
        (
            _l("Collect what became of each theme: done, planned, declined with the reason."),
            _l("Invite everybody who took part before; a closing forum is a debt being paid."),
            _l("Let residents tell what changed for them; it convinces more than figures."),
            _l("Ask how the next round should be better, and write it down."),
        )
    ),
}
