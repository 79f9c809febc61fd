"""What a question names only to rule it out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.negated_phrase import ruled_out
from index.query.tokens import tokenise


def words(text: str) -> str:
    tokens = tokenise(text)
    return " ".join(tokens[at].word for at in sorted(ruled_out(tokens)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("не сканы, а оригиналы документов", "не сканы", id="first"),
        pytest.param("оригиналы документов, не сканы", "не сканы", id="last"),
        pytest.param("нужны оригиналы, а не сканы", "не сканы", id="after-a-word-of-contrast"),
        pytest.param("нужны не сканы, а оригиналы", "не сканы", id="needed-is-not-it"),
        pytest.param("не за прошлый месяц, а за квартал акт", "не за прошлый месяц", id="with-its-preposition"),
        pytest.param("учредительные не нужны, нужны отчётные документы", "учредительные не нужны", id="not-needed"),
    ],
)
def test_a_phrase_beside_what_is_asked_for_is_ruled_out(text: str, expected: str) -> None:

    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("не сканы", id="nothing-else-is-asked-for"),
        pytest.param("учредительные не нужны", id="nothing-else-is-needed"),
        pytest.param("не сканы, а я", id="no-word-of-content-beside-it"),
        pytest.param("не пришли сканы, где документы", id="verb"),
        pytest.param("не могу скачать документы, что делать", id="modal-verb"),
        pytest.param("не оплачен счёт, где посмотреть", id="participle"),
        pytest.param("документы не пришли, где посмотреть", id="verb-behind"),
        pytest.param("не те самые старые бумажные сканы, а оригиналы", id="long-phrase"),
        pytest.param("где оригиналы, где сканы", id="no-negation"),
        pytest.param("", id="no-text"),
    ],
)
def test_what_is_no_phrase_beside_another_is_not_ruled_out(text: str) -> None:
    assert words(text) == ""


@given(st.lists(st.sampled_from(["не", "нужны", "сканы", "оригиналы", "а", ",", "пришли", "за", "?"])).map(" ".join))
def test_something_is_always_left_to_ask_for(text: str) -> None:
    tokens = tokenise(text)
    assert len(ruled_out(tokens)) < max(1, len(tokens))
