"""Shapes of what the API takes and gives, as JSON Schema (2020-12)."""

from typing import Any

from forum.conversations.models import AUDIENCES, MODERATION
from forum.opinions.models import CHANNELS, LONGEST
from forum.planning.models import CHOICES
from forum.themes.models import FACETS

Shape = dict[str, Any]

WHOLE: Shape = {"type": "integer"}
TEXT: Shape = {"type": "string"}
DAY: Shape = {"type": "string", "format": "date"}
MOMENT: Shape = {"type": "string", "format": "date-time"}
ADDRESS: Shape = {"type": "string", "format": "uri"}
SHARE: Shape = {"type": "number", "minimum": 0, "maximum": 1}
YES_OR_NO: Shape = {"type": "boolean"}


def thing(**properties: Shape) -> Shape:
    """Return the shape of an object that has all of these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def listing(item: Shape) -> Shape:
    """Return the shape of a list of ``item``."""
    return {"type": "array", "items": item}


def table(value: Shape) -> Shape:
    """Return the shape of an object with any names and ``value`` under each."""
    return {"type": "object", "additionalProperties": value}


def maybe(shape: Shape) -> Shape:
    """Return ``shape`` or null."""
    return {"anyOf": [shape, {"type": "null"}]}


def named(shape: str) -> Shape:
    """Return a reference to the shape of this name."""
    return {"$ref": f"#/components/schemas/{shape}"}


def one_of(*words: str) -> Shape:
    """Return the shape of a text that is one of ``words``."""
    return {"type": "string", "enum": list(words)}


BILINGUAL = thing(hu=TEXT, en=TEXT)

SHAPES: dict[str, Shape] = {
    "Document": {"type": "object"},
    "Problem": thing(error=thing(code=TEXT, message=TEXT, fields=table(listing(TEXT)))),
    "Phase": thing(first_day=DAY, last_day=DAY, starts_at=MOMENT, ends_at=MOMENT),
    "Conversation": thing(
        id=WHOLE,
        url=ADDRESS,
        question=BILINGUAL,
        introduction=BILINGUAL,
        state=one_of("announced", "speak", "weigh", "read"),
        who_speaks=one_of(*AUDIENCES),
        who_weighs=one_of(*AUDIENCES),
        moderation=one_of(*MODERATION),
        phases=table(named("Phase")),
        neighbourhoods=listing(TEXT),
        counts=thing(opinions=WHOLE, people=WHOLE, weighings=WHOLE),
    ),
    "Opinion": thing(
        id=WHOLE,
        reference=TEXT,
        url=ADDRESS,
        conversation=WHOLE,
        text=TEXT,
        channel=one_of(*CHANNELS),
        signature=TEXT,
        neighbourhood=maybe(TEXT),
        created_on=DAY,
        counts=thing(**{"agree": WHOLE, "disagree": WHOLE, "pass": WHOLE}),
    ),
    "Cell": thing(name=TEXT, people=maybe(WHOLE), suppressed=YES_OR_NO),
    "Quote": thing(
        opinion=WHOLE, reference=TEXT, text=TEXT, start=WHOLE, end=WHOLE, neighbourhood=maybe(TEXT)
    ),
    "Weighed": thing(opinion=WHOLE, reference=TEXT, agrees=WHOLE, disagrees=WHOLE, passes=WHOLE),
    "Decision": thing(
        choice=one_of(*CHOICES), decided_at=MOMENT, heard=BILINGUAL, will=BILINGUAL, why=BILINGUAL
    ),
    "Theme": thing(
        id=WHOLE,
        facet=one_of(*FACETS),
        name=BILINGUAL,
        description=BILINGUAL,
        opinions=WHOLE,
        people=WHOLE,
        share=SHARE,
        by_neighbourhood=listing(named("Cell")),
        by_age_band=listing(named("Cell")),
        quotes=listing(named("Quote")),
        agreed=listing(named("Weighed")),
        rejected=listing(named("Weighed")),
        divided=listing(named("Weighed")),
        decision=named("Decision"),
    ),
    "File": thing(name=TEXT, media_type=TEXT, size=WHOLE, sha256=TEXT, url=ADDRESS),
    "Summary": thing(
        number=WHOLE,
        url=ADDRESS,
        title=BILINGUAL,
        conversation=WHOLE,
        published_at=MOMENT,
        counts=thing(opinions=WHOLE, people=WHOLE),
        checksum=TEXT,
        withdrawn_at=maybe(MOMENT),
        files=listing(named("File")),
    ),
    "NewOpinion": {
        "type": "object",
        "required": ["text"],
        "properties": {
            "text": {"type": "string", "minLength": 1, "maxLength": LONGEST},
            "neighbourhood": maybe(WHOLE),
            "age_band": maybe(WHOLE),
            "signature": {"type": "string", "maxLength": 80},
            # needed with a signature: the speaker agreed to the privacy notice
            "consent": {"type": "boolean"},
            # no name is shown of anybody under sixteen
            "younger": {"type": "boolean"},
        },
    },
    "SaidOpinion": thing(opinion=named("Opinion"), waiting=YES_OR_NO, code=TEXT, follow=ADDRESS),
}


def page_shape(item: str) -> Shape:
    """Return the shape of a page of a list."""
    return thing(
        items=listing(named(item)),
        page=WHOLE,
        per_page=WHOLE,
        pages=WHOLE,
        total=WHOLE,
        next=maybe(ADDRESS),
    )
