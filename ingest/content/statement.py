"""A choice as requests state it: ``kazakhstan``, ``moscow,kazan`` for either, ``-moscow`` for all but it."""

from collections.abc import Collection

AUDIENCE = "audience"
"""Chosen like a facet; its values stand for values of facets. One at a time, and not excluded."""

JOIN = ","
OUT = "-"


def parts(text: str) -> list[str]:
    """The values that a statement names, with ``-`` before those that it excludes."""
    return [part for piece in text.split(JOIN) if (part := piece.strip())]


def value_of(part: str) -> str:
    """The value that a part of a statement names."""
    return part.removeprefix(OUT)


def unknown_parts(facet: str, text: str, known: Collection[str]) -> list[str]:
    """The parts that name no known value; the text itself if it names none at all.

    Args:
        facet: Whose value is stated; of `AUDIENCE` the whole text is one value.
        text: The statement.
        known: Ids of its values.
    """
    if facet == AUDIENCE or not parts(text):
        return [] if text in known else [text]
    return [part for part in parts(text) if value_of(part) not in known]
