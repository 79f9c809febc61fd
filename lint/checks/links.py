"""Links within the content to missing pages and missing anchors."""

import difflib
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from ingest.content.site import published_path
from ingest.markdown.anchors import anchor
from ingest.markdown.blocks import parser
from ingest.section import Block
from lint.finding import Finding
from lint.parsed_content import Parsed, ParsedPage, placed

_ANCHOR = re.compile(r"<a\s[^<>]*?(?:id|name)\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_HREF = re.compile(r"<a\s[^<>]*?href\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_OF_THE_SITE = re.compile(r"^\d+-tabpanel-\d+$")
"""An anchor that the documentation site generates for a tab."""

_SUFFIX = re.compile(r"_[0-9a-f]{6,8}$")
"""What a site may append to an anchor to make it unique."""

ENOUGH = 3
"""Links that must agree on where the content is published, if facets.toml has no ``site``."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a link within the content leads to."""

    path: str
    """Of the page, without ``.md``; the path looked for, if there is no such page."""
    page: ParsedPage | None
    folder: bool
    """It leads to a folder of pages."""
    fragment: str


def links(parsed: Parsed) -> Iterator[Finding]:
    """Links to missing pages or anchors, and to an anchor that several headings share.

    Links that cannot be checked are skipped: out of the content, to a file that is not a page and, when a single file
    is read, to another page. An anchor may be written as ``ingest.markdown.anchors`` makes it, as the page's
    ``<a id>`` has it, with a site's suffix, or untransliterated.
    """
    written = {source.page.id: list(hrefs(source)) for source in parsed.pages}
    pages = Pages(parsed, [href for found in written.values() for _, href in found])
    for source in parsed.pages:
        for block, href in written[source.page.id]:
            target = pages.target(source, href)
            if target is None or target.folder:
                continue
            found = _judged(target, href, pages)
            if found:
                rule, message = found
                yield Finding(source.page.id, source.line_of(block, href), rule, message)


def hrefs(source: ParsedPage) -> Iterator[tuple[Block, str]]:
    """Every link of a page with its block; a link that repeats in a block counts once."""
    for section in source.page.sections:
        for block, _ in placed(section):
            if block.children or block.kind == "code" or not ("](" in block.source or "href" in block.source):
                continue
            tokens = parser().parseInline(block.source)[0].children or []
            found = [str(token.attrGet("href")) for token in tokens if token.type == "link_open"]
            for href in dict.fromkeys(found + _HREF.findall(block.source)):
                yield block, href


def _judged(target: Target, href: str, pages: "Pages") -> tuple[str, str] | None:
    if target.page is None:
        return "link-page", f"{href} leads to no page" + _nearest(target.path, pages.named_like(target.path))
    if not target.fragment or _OF_THE_SITE.match(target.fragment):
        return None
    name = anchor(target.fragment)
    known = pages.anchors(target.page)
    where = target.page.page.id
    if known[name] > 1:
        return "anchor-ambiguous", f"{href} may mean any of {known[name]} headings of {where}"
    if not known[name] and not known[_SUFFIX.sub("", name)]:
        return "link-anchor", f"{href}: no heading of {where} has this anchor" + _nearest(name, list(known), "#")
    return None


def _nearest(wanted: str, known: list[str], mark: str = "") -> str:
    near = difflib.get_close_matches(wanted, known, 1, 0.5)
    return f"; the nearest is {mark}{near[0]}" if near else ""


class Pages:
    """The pages of a content, by file path and by the path at which they are published."""

    def __init__(self, parsed: Parsed, written: Iterable[str]) -> None:
        self.whole = parsed.whole
        self.site = parsed.facets.site
        self.by_path: dict[str, ParsedPage] = {}
        for source in parsed.pages:
            self.by_path[source.page.id.removesuffix(".md")] = source
            self.by_path[published_path(source.page.id)] = source
        self.folders = {path[:at] for path in self.by_path for at, char in enumerate(path) if char == "/"}
        self.prefix = f"{self.site.pages}/" if self.site.pages else self._learnt_prefix(written)
        self._anchors: dict[str, Counter[str]] = {}

    def target(self, source: ParsedPage, href: str) -> Target | None:
        """Where a link of a page leads; None if it cannot be checked."""
        if self.site.base_url:
            href = href.removeprefix(self.site.base_url)
        try:
            parts = urlsplit(href)
        except ValueError:  # such as http://[
            return None
        path = unquote(parts.path).removesuffix("/")
        is_page = posixpath.splitext(path)[1] in ("", ".md")
        if parts.scheme or parts.netloc or not is_page or not (path or parts.fragment):
            return None
        if not path:
            return Target(source.page.id, source, False, unquote(parts.fragment))
        places = self._places(source, path)
        for place in places:
            if place in self.by_path or place in self.folders:
                page = self.by_path.get(place)
                return Target(place, page, page is None, unquote(parts.fragment))
        if not self.whole or not places or any(place.startswith("..") or place == "." for place in places):
            return None
        return Target(places[-1], None, False, "")

    def named_like(self, path: str) -> list[str]:
        """Paths of the pages with the same file name."""
        return [known for known in self.by_path if posixpath.basename(known) == posixpath.basename(path)]

    def anchors(self, source: ParsedPage) -> Counter[str]:
        """Anchor → how many headings of the page have it."""
        known = self._anchors.get(source.page.id)
        if known is None:
            known = Counter(anchor(heading.text) for heading in source.headings)
            for name in {anchor(section.anchor) for section in source.page.sections} | {
                anchor(name) for line in source.lines for name in _ANCHOR.findall(line)
            }:
                known[name] = known[name] or 1
            self._anchors[source.page.id] = known
        return known

    def _places(self, source: ParsedPage, path: str) -> list[str]:
        """The paths that a link may mean: relative to the file, and to where the page is published."""
        path = path.removesuffix(".md")
        if not path.startswith("/"):
            roots = (posixpath.dirname(source.page.id), published_path(source.page.id))
            return [posixpath.normpath(posixpath.join(root, path)) for root in roots]
        below = path.removeprefix(self.prefix) if self.prefix and path.startswith(self.prefix) else ""
        known = below.split("/")[0] in self.folders or ("/" not in below and self.site.pages)
        return [below] if below and known else []

    def _learnt_prefix(self, written: Iterable[str]) -> str:
        """What most links that start with a slash have before the path of a page; empty if too few agree."""
        votes: Counter[str] = Counter()
        for href in written:
            path = unquote(href.partition("#")[0]).rstrip("/")
            cuts = [at for at, char in enumerate(path) if char == "/"] if path.startswith("/") else []
            prefix = next((path[:at] for at in cuts if path[at + 1 :] in self.by_path), None)
            if prefix is not None:
                votes[prefix] += 1
        best = votes.most_common(1)
        return best[0][0] + "/" if best and best[0][1] >= ENOUGH else ""
