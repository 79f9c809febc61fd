"""Settings from the environment: what each variable may say, and what is said when it says something else."""

import re
from ipaddress import ip_network
from pathlib import Path

import pytest

from server.errors import BadSetting
from server.settings import Settings

KEY = "k" * 16


def test_nothing_said_means_the_defaults() -> None:
    assert Settings.from_env({}, traffic=Path("var/traffic.sqlite")) == Settings(traffic=Path("var/traffic.sqlite"))


def test_every_variable_is_read() -> None:
    env = {
        "OTVET_CORS_ORIGINS": "https://shop.example.kz, http://localhost:3000",
        "OTVET_OWNER_KEY": KEY,
        "OTVET_RATE": "2.5",
        "OTVET_BURST": "10",
        "OTVET_PROXIES": "1",
        "OTVET_PROXY_NETWORKS": "10.0.0.0/8, 192.0.2.1",
        "OTVET_TRAFFIC": "/srv/traffic.sqlite",
        "OTVET_KEEP_DAYS": "30",
    }
    assert Settings.from_env(env, traffic=Path("other")) == Settings(
        cors_origins=frozenset({"https://shop.example.kz", "http://localhost:3000"}),
        owner_key=KEY,
        rate=2.5,
        burst=10,
        proxies=1,
        proxy_networks=(ip_network("10.0.0.0/8"), ip_network("192.0.2.1")),
        traffic=Path("/srv/traffic.sqlite"),
        keep_days=30,
    )


def test_off_keeps_nothing() -> None:
    assert Settings.from_env({"OTVET_TRAFFIC": "off"}, traffic=Path("traffic.sqlite")).traffic is None


def test_the_key_is_not_shown() -> None:
    assert KEY not in repr(Settings(owner_key=KEY))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("OTVET_RATE", "fast", "OTVET_RATE must be a number, 0 or more, got 'fast'."),
        ("OTVET_RATE", "nan", "OTVET_RATE must be a number, 0 or more, got 'nan'."),
        ("OTVET_BURST", "0", "OTVET_BURST must be a whole number, 1 or more, got '0'."),
        ("OTVET_PROXIES", "1.5", "OTVET_PROXIES must be a whole number, 0 or more, got '1.5'."),
        ("OTVET_PROXY_NETWORKS", "10.0.0.1/8", "must list addresses or networks such as 10.0.0.0/8, got '10.0.0.1/8'."),
        ("OTVET_KEEP_DAYS", "-1", "OTVET_KEEP_DAYS must be a whole number, 1 or more, got '-1'."),
        ("OTVET_CORS_ORIGINS", "*", "without a path or *, got '*'."),
        ("OTVET_CORS_ORIGINS", "https://a.kz/", "without a path or *, got 'https://a.kz/'."),
        ("OTVET_CORS_ORIGINS", "null", "without a path or *, got 'null'."),
        ("OTVET_OWNER_KEY", "short", "OTVET_OWNER_KEY must be 16 or more printable ASCII characters without spaces."),
        (
            "OTVET_OWNER_KEY",
            "ключ" * 8,
            "OTVET_OWNER_KEY must be 16 or more printable ASCII characters without spaces.",
        ),
    ],
)
def test_a_value_that_cannot_be_is_named(name: str, value: str, said: str) -> None:
    with pytest.raises(BadSetting, match=re.escape(said)):
        Settings.from_env({name: value})
