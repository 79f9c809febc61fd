"""What the web layer needs from the rest: a few functions, so that it has never heard of an index."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from index.autocomplete import Suggested
from index.encoders.hash import HashEncoder
from index.result import Answer, IndexInfo, Search
from ingest.section import Chosen
from traffic.groups import Encode, Meanings
from traffic.record import Record


@dataclass(frozen=True, slots=True)
class SectionName:
    """A section in a list, named only."""

    id: str
    page: str
    section: str
    breadcrumb: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContactLink:
    """Whom to write to when the FAQ has no answer."""

    label: str
    """In Russian."""

    href: str

    facets: Chosen = field(default_factory=dict)
    """The readers it is for; empty for everyone."""


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that is served; each function may be called from several threads at once."""

    search: Search

    sections: Callable[[Chosen], Sequence[SectionName]]
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

    contacts: Callable[[Chosen], Sequence[ContactLink]] = lambda chosen: ()
    """Whom to write to; none that is only for readers who chose otherwise."""

    suggest: Callable[[str, Chosen, int], Suggested] = lambda text, chosen, limit: Suggested(text, ())
    """Questions that begin like the text: for chosen values, at most so many."""

    keep: Callable[[Record], bool] = lambda record: False
    """Keeps a question or a reader's word on an answer, and says whether anything is kept here; returns at once."""

    meanings: Encode = field(default_factory=lambda: Meanings(HashEncoder().encode_queries))
    """Questions as vectors that tell whether two mean the same, see `traffic.groups.Meanings`; by their letters, where
    nothing better is given."""

    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Russian label of a facet, value or contact → language code → the same in that language, where it is known."""
