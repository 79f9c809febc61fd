"""Somebody guesses at the owners' key, from one place or many, at once or in turn; the owner gets in meanwhile."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from server.app import create_app
from server.errors import TooManyRequests
from server.middleware.key_guesses import FORGOTTEN, LONGEST_DELAY, STRANGERS_BURST, WITHOUT_DELAY, Guesses
from server.middleware.owner_auth import COOKIE, DEVICE, IDLE_SECONDS, RENEW_SECONDS, SECONDS
from server.resources import Resources
from server.settings import Settings
from tests.hand_service import by_hand

KEY = "correct-horse-battery"
HOME, AWAY = "198.51.100.1", "203.0.113.9"
HTML = {"Accept": "text/html"}


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def app() -> Flask:
    return create_app(by_hand(), resources=Resources.of(Settings(rate=0, owner_key=KEY)))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time of cookies."""
    clock = Clock()
    clock.now = 1_800_000_000.0
    monkeypatch.setattr("time.time", clock)
    return clock


def sign_in(client: FlaskClient, key: str, address: str) -> int:
    return client.post("/login", data={"key": key}, environ_base={"REMOTE_ADDR": address}).status_code


def bearer(client: FlaskClient, key: str, address: str) -> int:
    headers = {"Authorization": f"Bearer {key}"}
    return client.get("/insights", headers=headers, environ_base={"REMOTE_ADDR": address}).status_code


@pytest.mark.parametrize("enter", [sign_in, bearer])
def test_after_too_many_wrong_keys_the_right_one_is_not_compared_either(app: Flask, enter: object) -> None:
    assert callable(enter)
    client = app.test_client()
    assert [enter(client, f"guess-{number}", AWAY) for number in range(8)][WITHOUT_DELAY:] == [429] * 3
    assert enter(client, KEY, AWAY) == 429


@pytest.mark.parametrize("enter", [sign_in, bearer])
def test_guesses_at_the_same_time_do_not_pass_together(app: Flask, enter: object) -> None:
    assert callable(enter)
    with ThreadPoolExecutor(16) as pool:
        statuses = Counter(pool.map(lambda number: enter(app.test_client(), f"guess-{number}", AWAY), range(64)))
    assert statuses[429] >= 64 - 2 * WITHOUT_DELAY  # a few seconds may pass, each of which allows one


def test_many_addresses_together_have_a_bound(app: Flask) -> None:
    client = app.test_client()
    statuses = [sign_in(client, f"guess-{number}", f"10.0.{number}.1") for number in range(STRANGERS_BURST + 20)]
    assert statuses.count(403) <= STRANGERS_BURST + 1  # one more may be earned while the test runs


def test_addresses_of_one_ipv6_network_are_counted_together(app: Flask) -> None:
    client = app.test_client()
    statuses = [sign_in(client, f"guess-{number}", f"2001:db8::{number:x}") for number in range(10)]
    assert statuses.count(403) == WITHOUT_DELAY


def test_an_attacker_elsewhere_does_not_lock_a_known_browser_out(app: Flask) -> None:
    owner = app.test_client()
    assert sign_in(owner, KEY, HOME) == 303
    owner.post("/logout")
    attacker = app.test_client()
    for number in range(STRANGERS_BURST + 20):
        sign_in(attacker, f"guess-{number}", f"10.0.{number}.1")
    assert sign_in(owner, KEY, "192.0.2.77") == 303  # the same browser, travelling
    assert sign_in(app.test_client(), KEY, "192.0.2.78") == 429  # nothing tells this one from the attacker


def test_an_attacker_elsewhere_does_not_lock_a_known_program_out(app: Flask) -> None:
    client = app.test_client()
    assert bearer(client, KEY, HOME) == 200
    for number in range(STRANGERS_BURST + 20):
        bearer(client, f"guess-{number}", f"10.0.{number}.1")
    assert [bearer(client, KEY, HOME) for _ in range(3)] == [200] * 3


def test_an_attacker_at_the_same_address_does_not_lock_a_known_browser_out(app: Flask) -> None:
    owner = app.test_client()
    assert sign_in(owner, KEY, HOME) == 303
    assert [sign_in(app.test_client(), f"guess-{number}", HOME) for number in range(8)][-1] == 429
    assert sign_in(owner, KEY, HOME) == 303


