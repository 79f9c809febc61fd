"""Token buckets: what a client may ask for, and when it may again."""

from concurrent.futures import ThreadPoolExecutor

from server.middleware.token_bucket import Buckets


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


def test_only_a_bucket_that_is_full_again_is_forgotten() -> None:
    clock = Clock()
    buckets = Buckets(rate=1, burst=1, clients=2, clock=clock)
    assert [buckets.take(client) for client in "abcd"] == [0, 0, 0, 1]  # c and d are newcomers, and share a bucket
    assert [buckets.take("a"), buckets.take("b")] == [1, 1]
    clock.now += 1
    assert [buckets.take(client) for client in "efgh"] == [0, 0, 0, 1]
    assert len(buckets) == 3


def test_a_rate_of_nothing_is_no_limit() -> None:
    buckets = Buckets(rate=0, burst=1)
    assert {buckets.take("a") for _ in range(100)} == {0}


def test_threads_take_no_more_than_there_is() -> None:
    buckets = Buckets(rate=1, burst=50, clock=Clock())
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: buckets.take("a"), range(200)))
    assert waits.count(0) == 50
