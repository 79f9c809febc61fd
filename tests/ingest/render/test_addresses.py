"""Which text is looked through for addresses."""

from hypothesis import example, given
from hypothesis import strategies as st

from ingest.render.addresses import Addresses

ADDRESSES = Addresses()
PIECES = (
    "http",
    "www",
    "mailto",
    "localhost",
    "LocalHost",
    ":",
    "/",
    "@",
    ".",
    "vk",
    "company",
    "рф",
    "8",
    "-",
    " ",
    "™",
)


@given(st.lists(st.sampled_from(PIECES)).map("".join))
@example("пишите на vk.company")
@example("localhost:8080")
def test_whatever_is_an_address_is_looked_for(text: str) -> None:
    assert ADDRESSES.pretest(text) or ADDRESSES.match(text) is None


def test_most_text_is_not_looked_through() -> None:
    assert not ADDRESSES.pretest("Откройте раздел: «Баланс и платежи», вкладка «Счета».")
