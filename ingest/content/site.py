"""Where a content is published, and where its links lead."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from ingest.errors import BadFacets


@dataclass(frozen=True, slots=True)
class Site:
    """Addresses of a published content; empty if it is not known to be published."""

    base_url: str = ""
    """The root that links such as ``/ru/contacts`` start from."""

    pages: str = ""
    """Path of the content's own pages below the root."""

    def page_url(self, page: str) -> str:
        """Address of a page, percent-encoded. ``faq/billing/billing.md`` is published at ``…/faq/billing``."""
        path = quote(published_path(page))
        return f"{self.base_url}{self.pages}/{path}" if self.base_url else path

    def link(self, page: str, href: str) -> str:
        """Where a link on a page leads; as written if the site is not known or the link is not a URL."""
        try:
            parts = urlsplit(href)
        except ValueError:  # such as http://[
            return href
        if not self.base_url or parts.scheme or parts.netloc:
            return href
        if href.startswith("/"):
            return self.base_url + href
        return urljoin(self.page_url(page) + ("/" if parts.path else ""), href)


@lru_cache(maxsize=1 << 10)
def published_path(page: str) -> str:
    """The path of a page below the content's own: ``billing`` of ``billing/billing.md`` and ``billing/index.md``."""
    parts = re.sub(r"\.md$", "", page, flags=re.IGNORECASE).split("/")
    if len(parts) > 1 and parts[-1] in (parts[-2], "index"):
        parts.pop()
    return "/".join(parts)


def read_site(path: Path, table: Any) -> Site:
    """The ``[site]`` table of a facets.toml.

    Raises:
        BadFacets: if it is not a table of strings.
    """
    if not isinstance(table, Mapping) or not all(isinstance(table.get(key, ""), str) for key in ("base_url", "pages")):
        raise BadFacets(path, "[site] is not a table of strings", 'write base_url = "https://…" and pages = "/…"')
    pages = table.get("pages", "").strip("/")
    return Site(table.get("base_url", "").rstrip("/"), f"/{pages}" if pages else "")
