"""What the parser reports: broken tags and code blocks, labels that are not understood."""

from collections.abc import Iterator

from lint.finding import Finding
from lint.parsed_content import Parsed


def broken_markup(parsed: Parsed) -> Iterator[Finding]:
    """One finding for each fault that the parser reports; its code is the rule."""
    for source in parsed.pages:
        for fault in source.page.diagnostics:
            yield Finding(fault.path, fault.line, fault.code, fault.found, fault.advice)
