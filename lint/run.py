"""Run all checks over a content."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from index.encoders.protocol import Encoder
from ingest.content.pages import Place
from lint.allow import with_allowances
from lint.checks.absent_variants import absent_variants
from lint.checks.alternates import orphaned
from lint.checks.answers import answers
from lint.checks.headings import elsewhere, levels, repeated
from lint.checks.hidden_links import hidden_links
from lint.checks.idle_synonym import idle_synonyms
from lint.checks.invisible_characters import invisible_characters
from lint.checks.links import links
from lint.checks.markup import broken_markup
from lint.checks.neighbours import neighbours
from lint.checks.numbering import numbering
from lint.checks.numbers import contradictions
from lint.checks.other_value import other_value
from lint.checks.same_meaning import alike
from lint.checks.step_references import step_references
from lint.checks.tabs import same_tabs, tab_sets
from lint.finding import Finding
from lint.parsed_content import Parsed
from lint.views import Views, views

CHECKS: tuple[Callable[[Parsed], Iterable[Finding]], ...] = (
    broken_markup, invisible_characters, tab_sets, same_tabs, other_value, links, hidden_links,
    repeated, elsewhere, levels, contradictions, orphaned, idle_synonyms,
)  # fmt: skip
"""Those that judge the whole content."""

CHECKS_BY_READER: tuple[Callable[[Views], Iterable[Finding]], ...] = (
    answers, numbering, step_references, neighbours, absent_variants,
)  # fmt: skip
"""Those that judge one section as each of its readers sees it."""


def findings(parsed: Parsed, encoder: Encoder) -> list[Finding]:
    """All findings in order of page and line; those that the source allows are included and marked."""
    found = [finding for check in CHECKS for finding in check(parsed)]
    found += [finding for seen in views(parsed) for check in CHECKS_BY_READER for finding in check(seen)]
    places = {one.page.id: one.places for one in parsed.pages if one.places}
    return sorted(_of_file(one, places) for one in with_allowances([*found, *alike(parsed, encoder)], parsed))


def _of_file(finding: Finding, places: Mapping[str, Sequence[Place]]) -> Finding:
    """A finding on a page with includes, on the line of the file that it stands in."""
    if finding.page not in places:
        return finding
    of_page = places[finding.page]
    place = of_page[min(finding.line, len(of_page)) - 1]
    return replace(finding, page=place.path, line=place.inside + 1)
