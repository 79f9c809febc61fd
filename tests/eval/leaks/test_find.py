from dataclasses import replace

import pytest

from eval.leaks.find import Leak, find_leaks, suspects
from index.result import Answer, FacetChoice, Notice, Related, Result
from tests.hand_search import answer, result

MOSCOW = "docs@msk.example"
KAZAKHSTAN = {"region": "kazakhstan"}
OWN = answer("pay.md", "Как платить?", "Пишите на pay@kz.example.")


def leaks(found: Result, *fragments: str) -> list[tuple[str, str]]:
    return [(leak.field, leak.fragment) for leak in find_leaks(found, KAZAKHSTAN, suspects(fragments, "foreign"))]


@pytest.mark.parametrize(
    ("second", "fields"),
    [
        pytest.param(replace(OWN, text=f"Пишите: {MOSCOW}"), ["text"], id="text"),
        pytest.param(replace(OWN, markdown=r"*docs\@msk.example*"), ["markdown"], id="markdown-escaped"),
        pytest.param(replace(OWN, html="<p>docs<b>@msk</b>.example</p>"), ["html"], id="html-across-tags"),
        pytest.param(replace(OWN, html='<a href="mailto:docs%40msk.example">x</a>'), ["html"], id="html-attribute"),
        pytest.param(replace(OWN, html="<p>docs&#64;msk.example</p>"), ["html"], id="html-entity"),
        pytest.param(replace(OWN, section=f"Зачем {MOSCOW}?"), ["section"], id="section"),
        pytest.param(replace(OWN, breadcrumb=("Оплата", MOSCOW)), ["breadcrumb[1]"], id="breadcrumb"),
        pytest.param(replace(OWN, url="/?mail=docs%40msk.example"), ["url"], id="url"),
        pytest.param(replace(OWN, id=f"pay.md#{MOSCOW}"), ["id"], id="id"),
        pytest.param(OWN, [], id="clean"),
    ],
)
def test_every_field_of_every_answer_is_read(second: Answer, fields: list[str]) -> None:
    assert leaks(result(OWN, second), MOSCOW) == [(f"answers[1].{field}", MOSCOW) for field in fields]


def test_related_sections_are_read() -> None:
    found = result(related=[Related("a.md#x", "Другое"), Related("b.md#y", f"Зачем {MOSCOW}?")])
    assert leaks(found, MOSCOW) == [("related[1].section", MOSCOW)]


def test_a_notice_may_name_the_other_region_but_not_its_address() -> None:
    found = replace(result(OWN), notices=(Notice("not_in_region", f"В регионе Москва: {MOSCOW}"),))
    assert leaks(found, "Москва", MOSCOW) == [("notices[0].message", MOSCOW)]


def test_what_the_reader_typed_is_no_leak() -> None:
    found = result(OWN)
    assert leaks(replace(found, query=replace(found.query, text=MOSCOW, used=MOSCOW)), MOSCOW) == []


def test_an_address_inside_a_longer_one_is_no_leak() -> None:
    assert leaks(result(answer("a.md", "Вход", "Откройте https://kz.mcs.mail.ru.")), "mcs.mail.ru") == []


def test_a_whole_block_is_found_through_its_markup() -> None:
    html = "<ul><li>Платить можно <em>только</em><br>в&nbsp;рублях.</li></ul>"
    found = result(replace(OWN, html=html))
    assert leaks(found, "Платить можно только в рублях.") == [("answers[0].html", "Платить можно только в рублях.")]


def test_a_result_that_says_itself_that_it_is_of_another_region_leaks() -> None:
    found = result(OWN, replace(OWN, facets={"region": "moscow"}), region="moscow")
    assert find_leaks(found, KAZAKHSTAN, ()) == (
        Leak("query.facets", "moscow", "facet"),
        Leak("answers[1].facets", "moscow", "facet"),
    )


def test_the_same_region_or_none_is_no_leak() -> None:
    found = result(replace(OWN, facets={"region": "kazakhstan", "scheme": "prepaid"}), OWN)
    chosen = {"region": FacetChoice("kazakhstan", "request")}
    assert find_leaks(replace(found, query=replace(found.query, facets=chosen)), KAZAKHSTAN, ()) == ()


def test_every_chosen_facet_is_compared() -> None:
    found = result(replace(OWN, facets={"region": "kazakhstan", "scheme": "postpaid"}))
    assert find_leaks(found, {**KAZAKHSTAN, "scheme": "prepaid"}, ()) == (
        Leak("answers[0].facets", "postpaid", "facet"),
    )
