"""Check the facet values given on the command line against those that an index knows."""

from collections.abc import Iterable, Mapping

from server.choice import facet_faults
from server.errors import Fault, InvalidRequest
from server.question import unknown_name


def one_value_each(given: Iterable[tuple[str, str]], known: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The reader's choice, facet → value, as a search takes it today: one value of a facet.

    Args:
        given: Pairs (facet, value); the same pair twice counts once.
        known: Facet → value → label.

    Raises:
        InvalidRequest: naming every facet and value that is unknown, and every facet with several values.
    """
    values: dict[str, list[str]] = {}
    for facet, value in dict.fromkeys(given):
        values.setdefault(facet, []).append(value)
    faults = [fault for facet, chosen in values.items() for fault in _faults(facet, chosen, known)]
    if faults:
        raise InvalidRequest(faults)
    return {facet: chosen[0] for facet, chosen in values.items()}


def _faults(facet: str, chosen: list[str], known: Mapping[str, Mapping[str, str]]) -> list[Fault]:
    if facet not in known:
        return [unknown_name("", facet, known)]
    if len(chosen) > 1:
        listed = ", ".join(chosen)
        return [Fault(facet, f"{facet} has {len(chosen)} values ({listed}); a search takes one so far, so give one.")]
    return facet_faults(facet, chosen[0], known[facet])
