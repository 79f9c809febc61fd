"""Outlines of the content's pages, and pages as Markdown with their headings."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from index.result import Answer
from ingest.content.pages import title_from
from ingest.render.inert import escaped
from ingest.section import Chosen
from server.service import SectionName, Service

DEEPEST = 6
"""Level of the lowest heading that Markdown has."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A page: its title and its sections."""

    page: str

    title: str
    """The heading above everything on the page; if there is none, the page's own title."""

    under: int
    """Levels by which headings move down below the title: 1 if the title is not a heading of the page."""

    rows: tuple[SectionName, ...]
    """The sections that hold for the chosen values, maybe none."""


def outlines(service: Service, choice: Chosen) -> list[Outline]:
    """Every page, in the content's order.

    Titles are computed from the whole page, so that a page has the same title for every choice.
    """
    held = {row.id for row in service.sections(choice)}
    return [_outline(page, list(rows), held) for page, rows in groupby(service.sections({}), key=lambda row: row.page)]


def _outline(page: str, rows: list[SectionName], held: set[str]) -> Outline:
    left = tuple(row for row in rows if row.id in held)
    tops = {(*row.breadcrumb, row.section)[0] for row in rows}
    if left and len(tops) == 1:
        return Outline(page, tops.pop(), 0, left)
    lead = rows[0]
    return Outline(page, lead.section if lead.id == page else title_from(page), 1, left)


def page_markdown(outline: Outline, section: Callable[[str], Answer | None]) -> str:
    """The page's sections under their headings; the title alone if no section holds.

    Args:
        outline: The page.
        section: Id → the projected section.
    """
    found = (section(row.id) for row in outline.rows)
    return "\n\n".join([heading(1, outline.title), *_parts(outline, (answer for answer in found if answer))])


def _parts(outline: Outline, answers: Iterable[Answer]) -> Iterator[str]:
    above: tuple[str, ...] = () if outline.under else (outline.title,)
    for answer in answers:
        path = (*answer.breadcrumb, answer.section)
        titled = path == (outline.title,) and (answer.id == outline.page or not outline.under)
        for level, text in enumerate(path, start=1):
            if not titled and (level == len(path) or path[:level] != above[:level]):
                yield heading(level + outline.under, text)
        above = path
        yield answer.markdown


def heading(level: int, text: str) -> str:
    """A heading of Markdown with plain text."""
    return f"{'#' * min(level, DEEPEST)} {escaped(text)}"
