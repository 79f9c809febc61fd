"""Golden pages: ``tests/ingest/golden/NAME.md`` reads as ``tests/ingest/golden/NAME.txt`` says.

Each page holds cases of one kind, each text tells for every section its lines, id, title, what it stands in and what it
says with nobody's region chosen, in Moscow and in Kazakhstan. After a wanted change

    python -m tests.ingest.test_golden --write

writes all texts anew; read the diff before it goes in: it is the story of the change.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.content.facets import Facets, read_facets
from ingest.content.pages import read_source
from ingest.page import parse_page
from ingest.render.text import plain_text
from ingest.scope.project import exactly, project
from ingest.section import Section

GOLDEN = Path(__file__).parent / "golden"
FACETS = Path(__file__).parents[2] / "faq" / "facets.toml"
READERS = {"everyone": {}, "moscow": {"region": "moscow"}, "kazakhstan": {"region": "kazakhstan"}}


def story(page: Path, facets: Facets) -> str:
    """What a page reads as."""
    parsed = parse_page(page.name, read_source(page, page.name).text, facets)
    faults = [f"! {fault}" for fault in parsed.diagnostics]
    return "\n".join([*faults, *(line for section in parsed.sections for line in _told(section))]).strip() + "\n"


def _told(section: Section) -> Iterator[str]:
    start, end = section.lines
    yield f"\n{'=' * 100}\n{start}-{end} {section.id} | {section.title!r}"
    if section.breadcrumb:
        yield f"under: {' › '.join(section.breadcrumb)}"
    if section.scopes:
        yield "holds for: " + "; ".join(
            ", ".join(f"{facet} {value}" for facet, value in sorted(scope)) for scope in section.scopes
        )
    texts: dict[str, str | None] = {}
    for reader, chosen in READERS.items():
        projected = project(section, exactly(chosen))
        texts[reader] = None if projected is None else plain_text(projected.blocks).text
        text = texts[reader]
        if text is None or not text:
            yield f"-- {reader}: {'not for them' if text is None else 'nothing'}"
        elif reader != "everyone" and text == texts["everyone"]:
            yield f"-- {reader}: the same"
        else:
            yield f"-- {reader}:"
            yield from (f"    {line}".rstrip() for line in text.split("\n"))


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.md")))
def test_page_reads_as_its_story(name: str) -> None:
    told = story(GOLDEN / f"{name}.md", read_facets(FACETS))
    assert told == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_every_story_has_its_page() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {path.stem for path in GOLDEN.glob("*.md")} != set()


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python -m tests.ingest.test_golden --write")
    for golden in sorted(GOLDEN.glob("*.md")):
        golden.with_suffix(".txt").write_text(story(golden, read_facets(FACETS)), encoding="utf-8")
