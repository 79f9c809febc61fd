"""Check what the command line chooses of each facet against what an index knows."""

from collections.abc import Iterable, Mapping

from ingest.content.statement import JOIN
from ingest.section import Chosen
from server.choice import facet_faults
from server.errors import Fault, InvalidRequest
from server.question import unknown_name


def choice(given: Iterable[tuple[str, str]], known: Mapping[str, Mapping[str, str]]) -> Chosen:
    """The reader's choice, facet → statement.

    Args:
        given: Pairs (facet, value); several of a facet are joined, the same pair twice counts once.
        known: Facet → value → label.

    Raises:
        InvalidRequest: naming every facet and value that is unknown.
    """
    values: dict[str, list[str]] = {}
    for facet, value in dict.fromkeys(given):
        values.setdefault(facet, []).append(value)
    chosen = {facet: JOIN.join(parts) for facet, parts in values.items()}
    if faults := [fault for facet, text in chosen.items() for fault in _faults(facet, text, known)]:
        raise InvalidRequest(faults)
    return chosen


def _faults(facet: str, text: str, known: Mapping[str, Mapping[str, str]]) -> list[Fault]:
    return facet_faults(facet, text, known[facet]) if facet in known else [unknown_name("", facet, known)]
