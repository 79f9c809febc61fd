"""Notices are written for every facet alike, in the words of its label."""

from pathlib import Path

import pytest

from index.build import build
from index.encoders.hash import HashEncoder
from index.result import Query
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load
from tests.conftest import FAQ

PAGE = """## Куда писать за актом сверки?

<tabs><tablist><tab>{first}</tab><tab>{second}</tab></tablist>
<tabpanel>Пишите на one@example.org.</tabpanel>
<tabpanel>Пишите на two@example.org.</tabpanel>
</tabs>

# {heading}

Откройте раздел «Платежи».
"""
REGION = PAGE.format(first="Москва", second="Казахстан", heading="Эндпоинты региона Казахстан")
SCHEME = PAGE.format(first="Предоплата", second="Постоплата", heading="Эндпоинты для схемы Постоплата")
ACT = "куда писать за актом сверки"


def searcher(folder: Path, page: str) -> Searcher:
    (folder / "content").mkdir()
    (folder / "content" / "help.md").write_text(page, encoding="utf-8")
    encoder = HashEncoder()
    build(folder / "content", folder / "index", encoder, default_facets=FAQ / "facets.toml")
    return Searcher(load(folder / "index", open_bundle), encoder)


@pytest.mark.parametrize(
    ("page", "question", "chosen", "code", "message"),
    [
        pytest.param(
            REGION,
            ACT,
            {},
            "differs_by_region",
            "Ответ зависит от региона. Выберите свой: Москва, Казахстан.",
            id="region-differs",
        ),
        pytest.param(
            SCHEME,
            ACT,
            {},
            "differs_by_scheme",
            "Ответ зависит от схемы оплаты. Выберите свою: Предоплата, Постоплата.",
            id="scheme-differs",
        ),
        pytest.param(
            REGION,
            f"{ACT}, проект в Казахстане",
            {"region": "moscow"},
            "region_conflict",
            "Вы выбрали регион Москва, а в вопросе сказано «Казахстане». Ответ показан для региона Москва.",
            id="region-conflict",
        ),
        pytest.param(
            REGION,
            f"{ACT} для kz.mcs.mail.ru",
            {"region": "moscow"},
            "region_conflict",
            "Вы выбрали регион Москва, а вопрос похож на вопрос о регионе Казахстан. Ответ показан для региона Москва.",
            id="region-conflict-by-address",
        ),
        pytest.param(
            SCHEME,
            f"{ACT} по постоплате",
            {"scheme": "prepaid"},
            "scheme_conflict",
            "Вы выбрали схему оплаты Предоплата, а в вопросе сказано «постоплате». "
            "Ответ показан для схемы оплаты Предоплата.",
            id="scheme-conflict",
        ),
        pytest.param(
            REGION,
            "эндпоинты",
            {"region": "moscow"},
            "not_in_region",
            "Похоже, об этом есть раздел для другого региона, но не для региона Москва.",
            id="region-elsewhere",
        ),
        pytest.param(
            SCHEME,
            "эндпоинты",
            {"scheme": "prepaid"},
            "not_in_scheme",
            "Похоже, об этом есть раздел для другой схемы оплаты, но не для схемы оплаты Предоплата.",
            id="scheme-elsewhere",
        ),
    ],
)
def test_a_notice_is_said_in_the_words_of_its_facet(
    tmp_path: Path, page: str, question: str, chosen: dict[str, str], code: str, message: str
) -> None:
    found = searcher(tmp_path, page)(Query(question, chosen, abstain=False, repair=False))
    assert [(notice.code, notice.message) for notice in found.notices] == [(code, message)]


def test_nothing_is_said_where_the_value_is_chosen_and_the_question_agrees(tmp_path: Path) -> None:
    assert searcher(tmp_path, SCHEME)(Query(f"{ACT} по предоплате", {"scheme": "prepaid"}, abstain=False)).notices == ()


ONLY = """## Как заполнить реквизиты?

Откройте раздел «Платежи». Это доступно только в регионе Москва.
"""


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        ("kazakhstan", ["Для региона Казахстан это недоступно: «Это доступно только в регионе Москва»."]),
        ("moscow", []),
        ("", []),
    ],
)
def test_a_restriction_that_excludes_the_reader_is_quoted_first(
    tmp_path: Path, region: str, expected: list[str]
) -> None:
    chosen = {"region": region} if region else {}
    notices = searcher(tmp_path, ONLY)(Query("как заполнить реквизиты", chosen)).notices
    assert [notice.message for notice in notices if notice.code == "only_in_region"] == expected
    assert not expected or notices[0].code == "only_in_region"


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("Это только для региона Москва: напишите на a@msk.ru и укажите:", ": «Это только для региона Москва»"),
        ("Важно: это доступно только в регионе Москва: пишите нам.", ": «Важно: это доступно только в регионе Москва»"),
        ("Доступно только в регионе Москва по адресу https://msk.ru/a.", ""),
        ("Звоните, только в регионе Москва, по номеру +7 495 123-45-67.", ""),
        ("Обед только в регионе Москва, с 12:00 до 13:00.", ": «Обед только в регионе Москва, с 12:00 до 13:00»"),
    ],
)  # fmt: skip
def test_what_a_restriction_tells_those_whom_it_is_for_is_not_quoted_to_others(
    tmp_path: Path, said: str, quoted: str
) -> None:
    page = f"## Как заполнить реквизиты?\n\nОткройте раздел «Платежи». {said}\n"
    notices = searcher(tmp_path, page)(Query("как заполнить реквизиты", {"region": "kazakhstan"})).notices
    (told,) = [notice.message for notice in notices if notice.code == "only_in_region"]
    assert told == f"Для региона Казахстан это недоступно{quoted}."


def test_a_restriction_in_a_tab_of_others_is_not_quoted(tmp_path: Path) -> None:
    page = (
        "## Как получить скидку?\n\nОна есть.\n\n<tabs>\n<tablist>\n<tab>Москва</tab>\n<tab>Казахстан</tab>\n"
        "</tablist>\n<tabpanel>\n\n- Спросите.\n\n</tabpanel>\n"
        "<tabpanel>\n\n- Она доступна только в регионе Казахстан, код S4.\n\n"
        "</tabpanel>\n</tabs>\n"
    )
    found = searcher(tmp_path, page)(Query("как получить скидку", {"region": "moscow"}, abstain=False))
    assert not [notice for notice in found.notices if "S4" in notice.message]


def test_a_restriction_comes_before_what_was_repaired(tmp_path: Path) -> None:
    notices = searcher(tmp_path, ONLY)(Query("rfr pfgjkybnm htrdbpbns", {"region": "kazakhstan"})).notices
    assert [notice.code for notice in notices] == ["only_in_region", "repaired"]
