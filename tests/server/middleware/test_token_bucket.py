"""Token buckets: what a client may ask for, and when it may again."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from server.middleware.token_bucket import Buckets, client_of


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_taken_and_then_the_wait_is_told() -> None:
    clock = Clock()
    buckets = Buckets(rate=2, burst=3, clock=clock)
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]
    clock.now += 0.25
    assert buckets.take("a") == 0.25
    clock.now += 0.25
    assert [buckets.take("a"), buckets.take("a")] == [0, 0.5]


def test_rest_fills_a_bucket_no_further_than_its_brim() -> None:
    clock = Clock()
    buckets = Buckets(rate=1, burst=2, clock=clock)
    assert buckets.take("a", 2) == 0
    clock.now += 3600
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 1]


def test_clients_do_not_share() -> None:
    buckets = Buckets(rate=1, burst=1, clock=Clock())
    assert [buckets.take("a"), buckets.take("b")] == [0, 0]
    assert buckets.take("a") == 1


def test_what_costs_more_than_a_bucket_costs_a_bucket() -> None:
    buckets = Buckets(rate=1, burst=5, clock=Clock())
    assert [buckets.take("a", 32), buckets.take("a", 32)] == [0, 5]


def test_the_client_unseen_for_longest_is_forgotten() -> None:
    buckets = Buckets(rate=1, burst=1, clients=2, clock=Clock())
    for client in "abac":
        buckets.take(client)
    assert buckets.take("a") == 1  # seen after b, so it is b that went
    assert buckets.take("b") == 0


def test_a_rate_of_nothing_is_no_limit() -> None:
    buckets = Buckets(rate=0, burst=1)
    assert {buckets.take("a") for _ in range(100)} == {0}


def test_threads_take_no_more_than_there_is() -> None:
    buckets = Buckets(rate=1, burst=50, clock=Clock())
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: buckets.take("a"), range(200)))
    assert waits.count(0) == 50


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("unix:", "unix:"),
        (None, ""),
    ],
)
def test_a_network_of_addresses_is_one_client(address: str | None, client: str) -> None:
    assert client_of(address) == client
