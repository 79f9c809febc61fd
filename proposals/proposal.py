"""A proposed change to the content, and the real queries behind it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from ingest.jsonl import Text, read
from proposals.errors import BadProposal

Kind = Literal["alternate", "synonym", "pin", "missing"]


@dataclass(frozen=True, slots=True)
class Behind:
    """A real query and its outcomes."""

    query: str
    """As it was searched for."""

    count: int
    """How often."""

    failed: int = 0
    """How often it had no answer, an unsure one without positive feedback, or one with mostly negative feedback."""

    facets: Mapping[str, int] = field(default_factory=dict)
    """Facets that the search was held to, as ``facets_text`` writes them → how often; empty: none."""

    statuses: Mapping[str, int] = field(default_factory=dict)

    answered: Mapping[str, int] = field(default_factory=dict)
    """Section → how often it was the first answer with the status ``answered``."""

    liked: Mapping[str, int] = field(default_factory=dict)
    """Section → readers who marked it as helpful."""

    disliked: Mapping[str, int] = field(default_factory=dict)

    then: Mapping[str, int] = field(default_factory=dict)
    """Section → how often it answered the next query, soon after this one had failed."""

    then_asked: tuple[str, ...] = ()
    """Those next queries, each once."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change, which can be tried and accepted by itself."""

    kind: Kind
    """``alternate``: other ways to ask a section's question. ``synonym``: a word that people use and the content does
    not. ``pin``: one query, word for word. ``missing``: a question that no section answers."""

    section: Annotated[str, Field(default="")]
    """Id of the section that it is about; empty for ``missing``."""

    texts: Annotated[tuple[Text, ...], Field(min_length=1)]
    """What would be written: alternates of the section, or the drafted question and its other wordings."""

    behind: tuple[Behind, ...] = ()
    """Most asked first."""

    word: str = ""
    """``synonym``: as people write it."""

    means: str = ""
    """``synonym``: the content's word."""

    @property
    def id(self) -> str:
        """The same for the same change, whatever queries are behind it."""
        what = "\n".join([self.kind, self.section, *sorted(self.texts)])
        return f"{self.kind}-{hashlib.sha256(what.encode()).hexdigest()[:10]}"

    @property
    def count(self) -> int:
        """How often the queries behind it were asked."""
        return sum(one.count for one in self.behind)


def facets_text(facets: Mapping[str, str]) -> str:
    """``region=kazakhstan scheme=prepaid``, in order of facet; empty without facets."""
    return " ".join(f"{facet}={value}" for facet, value in sorted(facets.items()))


def as_record(proposal: Proposal) -> dict[str, Any]:
    """A line of a proposals file; empty fields are left out."""
    record = {"id": proposal.id, **asdict(proposal)}
    record["behind"] = [{name: value for name, value in one.items() if value} for one in record["behind"]]
    return {name: value for name, value in record.items() if value}


def read_proposals(path: Path) -> list[Proposal]:
    """Read a file of JSON lines; fields that are not known are ignored.

    Raises:
        BadProposal: naming file and line (from 1).
    """
    try:
        found = list(read(path, TypeAdapter(Proposal), BadProposal))
    except OSError as exc:
        raise BadProposal(path, 1, f"the file cannot be read ({exc.strerror})", "check the path") from exc
    for number, proposal in found:
        if bool(proposal.section) == (proposal.kind == "missing"):
            what = f"kind {proposal.kind!r} with section {proposal.section!r}"
            raise BadProposal(path, number, what, "name a section, but for kind 'missing'")
    return [proposal for _, proposal in found]


def total(values: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The sum of several counts, the most frequent first, ties by name."""
    found: dict[str, int] = {}
    for one in values:
        for name, count in one.items():
            found[name] = found.get(name, 0) + count
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
