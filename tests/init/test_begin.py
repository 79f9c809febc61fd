"""`otvet init`: from nothing but pages to facets, questions, a guide, an index, a lint report and a measurement."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from eval.labels.question_file import Question, read_questions
from ingest.content.facets import Facets, read_facets
from ingest.page import parse_page
from init.begin import begin
from init.draft_questions import NOTE, as_jsonl, drafts
from init.errors import DraftUnwritable
from init.propose_facets import identifier
from init.toml import commented, table
from init.write_once import put
from otvet.main import main
from tests.conftest import FAQ

BUNDLED = FAQ / "facets.toml"
DRAFTED = ("facets.toml", "questions.jsonl", "OTVET.txt")


def tabs(**panels: str) -> str:
    names = "".join(f"<tab>{name.replace('_', ' ')}</tab>\n" for name in panels)
    inside = "".join(f"<tabpanel>\n\n{text}\n\n</tabpanel>\n" for text in panels.values())
    return f"<tabs>\n<tablist>\n{names}</tablist>\n{inside}</tabs>\n"


PAY = f"""\
## Куда написать о сверке?

{tabs(Москва="Пишите на act@msk.example.", Казахстан="Пишите на act@kz.example.")}
## Мы компания не из РФ, как начать работать?

Заполните анкету нерезидента и приложите выписку из торгового реестра.

## Ограничения

Лимит виртуальных процессоров увеличивают по заявке.
"""
SETUP = f"""\
# Установка

## Клиент

{tabs(Linux="Скачайте пакет.", Windows="Запустите установщик.")}
## Агент

{tabs(Linux="Скачайте пакет агента.", Windows="Запустите установщик агента.")}
### Ограничения

Агент не работает в контейнере.

## Стирание

{tabs(Linux="Удалите пакет.", Windows="Откройте параметры системы.")}
"""


def folder(root: Path, **pages: str) -> Path:
    for name, text in pages.items():
        (root / f"{name}.md").write_text(text, encoding="utf-8")
    return root


def drafted_facets(root: Path, **pages: str) -> tuple[Facets, str]:
    begun = begin(folder(root, **pages), bundled=BUNDLED, index=root / "index")
    return read_facets(begun.facets), begun.facets.read_text(encoding="utf-8")


def drafted(**pages: str) -> dict[str, list[Question]]:
    """Heading → the questions on it."""
    facets = read_facets(BUNDLED)
    sections = [section for name, text in pages.items() for section in parse_page(f"{name}.md", text, facets).sections]
    found: dict[str, list[Question]] = {}
    for question in drafts(sections, facets):
        found.setdefault(question.expect[0].section, []).append(question)
    return found


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["init", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def contents(root: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in root.iterdir() if path.is_file()}


# The command


def test_one_command_makes_files_an_index_a_lint_report_and_a_measurement(tmp_path: Path, encoder: object) -> None:
    pages, index = tmp_path / "docs", tmp_path / "index"
    pages.mkdir()
    before = contents(folder(pages, pay=PAY, setup=SETUP + "\n## Пусто\n\n<warn>\n\nНе закрыто.\n"))
    code, out, err = run(pages, "--out", index)
    assert code == 0, err
    assert set(contents(pages)) == {*before, *DRAFTED}
    assert all(contents(pages)[name] == text for name, text in before.items())
    assert f"{pages / 'facets.toml'}: drafted\n" in err
    assert (index / "CURRENT").is_file()
    assert f"{pages / 'setup.md'}:67: error unclosed-tag" in out
    assert "\nhit@1 " in out
    asked = read_questions([pages / "questions.jsonl"], facets={"region": ("moscow", "kazakhstan")})
    assert f"{len(asked)} questions: {len(asked)} answerable, 0 not\n" in out
    assert f"otvet serve --index {index}\n" in (pages / "OTVET.txt").read_text(encoding="utf-8")


def test_what_is_there_is_kept_and_used(tmp_path: Path, encoder: object) -> None:
    folder(tmp_path, pay=PAY)
    own = '[region]\nlabel = { ru = "Край" }\n[region.values.msk]\nlabel = { ru = "Москва" }\nnames = ["Москва"]\n'
    own += '[region.values.kz]\nlabel = { ru = "Казахстан" }\nnames = ["Казахстан"]\n'
    (tmp_path / "facets.toml").write_text(own, encoding="utf-8")
    code, _, err = run(tmp_path, "--out", tmp_path / "index")
    assert code == 0, err
    assert f"{tmp_path / 'facets.toml'}: kept as it was\n" in err
    assert (tmp_path / "facets.toml").read_text(encoding="utf-8") == own
    assert '"region": "msk"' in (tmp_path / "questions.jsonl").read_text(encoding="utf-8")
    first = contents(tmp_path)
    code, _, err = run(tmp_path, "--out", tmp_path / "index")
    assert (code, err.count("kept as it was")) == (0, 3)
    assert contents(tmp_path) == first


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("notes.txt", "Не страница.", "it has no .md file"),
        ("facets.toml", "[region", "facets.toml: not readable as TOML"),
    ],
)
def test_what_cannot_be_begun_with_is_told_and_nothing_is_written(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    if name == "facets.toml":
        folder(tmp_path, pay=PAY)
    before = contents(tmp_path)
    code, out, err = run(tmp_path, "--out", tmp_path / "index")
    assert (code, out) == (1, "")
    assert said in err
    assert contents(tmp_path) == before


def test_files_are_written_all_or_none(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("old", encoding="utf-8")
    wanted = {tmp_path / "new": "1", tmp_path / "there": "2", tmp_path / "no folder" / "third": "3"}
    with pytest.raises(DraftUnwritable, match=r"third: cannot be written \(No such file or directory\)"):
        put(wanted)
    assert contents(tmp_path) == {"there": b"old"}
    del wanted[tmp_path / "no folder" / "third"]
    assert put(wanted) == [tmp_path / "new"]
    assert contents(tmp_path) == {"there": b"old", "new": b"1"}


# Facets


def test_facets_are_those_that_the_pages_differ_by(tmp_path: Path) -> None:
    facets, text = drafted_facets(tmp_path, pay=PAY, setup=SETUP)
    assert facets.values() == {"region": ("moscow", "kazakhstan"), "residency": ("home", "foreign")}
    assert "# Bundled facets left out, since these pages do not differ by them: scheme, payer.\n" in text
    assert not facets.site.base_url
    assert not facets.contacts


SHOP = f"""\
## Сколько стоит доставка?

