"""Does projection satisfy its laws on every section of a content?

    python -m eval.bench.projection CONTENT [--facets FILE]

Prints one JSON line: sections, choices tried, and each broken law with the section's id.
"""

import itertools
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from eval.bench.script import parser
from ingest.content.facets import Facets, read_facets
from ingest.content.pages import read_content
from ingest.page import parse_page
from ingest.scope.choice import allowed
from ingest.scope.project import project
from ingest.section import Allowed, Block, Scope, Section, all_hold

Leaf = tuple[str, str, tuple[int, int]]
"""Kind, text and lines: what identifies a leaf whatever was projected around it."""


def choices(facets: Facets) -> list[dict[str, str]]:
    """Every choice of values, facets left open included."""
    values = facets.values()
    options = [[None, *values[facet]] for facet in values]
    return [
        {facet: value for facet, value in zip(values, combined, strict=True) if value is not None}
        for combined in itertools.product(*options)
    ]


def leaves(section: Section) -> Iterator[tuple[Leaf, tuple[Scope, ...]]]:
    """Each leaf of a section with the scopes of all that it stands in."""

    def below(blocks: tuple[Block, ...], scopes: tuple[Scope, ...]) -> Iterator[tuple[Leaf, tuple[Scope, ...]]]:
        for block in blocks:
            outer = (*scopes, block.scope)
            if block.children:
                yield from below(block.children, outer)
            elif block.source:
                yield (block.kind, block.source, block.lines), outer

    return below(section.blocks, section.scopes)


def broken_laws(section: Section, facets: Facets) -> list[str]:
    """The laws that a section's projections break; empty if all hold.

    For every choice of values: projecting twice changes nothing more; a leaf stays exactly if everything that it
    stands in holds for that choice; and all the projections together hold every leaf that holds for anybody.
    """
    every: defaultdict[Leaf, list[tuple[Scope, ...]]] = defaultdict(list)
    for leaf, scopes in leaves(section):
        every[leaf].append(scopes)  # a damaged line may say the same twice
    broken, seen = [], set()
    for chosen in choices(facets):
        held = allowed(chosen, facets)
        projected = project(section, held)
        left = dict(leaves(projected)) if projected else {}
        seen |= set(left)
        if projected and project(projected, held) != projected:
            broken.append(f"not idempotent for {chosen}")
        broken += [f"lost {leaf!r} for {chosen}" for leaf in _kept(every, held) - set(left)]
        broken += [f"leaked {leaf!r} for {chosen}" for leaf in (set(every) & set(left)) - _kept(every, held)]
        if not chosen and projected:
            broken += [f"lost {leaf!r} with nothing chosen" for leaf in set(every) - set(left)]
    anybody = {leaf for chosen in choices(facets) for leaf in _kept(every, allowed(chosen, facets))}
    return broken + [f"no projection holds {leaf!r}" for leaf in anybody - seen]


def _kept(every: Mapping[Leaf, Sequence[tuple[Scope, ...]]], held: Allowed) -> set[Leaf]:
    return {leaf for leaf, places in every.items() if any(all_hold(scopes, held) for scopes in places)}


def main() -> None:
    """Check a content."""
    arguments = parser(__doc__)
    arguments.add_argument("content", type=Path)
    arguments.add_argument("--facets", type=Path, default=Path("faq/facets.toml"))
    given = arguments.parse_args()
    facets = read_facets(given.facets)
    pages = [parse_page(source.id, source.text, facets) for source in read_content(given.content)]
    found = {
        section.id: broken for page in pages for section in page.sections if (broken := broken_laws(section, facets))
    }
    count = sum(len(page.sections) for page in pages)
    tried = len(choices(facets))
    print(json.dumps({"pages": len(pages), "sections": count, "choices": tried, "broken": found}, ensure_ascii=False))


if __name__ == "__main__":
    main()
