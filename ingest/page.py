"""One page's text to its sections."""

import re
from dataclasses import dataclass

from ingest.content.facets import Facets
from ingest.diagnostic import Diagnostic
from ingest.markdown.blocks import blocks
from ingest.markdown.dialects import DIALECTS
from ingest.markdown.lines import Line, joined, lines_of
from ingest.markdown.split import sections
from ingest.scope.assign import with_scopes
from ingest.section import Block, Section

VERSION = 3
"""Raised with every change to what pages parse into, so that an index does not keep what an older parser made."""

_FAQ_PATH = re.compile(r"(?:^|[-_/])(?:faq|qa)(?=$|[-_./])", re.IGNORECASE)
_FRONT_MATTER_TITLE = re.compile(r"^title:\s*['\"]?(?P<title>.*?)['\"]?\s*$")


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page."""

    id: str
    sections: tuple[Section, ...]
    diagnostics: tuple[Diagnostic, ...]


def parse_page(page: str, source: str, facets: Facets, *, dialect: str = "tags") -> Page:
    """Parse a page.

    Args:
        page: Its id: path relative to the content root, with ``/``.
        source: Its text.
        facets: What the content declares.
        dialect: A name in ``ingest.markdown.dialects.DIALECTS``.

    Returns:
        Its sections, and what was broken in its markup. Nothing in a text makes this fail.
    """
    lines, unclosed = lines_of(source)
    title, lines = _front_matter(lines)
    rewritten = DIALECTS[dialect](page, lines)
    # Where tags are broken, indentation tells nothing.
    tree = with_scopes(blocks(*joined(rewritten.lines), indented_code=not rewritten.diagnostics), facets)
    deepest = 2 if is_faq(page, tree) else 6
    fences = (
        Diagnostic(page, number + 1, "unclosed-fence", "a code block is never closed", "add ``` below it")
        for number in unclosed
    )
    found = sorted((*rewritten.diagnostics, *fences), key=lambda fault: fault.line)
    return Page(page, sections(page, title or title_from(page), tree, deepest=deepest), tuple(found))


def is_faq(page: str, blocks: tuple[Block, ...]) -> bool:
    """Whether a page is a list of questions, each an H2: by its path, or because most H2 end in a question mark."""
    questions = [block.text for block in blocks if block.kind == "heading" and block.label == "2"]
    asked = sum(text.rstrip().endswith("?") for text in questions)
    return bool(questions) and (_FAQ_PATH.search(page) is not None or 2 * asked > len(questions))


def title_from(page: str) -> str:
    """A title made from a page's id: ``billing/payment-methods.md`` → ``Payment methods``."""
    words = re.sub(r"[-_]+", " ", page.rsplit("/", 1)[-1].removesuffix(".md")).strip()
    return words[:1].upper() + words[1:] or page


def _front_matter(lines: list[Line]) -> tuple[str, list[Line]]:
    """Take a YAML front matter off; its ``title:`` is all that is read."""
    if not lines or lines[0].text.rstrip() != "---":
        return "", lines
    end = next((at for at, line in enumerate(lines[1:60], start=1) if line.text.rstrip() in ("---", "...")), 0)
    keys = [line.text for line in lines[1:end] if line.text.strip()]
    if not end or not all(re.match(r"^[\w-]+:|^\s|^-\s|^#", key) for key in keys):
        return "", lines
    titles = [found["title"] for key in keys if (found := _FRONT_MATTER_TITLE.match(key))]
    return (titles or [""])[0], lines[end + 1 :]
