"""Which sections to draft alternates for, where the drafts go, and about what that costs."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.passages import heading
from ingest.content.alternates import Alternate, alternates_beside, read_alternates
from ingest.content.pages import content_root
from ingest.load import load_content
from ingest.render.text import plain_text
from ingest.section import Section
from proposals.draft_request import Brief

ENDING = ".drafted.jsonl"
"""The drafts for ``billing.md`` are in ``billing.drafted.jsonl``, which no index reads by itself."""

ORIGIN = "drafted"

CHARACTERS_PER_TOKEN, TOKENS_PER_ALTERNATE = 3, 25
"""About what Russian takes with the tokenizers in use."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The sections to draft for, and those that are left out."""

    briefs: tuple[Brief, ...]

    done: int
    """Sections with drafts, in the file of drafts or accepted from it."""

    unclear: int
    """Sections whose alternates would be another's too: without a heading, or with one that another page has."""

    drafts: tuple[Alternate, ...]
    """What is in the files of drafts."""

    def text(self, count: int) -> str:
        """The plan and its cost in two lines, for ``count`` alternates a section."""
        sent = sum(len(part) for brief in self.briefs for part in brief.messages(count))
        read, written = sent // CHARACTERS_PER_TOKEN, len(self.briefs) * count * TOKENS_PER_ALTERNATE
        return (
            f"{len(self.briefs)} sections to draft for, {self.done} drafted already, {self.unclear} left out "
            "(without a heading, or with one that another page has too)\n"
            f"{len(self.briefs)} requests with {sent:,} characters in all: "
            f"about {read:,} tokens to read and {written:,} to write"
        )


def plan(content: Path, *, out: Path | None, default_facets: Path) -> Plan:
    """Read the content, its alternates and drafts.

    Args:
        content: The pages.
        out: The one file of drafts; None: one beside each page.
        default_facets: As `index.build.build` has it.

    Raises:
        IngestError: something cannot be read.
    """
    sections = list(_sections(content, default_facets))
    anchors = Counter(section.anchor for section in sections)
    clear = [section for section in sections if section.anchor and anchors[section.anchor] == 1]
    accepted = read_alternates(alternates_beside(content))
    drafts = read_alternates(path for path in _draft_files(content, out, sections) if path.is_file())
    drafted = {one.anchor for one in accepted if one.origin == ORIGIN} | {one.anchor for one in drafts}
    known: dict[str, list[str]] = {}
    for one in accepted:
        known.setdefault(one.anchor, []).append(one.text)
    left = [section for section in clear if section.anchor not in drafted]
    return Plan(
        tuple(
            Brief(section, heading(section), plain_text(section.blocks).text, tuple(known.get(section.anchor, ())))
            for section in left
        ),
        done=len(clear) - len(left),
        unclear=len(sections) - len(clear),
        drafts=tuple(drafts),
    )


def draft_file(content: Path, out: Path | None, page: str) -> Path:
    """Where the drafts for a page are."""
    return out or (content_root(content) / page).with_suffix(ENDING)


def _draft_files(content: Path, out: Path | None, sections: Sequence[Section]) -> Sequence[Path]:
    return list(dict.fromkeys(draft_file(content, out, section.page) for section in sections))


def _sections(content: Path, default_facets: Path) -> Iterator[Section]:
    for page in load_content(content, default_facets=default_facets).parsed():
        yield from (section for section in page.sections if section.blocks)
