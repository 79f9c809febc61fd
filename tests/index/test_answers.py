"""Which line of an answer is marked."""

from pathlib import Path

import pytest

from index.answers import Presenter
from index.build import build
from index.encoders.hash import HashEncoder
from index.storage.bundle import Bundle, open_bundle
from index.storage.generations import load
from ingest.scope.choice import allowed
from ingest.section import Chosen
from otvet.bundled import FAQ

HEAD = "| Город | Срок доставки заказа |"
PAGES = {
    "same": """<tabs>
<tablist><tab>Москва</tab><tab>Казахстан</tab></tablist>
<tabpanel>

Оплатите счет переводом.

</tabpanel>
<tabpanel>

Пришлем договор по почте.

</tabpanel>
</tabs>

Оплатите счет переводом.
""",
    "alone": """<tabs>
<tablist><tab>Москва</tab></tablist>
<tabpanel>

Пришлем договор по почте.

</tabpanel>
</tabs>
""",
    "only": "Справку выдаём только в Москве: напишите на docs@msk.test.ru и укажите ИНН.\n",
    "table": f"{HEAD}\n|---|---|\n| Казань | три рабочих дня |\n| Уфа | пять рабочих дней |\n",
}


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    folder: Path = tmp_path_factory.mktemp("marked")
    for name, text in PAGES.items():
        (folder / f"{name}.md").write_text(f"## Вопрос {name}?\n\n{text}", encoding="utf-8")
    build(folder, folder / ".index", HashEncoder(), default_facets=FAQ / "facets.toml")
    return load(folder / ".index", open_bundle)


def marked(bundle: Bundle, page: str, text: str | None, chosen: Chosen) -> tuple[str, str]:
    """What stands before the marked line, and the line; nothing if none is marked."""
    number = next(number for number, one in enumerate(bundle.sections) if one.page == f"{page}.md")
    leaves = [one for one in bundle.passages if (one.section, one.kind, one.text) == (number, "leaf", text)]
    answer = Presenter(bundle).answer(
        number, allowed(chosen, bundle.facets), span=leaves[0] if text else None, confidence=1, score=1
    )
    assert answer is not None
    assert ("<mark>" in answer.html) == bool(answer.spans)
    return next(((answer.text[: one.start], answer.text[one.start : one.end]) for one in answer.spans), ("", ""))


def test_of_equal_lines_that_of_everyone_is_marked_while_nothing_is_chosen(bundle: Bundle) -> None:
    before, line = marked(bundle, "same", "Оплатите счет переводом.", {})
    assert line == "Оплатите счет переводом."
    assert "Пришлем договор" in before
    assert marked(bundle, "same", "Оплатите счет переводом.", {"region": "moscow"}) == ("", line)


def test_the_only_line_is_not_marked_where_it_is_for_some(bundle: Bundle) -> None:
    assert marked(bundle, "alone", None, {}) == ("", "")
    assert marked(bundle, "alone", None, {"region": "moscow"})[1] == "Пришлем договор по почте."


def test_a_row_is_marked_and_never_the_names_of_the_columns(bundle: Bundle) -> None:
    rows = [one.text for one in bundle.passages if one.kind == "leaf" and "рабочих" in one.text]
    head = next(one.text for one in bundle.passages if one.kind == "leaf" and "Срок" in one.text)
    assert marked(bundle, "table", rows[0], {})[1] == rows[0]
    assert marked(bundle, "table", head, {}) == ("", "")


@pytest.mark.parametrize(
    ("chosen", "offered"), [({}, False), ({"region": "kazakhstan"}, False), ({"region": "moscow"}, True)]
)
def test_a_letter_that_only_others_write_is_not_offered(bundle: Bundle, chosen: Chosen, offered: bool) -> None:
    number = next(number for number, one in enumerate(bundle.sections) if one.page == "only.md")
    answer = Presenter(bundle).answer(number, allowed(chosen, bundle.facets), span=None, confidence=1, score=1)
    assert answer is not None
    assert (answer.letter is not None) == offered
