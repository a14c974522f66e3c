"""A small check of JSON against the shapes of the description: just the words they use."""

from datetime import date, datetime
from itertools import chain

KINDS = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
KNOWN = {
    "$ref",
    "anyOf",
    "type",
    "enum",
    "format",
    "items",
    "properties",
    "required",
    "additionalProperties",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "default",
    "description",
}


class Checker:
    """Checks data against shapes that may refer to each other by name."""

    def __init__(self, shapes):
        self.shapes = shapes

    def wrong(self, data, shape, place="$"):
        """Return what does not fit, as sentences."""
        unknown = set(shape) - KNOWN
        if unknown:
            return [f"{place}: the check does not know {unknown}"]
        if "$ref" in shape:
            return self.wrong(data, self.shapes[shape["$ref"].rpartition("/")[2]], place)
        if "anyOf" in shape:
            tried = [self.wrong(data, each, place) for each in shape["anyOf"]]
            return [] if [] in tried else tried[0]
        return self._kind(data, shape, place) or self._inside(data, shape, place)

    def _kind(self, data, shape, place):
        kind = shape["type"]
        if not isinstance(data, KINDS[kind]) or (kind != "boolean" and isinstance(data, bool)):
            return [f"{place}: {data!r} is no {kind}"]
        if "enum" in shape and data not in shape["enum"]:
            return [f"{place}: {data!r} is none of {shape['enum']}"]
        if kind in {"integer", "number"} and data < shape.get("minimum", data):
            return [f"{place}: {data!r} is too small"]
        return self._format(data, shape.get("format"), place)

    def _format(self, data, form, place):
        try:
            if form == "date":
                date.fromisoformat(data)
            elif form == "date-time":
                assert datetime.fromisoformat(data).tzinfo
            elif form == "uri":
                assert data.startswith(("http://", "https://"))
        except (ValueError, AssertionError):
            return [f"{place}: {data!r} is no {form}"]
        return []

    def _inside(self, data, shape, place):
        if shape["type"] == "array":
            return list(
                chain.from_iterable(
                    self.wrong(each, shape["items"], f"{place}[{number}]")
                    for number, each in enumerate(data)
                )
            )
        if shape["type"] != "object":
            return []
        needed = [name for name in shape.get("required", ()) if name not in data]
        wrong = chain.from_iterable(self._property(data, shape, name, place) for name in data)
        return [f"{place}: {name} is missing" for name in needed] + list(wrong)

    def _property(self, data, shape, name, place):
        rest = shape.get("additionalProperties", True)
        known = shape.get("properties", {}).get(name, rest)
        if known is True:
            return []
        return (
            [f"{place}: {name} is not described"]
            if known is False
            else self.wrong(data[name], known, f"{place}.{name}")
        )
