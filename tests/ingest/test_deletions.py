"""What is left of a word without some letters."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from ingest.deletions import deletions

words = st.text(alphabet="абв", max_size=7)
few = st.integers(0, 2)


def test_a_word_less_two_letters() -> None:
    assert deletions("акт", 2) == {"акт", "кт", "ат", "ак", "а", "к", "т"}


@given(words, few)
def test_they_are_the_words_of_the_letters_kept(word: str, most: int) -> None:
    sizes = range(max(0, len(word) - most), len(word) + 1)
    assert deletions(word, most) == {"".join(kept) for size in sizes for kept in combinations(word, size)}
