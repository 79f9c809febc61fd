"""All rules over a content."""

from collections.abc import Callable, Iterable

from index.encoder import Encoder
from lint.alike import alike
from lint.allow import with_allowances
from lint.answers import answers
from lint.finding import Finding
from lint.headings import elsewhere, levels, repeated
from lint.links import links
from lint.markup import broken_markup
from lint.numbers import contradictions
from lint.regions import other_region
from lint.source import Parsed
from lint.tabs import same_tabs, tab_sets

CHECKS: tuple[Callable[[Parsed], Iterable[Finding]], ...] = (
    broken_markup, tab_sets, same_tabs, other_region, links, repeated, elsewhere, levels, answers, contradictions,
)  # fmt: skip


def findings(parsed: Parsed, encoder: Encoder) -> list[Finding]:
    """What in a content will answer badly, in order of page and line; what the source allows is there, and says so."""
    found = [finding for check in CHECKS for finding in check(parsed)]
    return with_allowances([*found, *alike(parsed, encoder)], parsed)
