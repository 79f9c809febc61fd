"""Generated pages: none fails, none hangs, and what is written soundly is never shown to the other region."""

import pytest

from tests.attacks.pages import AROUND, marked, mutated, tally
from tests.attacks.regions import Attacked, leaks


def test_no_page_fails_or_hangs_or_leaks_what_is_not_damaged() -> None:
    found = tally(400, 7)
    assert found.broken == []
    assert [made for made in found.leaked if not made.damage] == []
    assert set(found.pages) == {"sound", "damaged tags", "signs", "tags", "parts", "damaged parts", "mutated"}


@pytest.mark.parametrize("around", AROUND)
def test_parts_within_another_container_are_kept_apart(around: str) -> None:
    made = [one for one in (marked(chance, damaged=False) for chance in range(600)) if one.around == around]
    assert len(made) > 3 or around == "nothing"
    assert [one for one in made if leaks(Attacked(one.text, "", 0))] == []


def test_pages_are_the_same_for_the_same_chance() -> None:
    made = marked(5, damaged=True)
    assert made == marked(5, damaged=True)
    assert mutated(made, 3) == mutated(made, 3)
