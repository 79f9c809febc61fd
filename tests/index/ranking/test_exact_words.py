"""Which questions are the same, word for word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ranking.exact_words import exact_words

SAME = {
    "Гость не приехал, как вернуть залог?": [
        "Гость не приехал как вернуть залог",
        "гость не приехал: как вернуть залог ??",
        "ГОСТЬ НЕ ПРИЕХАЛ — КАК ВЕРНУТЬ ЗАЛОГ!",
        "«Гость не приехал»,как вернуть залог…",
        "Гость не приехал:как вернуть зало\u0301г?",
    ],
    "Какие есть онлайн-кассы?": ["какие есть онлайн кассы", "Какие есть онлайн‑кассы"],
}
OTHER = [
    ("Гость не приехал, как вернуть залог?", "Гость приехал, как вернуть залог?"),
    ("Гость не приехал, как вернуть залог?", "Гость приехал, как не вернуть залог?"),
    ("Гость не приехал, как вернуть залог?", "Гость приехал - как вернуть залог"),
    ("Можно ли с кошкой?", "Можно ли не с кошкой?"),
    ("Есть ли клиент для C?", "Есть ли клиент для C#?"),
    ("Есть ли клиент для C?", "Есть ли клиент для C++?"),
    ("Можно ли платить в $?", "Можно ли платить в ₽?"),
    ("Скидка 5", "Скидка 5%"),
    ("Вернуть залог как?", "Как вернуть залог?"),
]


@pytest.mark.parametrize(("heading", "question"), [(one, other) for one, others in SAME.items() for other in others])
def test_punctuation_and_case_make_no_other_question(heading: str, question: str) -> None:
    assert exact_words(heading) == exact_words(question) != ()


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_a_word_or_a_sign_makes_another_question(one: str, other: str) -> None:
    assert exact_words(one) != exact_words(other)


@pytest.mark.parametrize("text", ["", "?!", "🙂", "+", " — "])
def test_nothing_is_no_question(text: str) -> None:
    assert exact_words(text) == ()


WORDS = st.lists(st.sampled_from(["не", "без", "как", "вернуть", "залог", "гость"]), min_size=1, max_size=6)
MARKS = st.sampled_from([" ", ", ", ",", ": ", " — ", "? ", "! ", "; ", " («", "») ", "…", "/"])


@given(WORDS, st.lists(MARKS, min_size=6, max_size=6), WORDS)
def test_two_texts_are_the_same_only_if_their_words_are(words: list[str], marks: list[str], others: list[str]) -> None:
    text = "".join(word + mark for word, mark in zip(words, marks, strict=False))
    assert (exact_words(text) == exact_words(" ".join(others))) is (words == others)
