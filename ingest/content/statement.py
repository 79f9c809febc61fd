"""A choice as requests state it: ``kazakhstan``, ``moscow,kazan`` for either, ``-moscow`` for all but it."""

from collections.abc import Callable, Collection, Mapping

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


def named(text: str, labels: Mapping[str, str], without: Callable[[str], str]) -> str:
    """A statement for people: «Казань», «Москва, Казань», «кроме: Москва», «СНГ (кроме: Алматы)».

    Args:
        text: The statement.
        labels: Value → label; others are left out.
        without: Phrases what is excluded: «кроме: …».
    """
    known = [part for part in parts(text) if value_of(part) in labels]
    taken = ", ".join(labels[part] for part in known if not part.startswith(OUT))
    left_out = ", ".join(labels[value_of(part)] for part in known if part.startswith(OUT))
    if not left_out:
        return taken
    return f"{taken} ({without(left_out)})" if taken else without(left_out)
