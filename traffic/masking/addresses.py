"""E-mail and IP addresses, and names and passwords within URLs."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from traffic.masking.kinds import EMAIL, IP, SECRET

_CREDENTIALS = re.compile(r"(?<=://)[^\s/@:\[\]]{0,64}:[^\s/@]{1,128}(?=@)")

_LOCAL = r"(?<![\w.+%-])[\w.+%-]{1,64}"
"""Starts only where a word does, so that no text is read twice."""
_DOMAIN = r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.(?:xn--[\w-]{1,59}|[^\W\d_]{2,63})"
_EMAIL = re.compile(
    rf"(?!git@)(?:{_LOCAL}|\"[^\"\n]{{1,64}}\")\s?[@＠]\s?(?:{_DOMAIN}\b|\[(?:ipv6:)?[\da-f.:]{{3,45}}\])", re.I
)

_DOT = r"(?:\.|\s{0,2}[(\[{<]\s?(?:dot|точка|тчк)\s?[)\]}>]\s{0,2}|\s{1,2}(?:dot|точка|тчк)\s{1,2})"
_SPELT_DOMAIN = rf"[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,4}}{_DOT}[^\W\d_]{{2,63}}\b"
_SPELT = re.compile(
    rf"{_LOCAL}(?:"
    rf"\s{{0,2}}[(\[{{<]\s?(?:at|эт|@|собак\w{{1,3}}|собачк\w{{1,3}})\s?[)\]}}>]\s{{0,2}}{_SPELT_DOMAIN}"
    rf"|\s{{1,2}}(?:собак[ау]|собачк[ау]|sobaka)\s{{1,2}}{_SPELT_DOMAIN}"
    rf"|\s{{0,2}}[(\[{{<]at[)\]}}>]\s{{0,2}}[\w-]{{1,63}}\b"
    rf"|\s(?:at|эт)\s[\w-]{{1,63}}\s(?:dot|точка)\s[^\W\d_]{{2,63}}\b)",
    re.I,
)

_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\w)")
_IPV6 = re.compile(r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?:\.\d{1,3}){0,3}(?![\w:])", re.I)
_VERSION = re.compile(r"(?:верси\w{1,4}|version|ver\.?|\bv\.?|релиз\w{0,3}|сборк\w{1,2}|build)\s?$", re.I)
_INTERNAL = [ip_network(one) for one in ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")]


def without_addresses(text: str) -> str:
    """Mask e-mail addresses, spelt out too; IP addresses that are not internal; credentials within URLs.

    ``git@host`` is no person's address, and a number after «версия» is no IP address.
    """
    text = _CREDENTIALS.sub(SECRET, text)
    text = _EMAIL.sub(EMAIL, text)
    text = _SPELT.sub(EMAIL, text)
    for pattern in (_IPV6, _IPV4):
        text = pattern.sub(_ip, text)
    return text


def _ip(found: re.Match[str]) -> str:
    try:
        address = ip_address(found[0])
    except ValueError:
        return found[0]
    version = _VERSION.search(found.string, max(0, found.start() - 12), found.start())
    return found[0] if version or _internal(address) else IP


def _internal(address: IPv4Address | IPv6Address) -> bool:
    """Whether it leads to nobody: private networks, the machine itself, masks."""
    return (
        address.is_loopback
        or address.is_link_local
        or address.is_unspecified
        or address.is_multicast
        or (address.version == 4 and address.is_reserved)
        or any(address in network for network in _INTERNAL)
    )
