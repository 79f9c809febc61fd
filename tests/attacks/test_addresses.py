"""One client has many addresses, or says so: it is still one client."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.app import create_app
from server.middleware.token_bucket import Buckets
from server.resources import Resources
from server.settings import Settings
from tests.attacks.clients import ATTACKER, ask
from tests.hand_service import by_hand
from tests.site import listening

ADDRESSES = st.builds(
    "{}{:x}:{:x}::{:x}".format, st.just("2001:db8:7:"), st.integers(0, 0xFFFF), st.integers(0, 9), st.integers(0, 9)
)


@pytest.mark.parametrize(
    ("network", "most"),
    [
        pytest.param("2001:db8:0:1::{:x}", 10, id="of a /64"),
        pytest.param("2001:db8:0:1{:02x}::1", 20, id="of a /56"),
        pytest.param("2001:db8:0:{:x}00::1", 40, id="of a /48"),
    ],
)
def test_rotating_within_a_network_multiplies_little(network: str, most: int) -> None:
    buckets = Buckets(rate=0.001, burst=10, clock=lambda: 0.0)
    taken = [buckets.take(network.format(number)) for number in range(1, 256)]
    assert taken.count(0) == most


def test_a_spent_bucket_is_not_flushed_by_other_addresses() -> None:
    buckets = Buckets(rate=1, burst=5, clients=100, clock=lambda: 0.0)
    assert [buckets.take("203.0.113.7") for _ in range(6)].count(0) == 5
    for number in range(1000):
        buckets.take(f"10.0.{number // 256}.{number % 256}")
    assert buckets.take("203.0.113.7") > 0
    assert len(buckets) <= 101


@given(st.lists(ADDRESSES, max_size=60))
def test_no_order_of_addresses_gets_more_than_their_common_network(addresses: list[str]) -> None:
    buckets = Buckets(rate=0.001, burst=3, clients=5, clock=lambda: 0.0)
    assert sum(buckets.take(address) == 0 for address in addresses) <= 3 * 4


def test_what_is_remembered_is_bounded() -> None:
    buckets = Buckets(rate=1, burst=5, clients=100, clock=lambda: 0.0)
    for number in range(2000):
        buckets.take(f"2001:db8:{number:x}::1")
    assert len(buckets) <= 103


@pytest.mark.parametrize(
    ("networks", "statuses"), [("", [200, 200, 429]), ("127.0.0.1", [200, 200, 429]), ("10.0.0.0/8", [200, 429, 429])]
)
def test_only_a_trusted_proxy_is_believed_about_addresses(networks: str, statuses: list[int]) -> None:
    settings = Settings.from_env(
        {"OTVET_PROXIES": "1", "OTVET_PROXY_NETWORKS": networks, "OTVET_RATE": "0.01", "OTVET_BURST": "1"}
    )
    app = create_app(by_hand(), resources=Resources.of(settings))
    with listening(app, proxies=settings.believed()) as server:
        place = (server.effective_host, int(server.effective_port))
        forwarded = ("203.0.113.1", "203.0.113.2", "203.0.113.2")
        assert [ask(place, "/docs", ATTACKER, headers={"X-Forwarded-For": one}).status for one in forwarded] == statuses