def test_a_stolen_or_made_up_device_cookie_allows_no_more_guesses(app: Flask) -> None:
    owner = app.test_client()
    sign_in(owner, KEY, HOME)
    stolen = owner.get_cookie(DEVICE)
    assert stolen
    for cookie in (stolen.value, "made.up.cookie"):
        attacker = app.test_client()
        attacker.set_cookie(DEVICE, cookie)
        assert [sign_in(attacker, f"guess-{number}", AWAY) for number in range(8)].count(403) == WITHOUT_DELAY


def test_the_delay_grows_and_what_is_long_ago_is_forgotten() -> None:
    clock = Clock()
    guesses = Guesses(clock=clock)
    waits = []
    for _ in range(WITHOUT_DELAY):
        assert not guesses.guess(lambda: False, address=AWAY)
    for _ in range(12):
        with pytest.raises(TooManyRequests) as refused:
            guesses.guess(lambda: True, address=AWAY)
        waits.append(int(refused.value.headers["Retry-After"]))
        clock.now += waits[-1]
        assert not guesses.guess(lambda: False, address=AWAY)
    assert waits == [min(2**number, LONGEST_DELAY) for number in range(12)]
    clock.now += FORGOTTEN
    assert [guesses.guess(lambda: False, address=AWAY) for _ in range(WITHOUT_DELAY)] == [False] * WITHOUT_DELAY


@given(st.lists(st.tuples(st.sampled_from(["", "a", "b"]), st.booleans(), st.integers(0, 40)), max_size=60))
def test_whoever_only_sends_the_right_key_never_waits(steps: list[tuple[str, bool, int]]) -> None:
    """Once it was let in, whatever others send."""
    clock = Clock()
    guesses = Guesses(clock=clock)
    assert guesses.guess(lambda: True, address=HOME)
    for device, right, later in steps:
        clock.now += later
        with suppress(TooManyRequests):
            guesses.guess(lambda right=right: right, address=AWAY, device=device)  # type: ignore[misc]
        assert guesses.guess(lambda: True, address=HOME)


def test_a_used_cookie_is_replaced_and_lives_no_longer_than_the_session(app: Flask, clock: Clock) -> None:
    client = app.test_client()
    sign_in(client, KEY, HOME)
    first = client.get_cookie(COOKIE)
    assert first
    assert "Set-Cookie" not in client.get("/insights").headers
    for _ in range(int(SECONDS / (RENEW_SECONDS + 1))):
        clock.now += RENEW_SECONDS + 1
        assert COOKIE in client.get("/insights").headers["Set-Cookie"]
    clock.now += RENEW_SECONDS + 1
    assert client.get("/insights").status_code == 401
    client.set_cookie(COOKIE, first.value)
    assert client.get("/insights").status_code == 401


def test_an_unused_cookie_dies_early(app: Flask, clock: Clock) -> None:
    client = app.test_client()
    sign_in(client, KEY, HOME)
    clock.now += IDLE_SECONDS + 1
    assert client.get("/insights").status_code == 401


def test_signing_out_kills_every_copy_of_the_cookie(app: Flask) -> None:
    owner, thief = app.test_client(), app.test_client()
    sign_in(owner, KEY, HOME)
    cookie = owner.get_cookie(COOKIE)
    assert cookie
    thief.set_cookie(COOKIE, cookie.value)
    assert thief.get("/insights").status_code == 200
    owner.post("/logout")
    assert thief.get("/insights").status_code == 401


def test_every_sign_in_begins_a_session_of_its_own(app: Flask, clock: Clock) -> None:
    clients = [app.test_client() for _ in range(2)]
    for client in clients:
        sign_in(client, KEY, HOME)
    first, second = (client.get_cookie(COOKIE) for client in clients)
    assert first and second and first.value != second.value  # noqa: PT018
    clients[0].post("/logout")
    assert clients[1].get("/insights").status_code == 200


@pytest.mark.parametrize(("scheme", "secure"), [("http", False), ("https", True)])
def test_cookies_are_kept_from_scripts_other_sites_and_open_networks(app: Flask, scheme: str, secure: bool) -> None:
    response = app.test_client().post("/login", data={"key": KEY}, base_url=f"{scheme}://localhost")
    cookies = response.headers.getlist("Set-Cookie")
    assert [cookie.partition("=")[0] for cookie in cookies] == [COOKIE, DEVICE]
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert ("Secure" in cookie) == secure
