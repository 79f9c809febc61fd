import pytest
from hypothesis import given

from index.passages import LONGEST, Passage, about, embedded, passages
from ingest.render.text import plain_text
from ingest.scope.project import exactly, project, variants
from ingest.section import Scope, Section, all_hold
from tests.pages import Written, bundled_facets, damaged_pages, generated, sections_of, tabs


def told(source: str) -> list[tuple[str, str, set[tuple[str, str]]]]:
    """Kind, text and scope of every passage of a page."""
    sections = sections_of(source)
    return [
        (passage.kind, passage.text, {pair for scope in passage.scopes for pair in scope})
        for passage in passages(sections, bundled_facets())
    ]


def test_a_plain_answer_is_a_question_and_an_answer() -> None:
    assert told("# Где счет?\n\nВ личном кабинете.") == [
        ("question", "Где счет?", set()),
        ("answer", "В личном кабинете.", set()),
    ]


def test_each_variant_is_an_answer_for_those_it_holds_for() -> None:
    source = "# Где счет?\n\n" + tabs("Москва", "Казахстан", "В кабинете на сайте.", "В письме от нас.")
    assert told(source + "\n\nЖдать не больше дня.") == [
        ("question", "Где счет?", set()),
        ("answer", "В кабинете на сайте.\nЖдать не больше дня.", {("region", "moscow")}),
        ("answer", "В письме от нас.\nЖдать не больше дня.", {("region", "kazakhstan")}),
        ("leaf", "В кабинете на сайте.", {("region", "moscow")}),
        ("leaf", "Ждать не больше дня.", set()),
        ("leaf", "В письме от нас.", {("region", "kazakhstan")}),
    ]


def test_a_section_of_one_region_has_passages_for_it_alone() -> None:
    found = told("# Регион Москва\n\nКабинет на сайте открыт.")
    assert [pairs for _, _, pairs in found] == [{("region", "moscow")}] * 2


def test_a_heading_with_nothing_under_it_has_no_passage() -> None:
    assert told("# Пусто\n\n# Полно\n\nЕсть ответ.") == [("question", "Полно", set()), ("answer", "Есть ответ.", set())]


def test_code_and_few_words_are_no_leaves() -> None:
    source = "# A\n\nНажмите кнопку.\n\nПотом введите такую команду.\n\n```\nls -la /var/log\n```\n"
    assert [text for kind, text, _ in told(source) if kind == "leaf"] == ["Потом введите такую команду."]


def test_a_leaf_is_embedded_under_its_question() -> None:
    sections = sections_of(
        "# Деньги\n\n## Где счет?\n\nСмотрите в таких местах:\n\n- в личном кабинете сверху;\n- в письме."
    )
    made = {passage.text: embedded(passage, sections[1]) for passage in passages(sections, bundled_facets())}
    assert made["Где счет?"] == "Где счет?"
    leaf = "в личном кабинете сверху;"
    assert made[leaf].startswith("Где счет?\n")
    assert made[leaf].endswith(leaf)


def test_what_is_embedded_is_not_longer_than_an_encoder_reads() -> None:
    (section,) = sections_of("# A\n\n" + "слово " * 1000)
    for passage in passages([section], bundled_facets()):
        assert len(embedded(passage, section)) <= LONGEST


@generated
@given(damaged_pages())
def test_every_reader_is_given_their_answer_and_no_other(written: Written) -> None:
    sections = sections_of(written.source)
    found = passages(sections, bundled_facets())
    for number, section in enumerate(sections):
        own = [passage for passage in found if passage.section == number]
        for chosen in variants(section, bundled_facets()):
            projected = project(section, exactly(chosen))
            given_out = [passage for passage in own if all_hold(passage.scopes, exactly(chosen))]
            if projected is None:
                assert given_out == []
                continue
            text = plain_text(projected.blocks).text
            answers = [passage.text for passage in given_out if passage.kind == "answer"]
            assert answers == ([text] if text.strip() and section.blocks else [])
            assert all(passage.text in text for passage in given_out if passage.kind == "leaf")


@pytest.mark.parametrize("written", [Written(["# A", "", tabs("Москва", "Казахстан", "Рубли.", "Тенге.")])])
def test_no_text_holds_what_its_scope_leaves_out(written: Written) -> None:
    for passage in passages(sections_of(written.source), bundled_facets()):
        assert ("Рубли" in passage.text) == (("region", "moscow") in _pairs(passage))
        assert ("Тенге" in passage.text) == (("region", "kazakhstan") in _pairs(passage))


def _pairs(passage: Passage) -> Scope:
    return frozenset(pair for scope in passage.scopes for pair in scope)


@pytest.mark.parametrize(
    ("page", "title", "said"),
    [
        pytest.param("base/k8s/velero/velero.md", "Установка", ["base k8s velero", "Аддоны"], id="a-folder-of-its-own"),
        pytest.param("storage/s3-cli.md", "Установка", ["storage s3 cli", "Аддоны"], id="a-file-in-a-folder"),
        pytest.param("s3_cli.md", "Установка", ["s3 cli", "Аддоны"], id="a-file"),
        pytest.param("storage/s3-cli.md", "Как установить клиент?", [], id="a-question-says-it-all"),
    ],
)
def test_a_heading_is_about_what_its_path_and_the_headings_above_say(page: str, title: str, said: list[str]) -> None:
    assert about(Section(f"{page}#x", page, "x", title, ("Аддоны",), (0, 1), ())) == said
