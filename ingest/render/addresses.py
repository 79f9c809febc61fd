"""Bare addresses in text that become links."""

import re
from typing import Any

from linkify_it import LinkifyIt  # type: ignore[import-untyped]
from linkify_it.tlds import TLDS  # type: ignore[import-untyped]

FILE_ENDINGS = frozenset(
    {
        *("am", "app", "as", "bz", "cab", "cc", "cl", "cr", "dot", "host", "id"),
        *("in", "java", "la", "link", "ls", "md", "mk", "ml", "mm", "mov", "network"),
        *("pl", "pm", "pro", "properties", "ps", "pub", "py", "rest", "rs", "run", "sc"),
        *("sh", "so", "ss", "st", "target", "tf", "zip", "zone"),
    }
)
"""Top-level domains that are endings of files, too: ``install.sh`` is a script, and no site on Saint Helena."""


_MAY_HAVE_ONE = re.compile(r"\S\.\w|@|//|mailto:|localhost", re.IGNORECASE)
"""Every text with an address has this. The patterns of linkify-it take 0.1 s to compile; many contents need none."""


class Addresses(LinkifyIt):  # type: ignore[misc]
    """Finds URLs, e-mail addresses and bare host names, but no file names and no names of products (``ASP.NET``)."""

    def __init__(self) -> None:
        super().__init__()
        self.tlds(TLDS)  # by default only a few are known, and not that of docs@vk.company

    def pretest(self, text: str) -> bool:
        """Whether a text may have an address."""
        return bool(_MAY_HAVE_ONE.search(text))

    def test(self, text: str) -> bool:
        """Whether a text has an address."""
        return self.pretest(text) and bool(super().test(text))

    def match(self, text: str) -> list[Any] | None:
        """As in the base class, without what is no address."""
        return [found for found in super().match(text) or () if found.schema or _is_host(found.text)] or None


def _is_host(written: str) -> bool:
    """Whether a bare name is a site's: in small letters, and its ending is not that of a file."""
    host = written.split("/")[0].split("?")[0].split("#")[0].split(":")[0]
    return host == host.lower() and (host.startswith("www.") or host.rpartition(".")[2] not in FILE_ENDINGS)
