import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.leaks.fragment import fold, holds, is_address


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("Ещё ЁЖ", "еще еж", id="case-and-yo"),
        pytest.param("е\u0308лка", "елка", id="yo-of-two-characters"),
        pytest.param("50\u00a0ТБ\t\n и\u202fт.\u2009д.", "50 тб и т. д.", id="spaces"),
        pytest.param(" a\u200b@b\ufeff ", "a@b", id="invisible"),
        pytest.param("Straße", "strasse", id="case-folding"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text(), st.text())
def test_words_are_found_wherever_they_stand(before: str, word: str, after: str) -> None:
    fragment = fold(word)
    if fragment and not is_address(fold(fragment.replace(" ", ""))):
        assert holds(fold(f"{before} {fragment} {after}"), fragment)


CASES = [
    ("mcs.mail.ru", "https://mcs.mail.ru", True),
    ("mcs.mail.ru", "Адрес: mcs.mail.ru.", True),
    ("mcs.mail.ru", "(mcs.mail.ru)", True),
    ("mcs.mail.ru", "mcs.mail.ru/docs", True),
    ("mcs.mail.ru", "mcs.mail.ru:443", True),
    ("mcs.mail.ru", "по адресуmcs.mail.ru.Далее", True),
    ("mcs.mail.ru", "зайдите на mcs.mail.ru-консоль", True),
    ("mcs.mail.ru", "kz.mcs.mail.ru", False),
    ("mcs.mail.ru", "https://kz.mcs.mail.ru", False),
    ("mcs.mail.ru", "kz-mcs.mail.ru", False),
    ("mcs.mail.ru", "xn--mcs.mail.ru", False),
    ("mcs.mail.ru", "me@mcs.mail.ru", False),
    ("mcs.mail.ru", "mcs.mail.ru.example.com", False),
    ("mcs.mail.ru", "mcs.mail.rus", False),
    ("mcs.mail.ru", "kz.mcs.mail.ru и mcs.mail.ru", True),
    ("kz.mcs.mail.ru", "https://kz.mcs.mail.ru/", True),
    ("https://mcs.mail.ru", "https://mcs.mail.ru/contacts/", True),
    ("https://mcs.mail.ru", "https://kz.mcs.mail.ru", False),
    ("https://a.kz/pay", "https://a.kz/pay-old", False),
    ("https://a.kz/", "https://a.kz/pay", True),
    ("docs@vk.company", "пишите на docs@vk.company, и всё", True),
    ("docs@vk.company", "_docs@vk.company_ и __docs@vk.company__", True),
    ("docs@vk.company", "my.docs@vk.company", False),
    ("docs@vk.company", "my_docs@vk.company", False),
    ("docs@vk.company", "docs@vk.company.kz", False),
    ("vk.company", "docs@vk.company", False),
    ("на mcs.mail.ru", "зайдите на mcs.mail.ru!", True),
    ("на mcs.mail.ru", "зайдите на mcs.mail.ru.kz", False),
    ("mcs.mail.ru или", "kz.mcs.mail.ru или vkcloud.kz", False),
    ("кабинет.рф", "мой.кабинет.рф", False),
    ("кабинет.рф", "кабинет.рф", True),
    ("тенге", "в тенгек", True),
    ("1.5", "11.52", True),
]


@pytest.mark.parametrize(
    ("fragment", "text", "expected"), [pytest.param(*case, id=" in ".join(case[:2])) for case in CASES]
)
def test_an_address_is_found_only_whole(fragment: str, text: str, expected: bool) -> None:
    assert holds(fold(text), fold(fragment)) is expected


HOST = st.from_regex(r"[a-z][a-z0-9]{0,5}(\.[a-z]{2,5}){1,2}", fullmatch=True)
LABEL = st.from_regex(r"[a-z0-9]{1,5}", fullmatch=True)


@given(HOST, st.sampled_from(["", "https://", "(", "«", ": "]), st.sampled_from(["", "/x", ".", ", ", "»", ")"]))
def test_a_host_is_found_between_borders(host: str, before: str, after: str) -> None:
    assert holds(fold(before + host + after), fold(host))


@given(HOST, LABEL, st.sampled_from([".", "-", "_", "@", ""]))
def test_a_host_is_not_found_inside_a_longer_one(host: str, label: str, joint: str) -> None:
    assert not holds(fold(label + joint + host), fold(host))
    assert holds(fold(label + joint + host), fold(label + joint + host))


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("mcs.mail.ru", True),
        ("a@b.kz", True),
        ("http://localhost", True),
        ("Москва", False),
        ("на a.kz", False),
        ("1.5", False),
    ],
)
def test_what_looks_like_an_address(fragment: str, expected: bool) -> None:
    assert is_address(fold(fragment)) is expected
