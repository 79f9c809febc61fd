"""Alternates that no section has."""

from collections.abc import Iterator

from ingest.content.alternates import orphans
from lint.finding import Finding
from lint.parsed_content import Parsed


def orphaned(parsed: Parsed) -> Iterator[Finding]:
    """One finding for each alternate without a section, in the file of alternates."""
    sections = [section for source in parsed.pages for section in source.page.sections]
    for fault in orphans(parsed.alternates, sections):
        yield Finding(fault.path, fault.line, fault.code, fault.found, fault.advice)
