import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.analyzer import lemma, lemmas, tokenise


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" — … !? №\u00a0", [], id="no-words"),
        pytest.param("Счёт ОПЛАЧЕН", ["счет", "оплачен"], id="case-and-yo"),
        pytest.param("и\u0306од счета\u0301", ["йод", "счета"], id="composed-and-stress-marks"),
        pytest.param("10\u00a0дней, 5\u202f%", ["10", "дней", "5"], id="no-break-spaces"),
        pytest.param("до\u00adго\u200bвор", ["договор"], id="soft-hyphens"),
        pytest.param("счёт\u2011фактура", ["счет-фактура", "счет", "фактура"], id="no-break-hyphen"),
        pytest.param("Москва–Алматы", ["москва-алматы", "москва", "алматы"], id="dash"),
        pytest.param("да - нет", ["да", "нет"], id="dash-between-spaces"),
        pytest.param("диск 50ТБ", ["диск", "50тб", "50", "тб"], id="unit-without-space"),
        pytest.param("сеть k8s и ipv6", ["сеть", "k8s", "и", "ipv6"], id="letters-before-digits-stay"),
        pytest.param("оплата 24/7.", ["оплата", "24/7", "24", "7"], id="slash"),
        pytest.param("Төлем қайда?", ["төлем", "қайда"], id="kazakh"),
        pytest.param("‹имя_бакета>", ["имя_бакета", "имя", "бакета"], id="placeholder"),
        pytest.param("don’t", ["don't", "don", "t"], id="apostrophe"),
        pytest.param(
            "Пишите на help@kz.example.com.",
            ["пишите", "на", "help@kz.example.com", "help", "kz.example.com", "kz", "example", "com"],
            id="e-mail",
        ),
        pytest.param(
            "https://www.Example.com/docs/faq.md#top",
            ["example.com/docs/faq.md#top", "example.com", "example", "com", "docs", "faq.md", "faq", "md", "top"],
            id="url",
        ),
        pytest.param("s3://bucket", ["s3/bucket", "s3", "bucket"], id="other-scheme"),
    ],
)
def test_tokenise(text: str, tokens: list[str]) -> None:
    assert tokenise(text) == tokens


@given(st.text())
def test_tokens_are_folded_and_never_empty(text: str) -> None:
    for token in tokenise(text):
        assert token
        assert not any(letter.isspace() for letter in token)
        assert tokenise(token)[0] == token


def test_a_domain_inside_another_is_not_the_same_token() -> None:
    assert "files.example.com" not in tokenise("https://kz.files.example.com")


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        pytest.param("счёт счет счета счетами", "счет", id="yo-is-folded-after-too"),
        pytest.param("ребёнок ребенка детей", "ребенок", id="other-root"),
        pytest.param("найти нашёл найдут", "найти", id="alternation"),
        pytest.param("акты актов актом", "акт", id="short-noun"),
        pytest.param("account accounts", "account", id="english"),
        pytest.param("sigma", "sigma", id="latin"),
        pytest.param("s3", "s3", id="code"),
        pytest.param("қызмет", "қызмет", id="kazakh-stays"),
        pytest.param("help@example.com", "help@example.com", id="address-stays"),
    ],
)
def test_forms_of_a_word_share_a_lemma(forms: str, expected: str) -> None:
    assert {lemma(token) for form in forms.split() for token in tokenise(form)[:1]} == {expected}


def test_strangers_keep_their_own_lemmas() -> None:
    assert lemma("дело") != lemma("делиться")


def test_lemmas_keep_order_and_number() -> None:
    assert lemmas(["где", "акты", "акты"]) == ["где", "акт", "акт"]
