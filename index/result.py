"""Input and output of a search; the field names are those of the HTTP API."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Status = Literal["answered", "unsure", "no_answer"]


@dataclass(frozen=True, slots=True)
class Query:
    """One question as it was asked."""

    text: str

    facets: Mapping[str, str]
    """What the reader chose, as `ingest.content.statement` has it: ``{"region": "kazakhstan"}``; known ids only."""

    limit: int = 5
    """Most answers returned; at least 1."""

    abstain: bool = True
    """False: return the ranked answers whatever the confidence, with the same status."""

    repair: bool = True
    """False: search for the text as it was typed."""

    infer: bool = True
    """False: read no facet from the words; only what was chosen counts."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A change made to the query before it was searched for."""

    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """What the search was held to of a facet, and where it came from."""

    value: str
    """A value's id, or several: ``moscow,kazan``, ``-moscow`` for all but it."""
    source: Literal["request", "query"]
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class InterpretedQuery:
    """The query as it was understood."""

    text: str
    used: str
    repairs: tuple[Repair, ...]
    facets: Mapping[str, FacetChoice]


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of characters (Unicode code points, not UTF-16 units) in the answer's ``text``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where an answer is in the content."""

    path: str
    lines: tuple[int, int]
    """First and last line, counted from 1, both included."""


@dataclass(frozen=True, slots=True)
class LetterToWrite:
    """A letter that an answer tells its reader to write, as far as it can be written for them."""

    to: str
    """The address for this reader."""
    subject: str
    checklist: tuple[str, ...]
    """What to state, in the answer's words; never empty."""
    href: str
    """``mailto:`` with all of that."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A projected section, its best span, where it came from, and its confidence."""

    id: str
    page: str
    section: str
    breadcrumb: tuple[str, ...]
    url: str
    confidence: float
    """Probability that this answers the question, in [0, 1]; 1 where the question is its own, word for word."""
    score: float
    facets: Mapping[str, str]
    """What the section was projected to, as in `FacetChoice`."""
    differs_by: tuple[str, ...]
    """Facets whose choice changes this section's answer; what is chosen of the others counts."""
    text: str
    markdown: str
    html: str
    """Sanitised; the best span's block carries ``<mark>``."""
    spans: tuple[Span, ...]
    source: Source
    letter: LetterToWrite | None = None
    """Where the answer tells to write to one address and what to state; null: it does not, or not plainly."""


@dataclass(frozen=True, slots=True)
class Variant:
    """What a section says for some values of a facet, without what it says for all of them."""

    values: tuple[str, ...]
    """Values for which it says the same."""
    labels: tuple[str, ...]
    """Of the values, in Russian."""
    text: str
    """Empty: it says nothing for these values that it does not say for all."""
    markdown: str
    html: str
    """Sanitised."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The variants of a section by one facet, side by side."""

    id: str
    section: str
    url: str
    facet: str
    facets: Mapping[str, str]
    """What was chosen of the other facets."""
    variants: tuple[Variant, ...]
    """In the order of the values; those for which the section does not hold are left out."""


@dataclass(frozen=True, slots=True)
class Related:
    """A section near the question, named only."""

    id: str
    section: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A message about the result for the reader."""

    code: str
    """``repaired``, or of a facet such as region: ``region_conflict``, ``differs_by_region``, ``not_in_region``,
    ``broader_region``, ``only_in_region``, ``unlisted_region``; ``engine_away``."""
    message: str


@dataclass(frozen=True, slots=True)
class ValueChoice:
    """A value that a reader may choose."""

    value: str
    label: str
    """In Russian."""


@dataclass(frozen=True, slots=True)
class AskFacet:
    """A question back: the answer differs by a facet of which no value is known."""

    facet: str
    values: tuple[ValueChoice, ...]


@dataclass(frozen=True, slots=True)
class SectionChoice:
    """A section that a reader may have meant."""

    id: str
    label: str
    """Its heading."""


@dataclass(frozen=True, slots=True)
class AskSection:
    """A question back: which section is meant, of two that ask nearly the same, or of all that a word may mean."""

    choices: tuple[SectionChoice, ...]
    name: str | None = None
    """What to ask, in Russian, if the content says it; null: ask in words of your own."""


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """Which index answered."""

    generation: str
    encoder: str


@dataclass(frozen=True, slots=True)
class Result:
    """Everything one query gets back."""

    query: InterpretedQuery
    status: Status
    answers: tuple[Answer, ...]
    """Best first; empty with ``no_answer`` unless the query has ``abstain=False``."""
    related: tuple[Related, ...]
    notices: tuple[Notice, ...]
    ask: AskFacet | AskSection | None
    """What the question leaves open, to be asked back; None if nothing."""
    index: IndexInfo
    took_ms: float


Search = Callable[[Query], Result]
"""The query path as the server and the evaluation call it."""
