"""Where a cluster is, and how it keeps a content."""

import re
from dataclasses import dataclass, fields
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from index.errors import UnknownEngine

SCHEMES = {"qdrant": "http", "qdrant+https": "https"}
NAME = re.compile(r"[A-Za-z0-9_-]{1,200}")
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Address:
    """``qdrant://host:6333/faq?shards=3&replicas=2``, or ``qdrant+https://`` where TLS is spoken."""

    scheme: str
    host: str
    port: int

    name: str
    """The alias of the live collection; each generation's collection is called so too, with the generation after it."""

    shards: int = 1
    """Parts that a collection is split into; set when it is made."""

    replicas: int = 1
    """Machines that hold each part; set when it is made."""

    seconds: int = 2
    """The most that one attempt to ask waits."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an address.

        Raises:
            UnknownEngine: if it is none, or a setting in it is unknown.
        """
        try:
            url = urlsplit(text)
            port = 6333 if url.port is None else url.port
        except ValueError as exc:
            raise UnknownEngine(text, str(exc)) from exc
        if url.scheme not in SCHEMES or not url.hostname:
            raise UnknownEngine(text, f"no address that begins with {' or '.join(f'{one}://' for one in SCHEMES)}")
        if url.username is not None or url.password is not None:
            raise UnknownEngine(url._replace(netloc=url.netloc.rpartition("@")[2]).geturl(), "a key in the address")
        name = url.path.removeprefix("/")
        if not NAME.fullmatch(name):
            raise UnknownEngine(text, f"{name!r} is no name of a collection (letters, digits, - and _)")
        return cls(url.scheme, url.hostname, port, name, **_settings(text, url.query))

    @property
    def url(self) -> str:
        """The server's."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{SCHEMES[self.scheme]}://{host}:{self.port}"

    @property
    def is_private(self) -> bool:
        """Whether a key sent there can be read by nobody on the way."""
        return SCHEMES[self.scheme] == "https" or self.host in LOOPBACK

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}/{self.name}"


def _settings(text: str, query: str) -> dict[str, int]:
    known = [field.name for field in fields(Address) if field.type is int and field.name != "port"]
    found: dict[str, int] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name not in known:
            raise UnknownEngine(text, f"unknown setting {name!r}, choose from {', '.join(known)}")
        if not (value.isascii() and value.isdigit() and 1 <= int(value[:6]) <= 1000):
            raise UnknownEngine(text, f"{name} must be a whole number from 1 to 1000, got {value!r}")
        found[name] = int(value)
    return found
