"""What the web layer needs from the rest: a few functions, so that it has never heard of an index."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index.result import Answer, IndexInfo, Search
from ingest.section import Chosen


@dataclass(frozen=True, slots=True)
class Listed:
    """A section in a list, named only."""

    id: str
    page: str
    section: str
    breadcrumb: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to write to when the FAQ has no answer."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that is served; each function may be called from several threads at once."""

    search: Search

    sections: Callable[[Chosen], Sequence[Listed]]
    """The sections that hold for the chosen values, in the content's order."""

    section: Callable[[str, Chosen], Answer | None]
    """One section by id, projected to the chosen values; None if there is no such section or it does not hold for them.
    Its confidence, score and spans are not shown: nothing was asked."""

    ready: Callable[[], IndexInfo | None]
    """The live index; None while there is none, and then nothing else here is called."""

    facets: Mapping[str, Mapping[str, str]]
    """Facet id → value id → the value's Russian label, in the order in which they are offered."""

    facet_labels: Mapping[str, str]
    """Facet id → its Russian label."""

    contact: Callable[[Chosen], Contact | None] = lambda chosen: None
    """Whom to write to, for a reader who chose these values."""

    title: str = "Вопросы и ответы"
    """Name of the page."""
