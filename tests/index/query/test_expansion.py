"""Questions are expanded with a content's synonyms: in any inflection, the longest form first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.expansion import Expanded, Expander, _base
from ingest.content.synonyms import Synonym
from ingest.fold import fold


def expander(*lines: tuple[str, str]) -> Expander:
    made = []
    for number, (said, meant) in enumerate(lines, start=1):
        forms = tuple(said.split(", "))
        made.append(Synonym(forms, tuple(meant.split(", ")) if meant else forms, number, ""))
    return Expander(made)


@pytest.mark.parametrize(
    ("lines", "text", "encoded", "either"),
    [
        pytest.param([("платёжка", "платёжное поручение")], "где взять платежку?", "где взять платёжное поручение?",
                     [("платёжное поручение",)], id="replaced-in-any-inflection"),
        pytest.param([("УПД, закрывающие", "")], "пришлите упд", "пришлите упд", [("УПД", "закрывающие")],
                     id="an-equivalent-stays-as-typed"),
        pytest.param([("акт", "документ"), ("акт сверки", "сверка расчетов")], "акты, акта сверки",
                     "документ, сверка расчетов", [("документ",), ("сверка расчетов",)], id="longest-form"),
        pytest.param([("закрывающие", "отчетные документы")], "закрыть проект, закрывать проект",
                     "закрыть проект, закрывать проект", [], id="a-participle-is-not-its-verb"),
        pytest.param([("закрывающие", "отчетные документы")], "не пришло закрывающих", "не пришло отчетные документы",
                     [("отчетные документы",)], id="a-participle-in-another-case"),
        pytest.param([("a", "b"), ("b", "a")], "a b", "b a", [("b",), ("a",)], id="circle"),
        pytest.param([("счет-фактура", "x")], "счёт фактуру и счета‑фактуры", "x и x", [("x",), ("x",)],
                     id="hyphen-or-space"),
        pytest.param([("kp, docs", "card")], "docs@kp.example https://kp.example/docs",
                     "docs@kp.example https://kp.example/docs", [], id="no-address"),
        pytest.param([], "ничего", "ничего", [], id="no-synonyms"),
    ],
)  # fmt: skip
def test_a_question_is_expanded(
    lines: list[tuple[str, str]], text: str, encoded: str, either: list[tuple[str, ...]]
) -> None:
    expanded = expander(*lines)(text)
    assert (expanded.text, expanded.either) == (encoded, tuple(either))
    assert either or expanded == Expanded(text, text)


def test_the_encoders_read_a_form_as_typed_if_the_content_says_it() -> None:
    mapping = Synonym(("УПД", "закрывающие"), ("отчетные документы",), 1, "")
    expand = Expander([mapping], ["где скачать закрывающие", "Где отчетные документы?"])
    assert expand("упд и закрывающих").text == "отчетные документы и закрывающих"
    assert expand("упд и закрывающих").either == (mapping.meant, mapping.meant)


def test_what_questions_say_for_a_heading_is_known() -> None:
    known = expander(("платёжка, платёжки скан", "платёжное поручение"), ("УПД, закрывающие", ""))
    assert known.sayings("Как получить платёжные поручения и УПД?") == ["платёжка", "платёжки скан", "закрывающие"]
    assert known.lines_found("Где мои закрывающие?") == {2}


def test_a_long_text_without_spaces_is_read_in_linear_time() -> None:
    text = "a," * 100_000
    assert len(expander(("a", "b"))(text).either) == 100_000


WORDS = [
    "ребёнок",
    "детям",
    "люди",
    "человека",
    "шёл",
    "идти",
    "лучший",
    "хорошего",
    "закрывающими",
    "закрыть",
    "закрыл",
    "оплата",
    "оплаченные",
    "платёж",
    "платежу",
    "счёт",
    "счета",
    "счёту",
    "учётка",
    "учётку",
    "эквайринга",
    "безнала",
    "косвенный",
    "упэдэшка",
    "упэдэшку",
    "мфцшник",
    "мфцшника",
    "invoice",
    "invoices",
    "pay",
]


@given(form=st.sampled_from(WORDS), word=st.sampled_from(WORDS))
def test_a_word_is_a_form_where_its_base_is_that_of_the_form(form: str, word: str) -> None:
    """However few words of a text have their base looked up."""
    found = bool(expander((form, "другое"))(word).either)
    assert found == (_base(fold(word)) == _base(fold(form)))
