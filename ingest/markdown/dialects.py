"""The dialects, by name."""

from collections.abc import Mapping

from ingest.markdown.dialect import Dialect, Rewritten
from ingest.markdown.lines import Line
from ingest.markdown.tags import rewrite


def plain(page: str, lines: list[Line]) -> Rewritten:
    """CommonMark with tables, without container tags."""
    return Rewritten(tuple(lines), ())


DIALECTS: Mapping[str, Dialect] = {"tags": rewrite, "plain": plain}
