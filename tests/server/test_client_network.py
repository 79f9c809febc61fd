"""Which client an address is, and whose word counts for it."""

from ipaddress import ip_network

import pytest

from server.client_network import Proxies, networks, site_of, without_port

BEHIND = Proxies(1, (ip_network("10.0.0.0/8"),))


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", ["203.0.113.7"]),
        ("2001:db8:1:2:3::4", ["2001:db8:1:2::/64", "2001:db8:1::/56", "2001:db8:1::/48"]),
        ("2001:db8:1:2ff:ffff::9", ["2001:db8:1:2ff::/64", "2001:db8:1:200::/56", "2001:db8:1::/48"]),
        ("::ffff:203.0.113.7", ["203.0.113.7"]),
        ("unix:", ["unix:"]),
        (None, [""]),
    ],
)
def test_an_address_is_counted_in_its_networks(address: str | None, counted: list[str]) -> None:
    assert [network for network, _ in networks(address)] == counted
    assert site_of(address) == counted[-1]


@pytest.mark.parametrize(
    ("proxies", "peer", "header", "client"),
    [
        (BEHIND, "10.1.2.3", "203.0.113.7", "203.0.113.7"),
        (BEHIND, "::ffff:10.1.2.3", "203.0.113.7", "203.0.113.7"),
        (BEHIND, "10.1.2.3", "192.0.2.1, 203.0.113.7", "203.0.113.7"),
        (BEHIND, "10.1.2.3", "", "10.1.2.3"),
        (BEHIND, "198.51.100.9", "203.0.113.7", "198.51.100.9"),
        (Proxies(2, BEHIND.networks), "10.1.2.3", "192.0.2.1, 203.0.113.7, 10.9.9.9", "203.0.113.7"),
        (Proxies(2, BEHIND.networks), "10.1.2.3", "203.0.113.7", "203.0.113.7"),
        (Proxies(), "10.1.2.3", "203.0.113.7", "10.1.2.3"),
        (BEHIND, "unix:", "203.0.113.7", "unix:"),
    ],
)
def test_only_a_trusted_proxy_names_another_client(proxies: Proxies, peer: str, header: str, client: str) -> None:
    assert proxies.client(peer, {"X_FORWARDED_FOR": header}) == client


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" 203.0.113.7:4711", "203.0.113.7"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ('"[2001:db8::1]"', "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
    ],
)
def test_a_port_makes_no_other_client(text: str, address: str) -> None:
    assert without_port(text) == address
