"""The functions that the web layer calls; it imports nothing that opens an index."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from index.autocomplete import Suggested
from index.encoders.hash import HashEncoder
from index.letter.reader import Letter, without_facets
from index.result import Answer, Comparison, IndexInfo, Search
from index.storage.certificate import Certificate
from ingest.section import Chosen
from traffic.fixes import Offer
from traffic.groups import Encode, Meanings
from traffic.record import Record


@dataclass(frozen=True, slots=True)
class SectionName:
    """A section's name and place, without its answer."""

    id: str
    page: str
    section: str
    breadcrumb: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContactLink:
    """A contact for readers whose question the FAQ does not answer."""

    label: str
    """In Russian."""

    href: str

    facets: Chosen = field(default_factory=dict)
    """The readers that it is for; empty: everyone."""


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that the server needs; each function may be called from several threads at once."""

    search: Search

    sections: Callable[[Chosen], Sequence[SectionName]]
    """The sections that hold for the chosen values, in the content's order."""

    section: Callable[[str, Chosen], Answer | None]
    """One section by id, projected to the chosen values; None if there is no such section or it does not hold for them.
    Its confidence, score and spans mean nothing, since there was no question."""

    ready: Callable[[], IndexInfo | None]
    """The current index; None while none is loaded, and then no other function is called."""

    facets: Mapping[str, Mapping[str, str]]
    """Facet id → value id → the value's Russian label, in the order of the content."""

    facet_labels: Mapping[str, str]
    """Facet id → its Russian label."""

    offered: Sequence[str]
    """Ids of the facets to choose by, in the order of the content: those by which what there is to read differs."""

    counts: Mapping[str, int] = field(default_factory=dict)
    """``pages``, ``sections`` and ``passages`` of the current index."""

    certificate: Certificate | None = None
    """That of the current index, whose threshold its answers have; None if it has none."""

    contacts: Callable[[Chosen], Sequence[ContactLink]] = lambda chosen: ()
    """Contacts for the chosen values; those for readers with other values are left out."""

    suggest: Callable[[str, Chosen, int], Suggested] = lambda text, chosen, limit: Suggested(text, ())
    """Completions of a text for the chosen values, at most the given number."""

    comparison: Callable[[str, str, Chosen], Comparison | None] = lambda section_id, facet, chosen: None
    """The variants of a section by a facet, for the choice of the other facets; None if it has not two of them."""

    letter: Callable[[str, Chosen, int, int], Letter] = without_facets
    """A letter as it is understood, for the chosen values: characters of a question at most, questions at most."""

    keep: Callable[[Record], bool] = lambda record: False
    """Stores a question or feedback without waiting for the disk; False: this server stores nothing."""

    meanings: Encode = field(default_factory=lambda: Meanings(HashEncoder().encode_queries))
    """Vectors to group questions by meaning, see `traffic.groups.Meanings`; by default from their letters."""

    offers: Callable[[], Sequence[Offer]] = lambda: ()
    """Changes to the content that its owners may accept."""

    accept: Callable[[str], str] = lambda name: ""
    """Accepts one of them, by id; says what was written. Raises InvalidRequest if it cannot be."""

    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Russian label of a facet, value or contact → language code → its translation, if the content gives one."""
