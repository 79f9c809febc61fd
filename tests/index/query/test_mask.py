"""What is left of a question without what it says of facets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.mask import masked
from index.query.tokens import tokenise


def without(text: str, *said: str) -> str:
    tokens = tokenise(text)
    return masked(text, tokens, [at for at, token in enumerate(tokens) if token.word in said])


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        pytest.param("где скачать акт сверки в Казахстане", "в казахстане", "где скачать акт сверки", id="name"),
        pytest.param("как в Москве оплатить счёт картой", "в москве", "как оплатить счёт картой", id="in-the-middle"),
        pytest.param("в МОСКВЕ: как оплатить счёт?", "в москве", "как оплатить счёт?", id="stops-at-the-ends-go"),
        pytest.param("проект у нас в Москве, как оплатить счёт", "в москве", "как оплатить счёт", id="carriers-go"),
        pytest.param("как оплатить счёт, компания из Минска", "из минска", "как оплатить счёт", id="carriers-behind"),
        pytest.param(
            "сервер в Москве упал, как оплатить счёт",
            "в москве",
            "сервер упал, как оплатить счёт",
            id="a-clause-that-says-more-stays",
        ),
    ],
)
def test_what_was_said_goes_with_the_clause_that_only_carries_it(text: str, said: str, expected: str) -> None:
    assert without(text, *said.split()) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("  как оплатить  счёт, проект  ", "", id="nothing-said"),
        pytest.param("проект в Москве", "в москве", id="nothing-else"),
        pytest.param("акт в Москве", "в москве", id="one-content-word-left"),
        pytest.param("как и где у нас акт в Москве", "в москве", id="words-without-a-subject-do-not-count"),
        pytest.param("", "", id="no-text"),
    ],
)
def test_a_question_stays_as_it_is_if_too_little_would_be_left(text: str, said: str) -> None:
    assert without(text, *said.split()) == text


WORDS = ["не", "в", "Москве", "проект", "скачать", "акт", "сверки", ",", "-", "(", "5", "тг", "shop.kz", "İ", "ё", " "]


@given(st.data(), st.text(max_size=60) | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_tokens_of_any_text_may_go_and_the_others_keep_their_order(data: st.DataObject, text: str) -> None:
    tokens = tokenise(text)
    said = data.draw(st.sets(st.sampled_from(range(len(tokens))))) if tokens else set[int]()
    left = masked(text, tokens, said)
    letters = iter(text)
    assert all(letter in letters for letter in left if not letter.isspace())
    words = iter(token.word for token in tokens)
    assert all(token.word in words for token in tokenise(left))
    assert left == text or len(left) < len(text)
