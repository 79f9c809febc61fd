"""Where pages are that are published nowhere else: on this server."""

import posixpath
import re
from collections.abc import Iterable
from urllib.parse import quote, unquote, urlsplit

ENDINGS = re.compile(r"\.(?:md|markdown|html?)$", re.IGNORECASE)
FRONT = ("index", "readme")
"""Names of the page that stands for its folder, besides the folder's own."""


class OwnPages:
    """The pages of a content as this server has them. Links to pages lead to them, and other relative ones nowhere."""

    def __init__(self, pages: Iterable[str], *, base: str = "") -> None:
        """Know the pages.

        Args:
            pages: Their ids.
            base: What the server's addresses begin with: ``https://example.com/help``, ``/help`` or nothing.
        """
        self._base, self._named = base, dict[str, str]()
        for page in sorted(pages):
            folder, _, name = ENDINGS.sub("", page).casefold().rpartition("/")
            self._named[page] = page
            self._named.setdefault(posixpath.join(folder, name), page)
            if name in (*FRONT, posixpath.basename(folder)):
                self._named.setdefault(folder, page)

    def page_url(self, page: str) -> str:
        """Address of a page, percent-encoded."""
        return f"{self._base}/faq/{quote(page.removesuffix('.md'))}"

    def link(self, page: str, href: str) -> str:
        """Where a link on a page leads: as written if it has a scheme or host, else to one of the pages or nowhere."""
        try:
            parts = urlsplit(href)
        except ValueError:  # such as http://[
            return ""
        if parts.scheme or parts.netloc:
            return href
        target = self._target(page, unquote(parts.path))
        return (
            self.page_url(target) + (f"#{quote(unquote(parts.fragment))}" if parts.fragment else "") if target else ""
        )

    def _target(self, page: str, path: str) -> str | None:
        """The page that a path means: from the root, from the file's folder, or from the page as a folder."""
        if not path:
            return page
        folders = ("",) if path.startswith("/") else (posixpath.dirname(page), ENDINGS.sub("", page))
        places = [posixpath.normpath(posixpath.join(folder, path.lstrip("/"))) for folder in folders]
        for place in places:
            for name in (place, ENDINGS.sub("", place).casefold()):
                if found := self._named.get("" if name == "." else name):
                    return found
        return None
