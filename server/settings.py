"""Settings of a deployment, read from the environment."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from server.client_network import Network, Proxies
from server.errors import BadSetting

ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,5})?")
BASE_URL = re.compile(
    r"(?P<origin>https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::\d{1,5})?)?(?P<prefix>(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*)/?"
)
SHORTEST_KEY = 16
PRIVATE: tuple[Network, ...] = tuple(
    ipaddress.ip_network(text)
    for text in ("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)
"""Networks that only this machine and its neighbours connect from."""


@dataclass(frozen=True)
class Settings:
    """Access, rate limits and storage of traffic."""

    origin: str = ""
    """Scheme, name and port that readers reach this server by; empty: not known, and addresses begin with a slash."""

    prefix: str = ""
    """Path that it is served under, such as ``/help``; empty: at the root."""

    cors_origins: frozenset[str] = frozenset()
    """Sites whose scripts may call /api/v1, each exactly as a browser writes it: ``https://shop.example.kz``."""

    owner_key: str = field(default="", repr=False)
    """Key of the admin pages; empty: they are disabled."""

    rate: float = 50.0
    """Sustained requests per second of one client; 0: no limit."""

    burst: int = 1000
    """Requests that one client may make in a burst."""

    proxies: int = 0
    """Reverse proxies in front, each of which adds to X-Forwarded-For; 0: the header is ignored."""

    proxy_networks: tuple[Network, ...] = PRIVATE
    """Where the last of them connects from; the header is ignored in connections from elsewhere."""

    traffic: Path | None = None
    """SQLite file for questions and feedback; None: they are not stored."""

    keep_days: int = 90
    """Days that questions and feedback are stored."""

    @classmethod
    def from_env(cls, env: Mapping[str, str], *, traffic: Path | None = None) -> Self:
        """Settings from OTVET_ variables; ``traffic`` is the file if none is named.

        Raises:
            BadSetting: naming the variable, its value and what is allowed.
        """
        named = env.get("OTVET_TRAFFIC", "")
        key = env.get("OTVET_OWNER_KEY", "")
        if key and (len(key) < SHORTEST_KEY or not key.isascii() or not key.isprintable() or " " in key):
            raise BadSetting("OTVET_OWNER_KEY", "be 16 or more printable ASCII characters without spaces")
        origin, prefix = base_url(env.get("OTVET_BASE_URL", ""))
        return cls(
            origin=origin,
            prefix=prefix,
            cors_origins=origins(env.get("OTVET_CORS_ORIGINS", "")),
            owner_key=key,
            rate=number(env, "OTVET_RATE", cls.rate, least=0),
            burst=int(number(env, "OTVET_BURST", cls.burst, least=1)),
            proxies=int(number(env, "OTVET_PROXIES", cls.proxies, least=0)),
            proxy_networks=listed_networks(env.get("OTVET_PROXY_NETWORKS", "")) or cls.proxy_networks,
            traffic=None if named == "off" else Path(named) if named else traffic,
            keep_days=int(number(env, "OTVET_KEEP_DAYS", cls.keep_days, least=1)),
        )

    def believed(self) -> Proxies:
        """The reverse proxies in front."""
        return Proxies(self.proxies, self.proxy_networks)


def base_url(text: str) -> tuple[str, str]:
    """Origin and path of the address that readers reach the server by; each may be empty."""
    found = BASE_URL.fullmatch(text.strip())
    if found is None:
        raise BadSetting(
            "OTVET_BASE_URL", "be an address such as https://example.com/help, or a path such as /help", text
        )
    return found["origin"] or "", found["prefix"]


def listed_networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks, separated by commas or spaces."""
    found = []
    for each in re.split(r"[\s,]+", text.strip()):
        try:
            found += [ipaddress.ip_network(each)] if each else []
        except ValueError as exc:
            raise BadSetting("OTVET_PROXY_NETWORKS", "list addresses or networks such as 10.0.0.0/8", each) from exc
    return tuple(found)


def origins(text: str) -> frozenset[str]:
    """Origins, separated by commas or spaces."""
    found = frozenset(re.split(r"[\s,]+", text.strip())) - {""}
    for origin in found:
        if not ORIGIN.fullmatch(origin):
            raise BadSetting(
                "OTVET_CORS_ORIGINS", "name origins such as https://shop.example.kz, without a path or *", origin
            )
    return found


def number(env: Mapping[str, str], name: str, default: float, *, least: float) -> float:
    """A number of the same type as its default."""
    text = env.get(name, "")
    try:
        value = type(default)(text) if text else default
    except ValueError:
        value = least - 1
    if not least <= value < 1e9:
        sort = "a whole number" if isinstance(default, int) else "a number"
        raise BadSetting(name, f"be {sort}, {least} or more", text)
    return value