{tabs(Курьер="350 рублей.", Самовывоз="Бесплатно.")}
## Как оплатить заказ?

{tabs(Самовывоз="На кассе.", Постамат="На сайте.")}
## Когда привезут заказ?

{tabs(Москва="Сегодня.", Казань="Завтра.")}
## Телефоны

- Москва: 111
- Казань: 222
- Самара: 333
"""


def test_tabs_that_no_facet_declares_become_facets_joined_by_the_labels_that_they_share(tmp_path: Path) -> None:
    facets, text = drafted_facets(tmp_path, shop=SHOP)
    assert facets.values() == {
        "dostavka": ("kurer", "samovyvoz", "postamat"),
        "gorod": ("moskva", "kazan", "samara"),
    }
    assert (
        """
# From 2 sets of labels, first at shop.md:3. «Доставка» is a guess: say what readers choose here.
[dostavka]
label = { ru = "Доставка" }
values.kurer = { label = { ru = "Курьер" }, names = ["Курьер"] }
"""
        in text
    )
    line = SHOP[: SHOP.index("<tab>Москва")].count("\n") - 1
    assert f'# From 2 sets of labels, first at shop.md:{line}.\n[gorod]\nlabel = {{ ru = "Город" }}\n' in text


@pytest.mark.parametrize(
    ("labels", "label"),
    [
        (["Филиал Лесной", "Филиал Речной"], "Филиал"),
        (["Очная форма", "Заочная форма"], "Форма"),
        (["Курьер", "Самовывоз"], "Приём"),
    ],
)
def test_a_facet_is_called_by_the_noun_that_its_labels_share_else_by_one_of_a_heading(
    tmp_path: Path, labels: list[str], label: str
) -> None:
    facets, _ = drafted_facets(tmp_path, page=f"## Когда приём?\n\n{tabs(**dict.fromkeys(labels, 'В девять.'))}")
    assert [facet.label["ru"] for facet in facets.facets] == [label]


def test_a_reader_of_a_new_shop_gets_the_tab_of_the_own_city(tmp_path: Path) -> None:
    facets, _ = drafted_facets(tmp_path, shop=SHOP)
    (section,) = (one for one in parse_page("shop.md", SHOP, facets).sections if one.title == "Когда привезут заказ?")
    (tab_set,) = section.blocks
    assert [tab.scope for tab in tab_set.children] == [{("gorod", "moskva")}, {("gorod", "kazan")}]


@pytest.mark.parametrize(
    ("labels", "why"),
    [
        pytest.param(["Linux", "Windows"], "names of software say nothing of the reader", id="systems"),
        pytest.param(["Python 3", "Go", "Сайт"], "names of software", id="most-are-languages"),
        pytest.param(["CSV", "XLSX"], "file formats", id="formats"),
        pytest.param(["1", "2"], "numbers", id="numbers"),
        pytest.param(["Шаг 1", "Шаг 2"], "numbers", id="numbered-steps"),
        pytest.param(["Создать диск", "Удалить диск"], "actions", id="actions"),
    ],
)
def test_labels_that_say_nothing_of_the_reader_are_proposed_in_a_comment(
    tmp_path: Path, labels: list[str], why: str
) -> None:
    facets, text = drafted_facets(tmp_path, page=f"## Диск\n\n{tabs(**dict.fromkeys(labels, 'Так.'))}")
    assert facets.values() == {}
    assert f"Everyone sees all of them, since {why}" in text
    _, proposed = text.split("Uncomment this if readers choose by them:\n")
    uncommented = tomllib.loads(proposed[: proposed.index("\n\n")].replace("# ", ""))
    assert [list(facet["values"]) for facet in uncommented.values()] == [[identifier(one) for one in labels]]


def test_of_many_facets_the_rare_ones_are_comments(tmp_path: Path) -> None:
    rare = [
        tabs(**{f"Красный {word}": "а", f"Синий {word}": "б"}) for word in ("дом", "лес", "сад", "луг", "пруд", "мост")
    ]
    facets, text = drafted_facets(tmp_path, page="## Цвета\n\n" + "\n".join([*rare, SHOP]))
    assert len(facets.facets) == 6
    assert {"dostavka", "gorod"} <= set(facets.values())
    assert text.count("since 8 facets are too many to choose by") == 2


@pytest.mark.parametrize(
    ("label", "page"),
    [
        pytest.param("лимит", tabs(Первый="а", Второй="б"), id="a-parameter-of-requests"),
        pytest.param("contrast", tabs(Первый="а", Второй="б"), id="a-table-of-declarations"),
        pytest.param("Audience", tabs(Первый="а", Второй="б"), id="a-table-of-readers"),
        pytest.param("Сайт", tabs(**{"Второй": "а", "второй": "в", "2": "г"}), id="the-same-label-twice"),
        pytest.param("Дом", tabs(**{"Дом": "а", "Дом!": "б", "🍎": "в"}), id="ids-that-are-the-same"),
    ],
)
def test_any_labels_make_a_file_that_can_be_read(tmp_path: Path, label: str, page: str) -> None:
    facets, _ = drafted_facets(tmp_path, page=f"## {label}\n\n{page}")
    (facet,) = facets.facets
    assert facet.id not in ("limit", "site")
    assert len(facet.values) == 2


def test_the_end_tells_how_many_tab_sets_everyone_sees(tmp_path: Path, encoder: object) -> None:
    code, _, err = run(folder(tmp_path, shop=SHOP, setup=SETUP), "--out", tmp_path / "index")
    assert code == 0, err
    assert "3 of 6 tab sets are shown to everyone, since no facet has their labels: setup.md:5, setup.md:" in err
    (tmp_path / "setup.md").unlink()
    code, _, err = run(tmp_path, "--out", tmp_path / "index")
    told, next_ = err.splitlines()[-2:]
    assert told == "Tab sets: 3, each read as a facet."
    assert next_ == f"What to do next is in {tmp_path / 'OTVET.txt'}"


@pytest.mark.parametrize(
    ("label", "page"),
    [
        pytest.param("Узбекистан", tabs(Москва="в рублях", Узбекистан="в сумах"), id="among-regions"),
        pytest.param(
            "Узбекистан", tabs(Регион_Москва="в рублях", **{"Регион:_Узбекистан": "в сумах"}), id="says-region"
        ),
    ],
)
def test_a_region_that_only_the_pages_have_becomes_a_value_and_one_they_never_name_goes(
    tmp_path: Path, label: str, page: str
) -> None:
    facets, text = drafted_facets(tmp_path, pay=f"## Как платить?\n\n{page}")
    region = facets.get("region")
    assert region is not None
    assert [value.id for value in region.values] == ["moscow", "uzbekistan"]
    assert region.values[1].label == {"ru": label}
    assert {"Узбекистан", "узбекистана", "узбекистане"} <= set(region.values[1].names)
    assert "# from the label of a tab\n[region.values.uzbekistan]" in text


def test_regions_of_which_none_is_known_are_regions(tmp_path: Path) -> None:
    page = tabs(**{"Регион_Ташкент": "в сумах", "Регион_Бишкек": "в сомах"})
    facets, _ = drafted_facets(tmp_path, pay=f"## Как платить?\n\n{page}")
    assert facets.values() == {"region": ("tashkent", "bishkek")}


def test_a_facet_of_which_one_value_is_named_keeps_the_others(tmp_path: Path) -> None:
    facets, _ = drafted_facets(tmp_path, pay="## Где?\n\n- в регионе Москва — здесь.\n")
    assert facets.values() == {"region": ("moscow", "kazakhstan")}


def test_cities_beside_the_regions_of_other_tabs_are_regions(tmp_path: Path) -> None:
    page = tabs(Москва="а", Казахстан="б") + tabs(Москва="в", Алматы="г")
    facets, _ = drafted_facets(tmp_path, pay=f"## Где?\n\n{page}")
    assert facets.values() == {"region": ("moscow", "kazakhstan", "almaty")}


def test_pages_that_differ_by_nothing_have_no_facets(tmp_path: Path) -> None:
    facets, _ = drafted_facets(tmp_path, pay="## Когда?\n\nЗавтра, и в Москве тоже.\n")
    assert facets.values() == {}


def test_all_of_the_bundled_facets_come_through_for_pages_that_need_them(tmp_path: Path) -> None:
    every = (
        tabs(Работа_по_предоплате="а", Работа_по_постоплате="б"),
        tabs(Физические_лица="в", Юридические_лица="г"),
    )
    headings = "\n## Мы компания из РФ, как платить?\n\nСчетом.\n\n## Мы компания не из РФ, как платить?\n\nКартой.\n"
    facets, _ = drafted_facets(tmp_path, pay=PAY + "".join(every) + headings)
    assert facets.facets == read_facets(BUNDLED).facets


def test_tables_are_read_as_they_were_written() -> None:
    values = {
        "label": {"ru": 'Кавычки " и \\', "en": "tab\t, DEL \x7f"},
        "names": [f"имя {number}" for number in range(40)],
        "exhaustive": True,
    }
    text = table("region.values.one", values, "замечание")
    assert tomllib.loads(text) == {"region": {"values": {"one": values}}}
    assert max(map(len, text.splitlines())) <= 120
    assert tomllib.loads(commented(text)) == {}


# Questions


@pytest.mark.parametrize(
    ("heading", "query"),
    [
        ("Как получить акт сверки за нужный период?", "получить акт сверки нужный период"),
        ("Мы компания не из РФ, как начать работать?", "компания не рф начать работать"),
        ("How do I change the payer?", "change payer"),
        ("IP-адреса", "ip-адреса"),
        ("Почему?", "почему"),
        ("№ 1", "№ 1"),
    ],
)
def test_a_heading_is_asked_by_its_words_that_mean_something(heading: str, query: str) -> None:
    (first, *_) = drafted(page=f"## {heading}\n\nТекст.\n")[heading]
    assert (first.query, first.type, first.note) == (query, "keyword", NOTE)


def test_a_heading_that_repeats_is_asked_with_the_one_above() -> None:
    asked = {
        one.expect[0].page: one.query for one in drafted(pay=PAY, setup=SETUP)["Ограничения"] if "heading" in one.id
    }
    assert asked == {"pay.md": "ограничения", "setup.md": "агент ограничения"}


def test_a_detail_is_asked_by_the_rarest_names_in_it() -> None:
    (_, detail) = drafted(pay=PAY, setup=SETUP)["Мы компания не из РФ, как начать работать?"]
    assert detail.query == "анкету нерезидента выписку реестра"


def test_each_region_is_asked_for_its_own_addresses_and_none_of_the_others() -> None:
    found = {one.chosen.get("region"): one for one in drafted(pay=PAY)["Куда написать о сверке?"]}
    assert set(found) == {None, "moscow", "kazakhstan"}
    assert found["moscow"].type == "region_filter"
    assert found["moscow"].must == found["kazakhstan"].must_not == ("act@msk.example",)
    assert found["moscow"].must_not == found["kazakhstan"].must == ("act@kz.example",)


def test_every_facet_is_asked_alike() -> None:
    panels = tabs(Работа_по_предоплате="На a@pre.example.", Работа_по_постоплате="На b@post.example.")
    asked = [one for one in drafted(pay=f"## Куда писать?\n\n{panels}")["Куда писать?"] if one.chosen]
    assert [(one.type, one.chosen, one.must, one.must_not) for one in asked] == [
        ("scheme_filter", {"scheme": "prepaid"}, ("a@pre.example",), ("b@post.example",)),
        ("scheme_filter", {"scheme": "postpaid"}, ("b@post.example",), ("a@pre.example",)),
    ]


def test_ids_outlive_a_change_of_the_answer(tmp_path: Path) -> None:
    changed = PAY.replace("приложите выписку", "пришлите свежую выписку")
    ids = [[one.id for asked in drafted(pay=page).values() for one in asked] for page in (PAY, changed)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ids[0])


def test_drafts_are_a_question_file(tmp_path: Path) -> None:
    questions = [one for asked in drafted(pay=PAY, setup=SETUP).values() for one in asked]
    file = tmp_path / "questions.jsonl"
    file.write_text(as_jsonl(questions), encoding="utf-8")
    assert read_questions([file], facets={"region": ("moscow", "kazakhstan")}) == questions
