"""Files that pages include, put in the place where they are included.

An include takes a line by itself, as MkDocs, YFM, GitBook, VitePress, Docsify, Microsoft Learn, Hugo,
markdown-include, reStructuredText or the brace dialect write it. What is included is read, scoped and projected like
the rest of the page.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ingest.content.pages import LARGEST, Included, Place, SourcePage, check_file, content_root, read_bytes
from ingest.diagnostic import Diagnostic
from ingest.encoding import NotUtf8, decoded
from ingest.errors import UnreadablePage
from ingest.markdown.front_matter import front_matter
from ingest.markdown.lines import lines_of, raw_lines, written_lines

CODE = "unread-template"

DEEPEST = 16
"""Files that include each other."""

MOST = 1000
"""Includes of a page, in all its files."""

PARTS = frozenset({"_includes", "includes", "snippets"})
"""Folders of files that are no pages when a page includes them, as files are whose name begins with ``_``."""

_FILE = r"[^\s\"'<>()\[\]{}#:?*]+?\.(?:md|mdx|markdown|txt)"
_INCLUDE = re.compile(
    r"^(?P<indent>\s*)(?:"
    rf"\{{%-?\s*include\s+(?:notitle\s+)?(?:\[[^\[\]]*\]\((?P<yfm>{_FILE})\)|[\"'](?P<gitbook>{_FILE})[\"'])\s*-?%\}}"
    rf"|-{{1,3}}8<-{{1,3}}\s+[\"'](?P<snippet>{_FILE})[\"']"
    rf"|\.\.\s+include::\s+(?P<rst>{_FILE})"
    rf"|\{{\{{[<%]\s*include\s+(?:file=)?[\"'](?P<hugo>{_FILE})[\"']\s*/?[%>]\}}\}}"
    rf"|\{{!\s*(?P<bang>{_FILE})\s*!\}}"
    rf"|<!--\s*@include:\s*(?P<vitepress>{_FILE})\s*-->"
    rf"|\[!INCLUDE\s*\[[^\[\]]*\]\((?P<learn>{_FILE})\)\]"
    rf"|\[[^\[\]]*\]\((?P<docsify>{_FILE})\s+[\"']:include[\"']\)"
    rf"|\{{include\((?P<brace>{_FILE})\)(?:\[tags=(?P<tags>[\w,;-]+)\])?\}}"
    r")\s*$"
)
_TAG = re.compile(r"^\s*\{(?P<slash>/?)includetag(?:\((?P<name>[\w-]+)\))?\}\s*$")
_MAY_INCLUDE = re.compile(r"include|8<|\{!", re.IGNORECASE)


def with_includes(content: Path, pages: Iterable[SourcePage]) -> tuple[SourcePage, ...]:
    """The pages with what they include; files that are only parts of pages are left out.

    A file that does not exist or cannot be read, that lies outside of the content, or that includes itself is reported,
    and its place stays empty.
    """
    reader = _Reader(content_root(content))
    resolved = [reader.page(page) for page in pages]
    return tuple(page for page in resolved if not (page.id in reader.included and is_part(page.id)))


def is_part(page: str) -> bool:
    """Whether a file is by its name or its folder a part of pages.

    >>> is_part("_includes/acts.md"), is_part("pay/_intro.md"), is_part("pay.md")
    (True, True, False)
    """
    path = PurePosixPath(page)
    return path.name.startswith("_") or not PARTS.isdisjoint(path.parts[:-1])


@dataclass(slots=True)
class _Written:
    """A page that is being put together."""

    lines: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)
    """Their lines are those of the page with what it includes."""
    included: list[Included] = field(default_factory=list)
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    size: int = 0
    """Bytes of what was included."""
    includes: int = 0


class _Part(NamedTuple):
    """A file that is included."""

    path: str
    text: str


class _Reader:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.included: set[str] = set()

    def page(self, page: SourcePage) -> SourcePage:
        if not _MAY_INCLUDE.search(page.text):
            return page
        written = _Written()
        written.digest.update(page.digest.encode())
        self.file(page.id, page.text, written, (page.id,))
        if not written.includes:
            return page
        places, faults, included = tuple(written.places), tuple(written.faults), tuple(written.included)
        return SourcePage(page.id, "\n".join(written.lines), written.digest.hexdigest(), places, faults, included)

    def file(
        self, name: str, text: str, into: _Written, above: tuple[str, ...], indent: str = "", at: int | None = None
    ) -> None:
        """Add the lines of a file, and in the place of each include those of its file.

        Args:
            name: Its path relative to the content root.
            text: What it says.
            into: Where to.
            above: The page, the files through which it includes this one, and this one.
            indent: Of the include.
            at: The number of the page's line that includes it; None for the page itself.
        """
        shown = {line.number for line in lines_of(text).lines if not line.code}
        for number, line in enumerate(written_lines(text)):
            place = Place(number if at is None else at, name, number)
            found = _INCLUDE.match(line) if number in shown or "@include" in line else None
            inner = self.read(found, name, into, above) if found else None
            if found and inner:
                first, within = len(into.lines), indent + found["indent"]
                self.file(inner.path, inner.text, into, (*above, inner.path), within, place.number)
                into.included.append(Included(len(above), first, len(into.lines), within))
            else:
                into.lines.append("" if found or not line.strip() else indent + line)
                into.places.append(place)

    def read(self, found: re.Match[str], name: str, into: _Written, above: Sequence[str]) -> _Part | None:
        """What an include stands for; None, with a report, if it cannot be included."""
        into.includes += 1
        written = next(value for key, value in found.groupdict().items() if value and key not in ("indent", "tags"))
        try:
            path = self.path_of(name, written)
            if path in above:
                raise UnreadablePage(Path(written), "it includes itself", "remove one of the includes")
            if len(above) > DEEPEST or into.includes > MOST:
                raise UnreadablePage(Path(written), "files include too many others", "include less")
            data = read_bytes(self.root / path)
            into.size += len(data)
            if into.size > LARGEST:
                raise UnreadablePage(Path(written), "the page is too large with it", "include less")
            text = decoded(data, written)
        except (UnreadablePage, NotUtf8) as exc:
            reason, advice = f"{found[0].strip()} cannot be included", f"its place stays empty ({exc})"
            into.faults.append(Diagnostic(above[0], len(into.lines) + 1, CODE, reason, advice.rstrip(".")))
            return None
        self.included.add(path)
        into.digest.update(data)
        lines = written_lines(text)[front_matter(path, raw_lines(text)).end :]
        return _Part(path, "\n".join(_tagged(lines, found["tags"])))

    def path_of(self, name: str, written: str) -> str:
        """The path of an included file relative to the root: from the file that includes it, or else from the root."""
        root = self.root.resolve()
        beside = self.root if written.startswith("/") else (self.root / name).parent
        tried = [beside / written.lstrip("/"), self.root / written.lstrip("/")]
        path = next((one for one in tried if os.path.isfile(one)), None)  # a name too long for a file is none
        if path is None:
            raise UnreadablePage(Path(written), "there is no such file in the content", "correct the path")
        check_file(path, self.root)
        return Path(os.path.realpath(path)).relative_to(root).as_posix()


def _tagged(lines: Sequence[str], tags: str | None) -> Iterator[str]:
    """The lines between the marks of these tags; all lines but the marks if there are none."""
    wanted = set(re.split("[,;]", tags)) if tags else set()
    inside: list[str] = []
    for line in lines:
        if mark := _TAG.match(line):
            if mark["slash"] and inside:
                inside.pop()
            elif not mark["slash"]:
                inside.append(mark["name"] or "")
        elif not wanted or wanted.intersection(inside):
            yield line
