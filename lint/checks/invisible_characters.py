"""Characters that nobody sees."""

from collections.abc import Iterator

from ingest.invisible import Invisible, invisible, invisible_references
from lint.finding import Finding
from lint.parsed_content import Parsed, ParsedPage


def invisible_characters(parsed: Parsed) -> Iterator[Finding]:
    """One finding for each row of invisible characters, at the column of the first."""
    for source in parsed.pages:
        for number, line in enumerate(source.written):
            for row in _rows(_found(source, number, line)):
                more = f" and {len(row) - 1} more" if len(row) > 1 else ""
                yield Finding(
                    source.page.id, number + 1, "invisible-character", row[0].name + more, column=row[0].at + 1
                )


def _found(source: ParsedPage, number: int, line: str) -> Iterator[Invisible]:
    # a byte order mark is usual at the start of a file only
    found = [*invisible(line)] if number == 0 else [one._replace(at=one.at - 1) for one in invisible(f" {line}")]
    references = [] if number in source.code else [*invisible_references(line)]
    yield from sorted([*found, *references])


def _rows(found: Iterator[Invisible]) -> Iterator[list[Invisible]]:
    row: list[Invisible] = []
    for one in found:
        if row and one.at != row[-1].at + 1:
            yield row
            row = []
        row.append(one)
    if row:
        yield row
