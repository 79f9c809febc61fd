"""Which client an address is, for whatever is counted per client."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

PREFIXES = ((64, 1), (56, 2), (48, 4))
"""IPv6: length of a prefix, and how many times the allowance of one client its network has. A host may use any address
of its /64, and a customer is given anything up to a /48."""

FORWARDED = ("X_FORWARDED_FOR", "X_FORWARDED_PROTO")


def networks(address: str | None) -> tuple[tuple[str, int], ...]:
    """The networks that an address is counted in, narrowest first, each with its share of allowances."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return ((address or "", 1),)
    if isinstance(parsed, ipaddress.IPv4Address):
        return ((str(parsed), 1),)
    if parsed.ipv4_mapped:
        return ((str(parsed.ipv4_mapped), 1),)
    return tuple(
        (str(ipaddress.ip_network((parsed.packed, length), strict=False)), share) for length, share in PREFIXES
    )


def site_of(address: str | None) -> str:
    """The widest network of an address: those in it take turns as one client."""
    return networks(address)[-1][0]


@dataclass(frozen=True, slots=True)
class Proxies:
    """Reverse proxies whose X-Forwarded headers are believed."""

    count: int = 0
    """How many stand in front, each adding to X-Forwarded-For; 0: the headers are ignored."""

    networks: tuple[Network, ...] = ()
    """Where they connect from."""

    def trusts(self, peer: str) -> bool:
        """Whether a connection from this address is a proxy's."""
        try:
            parsed = ipaddress.ip_address(peer.partition("%")[0])
        except ValueError:
            return False
        address = getattr(parsed, "ipv4_mapped", None) or parsed
        return self.count > 0 and any(address in network for network in self.networks)

    def client(self, peer: str, headers: Mapping[str, str]) -> str:
        """The address that a request comes from.

        Args:
            peer: The address that the connection comes from.
            headers: As waitress names them: ``X_FORWARDED_FOR``.
        """
        named = headers.get("X_FORWARDED_FOR", "") if self.trusts(peer) else ""
        return without_port(named.split(",")[-self.count :][0]) if named else peer


def without_port(text: str) -> str:
    """``203.0.113.7`` of ``203.0.113.7:4711``, ``2001:db8::1`` of ``[2001:db8::1]:4711``."""
    text = text.strip().strip('"')
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text
