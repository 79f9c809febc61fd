"""The query path over the bundled FAQ, with the bundled encoder."""

import dataclasses
import json

import pytest
from threadpoolctl import threadpool_info, threadpool_limits  # type: ignore[import-untyped]

from eval.leaks.find import find_leaks, suspects
from eval.leaks.foreign import foreign
from index.encoders.protocol import Encoder
from index.result import Query, Result
from index.search import Searcher

ACT = "Как получить акт сверки за нужный период?"
MOSCOW, KAZAKHSTAN = "docs_vktech@vk.company", "accountvk@qazcloud.kz"


def asked(searcher: Searcher, text: str, *, limit: int = 5, abstain: bool = True, **facets: str) -> Result:
    return searcher(Query(text, facets, limit=limit, abstain=abstain))


@pytest.mark.parametrize(
    ("region", "own", "other"),
    [("moscow", MOSCOW, KAZAKHSTAN), ("kazakhstan", KAZAKHSTAN, MOSCOW)],
)
def test_an_answer_is_the_chosen_regions_in_every_field(searcher: Searcher, region: str, own: str, other: str) -> None:
    result = asked(searcher, "куда написать за актом сверки", region=region)
    assert result.answers[0].section == ACT
    assert own in result.answers[0].text
    assert other not in json.dumps(dataclasses.asdict(result), ensure_ascii=False)


def test_without_a_region_both_stay_and_the_reader_is_told(searcher: Searcher) -> None:
    result = asked(searcher, "куда написать за актом сверки")
    first = result.answers[0]
    assert MOSCOW in first.text
    assert KAZAKHSTAN in first.text
    assert first.differs_by == ("region",)
    assert [notice.code for notice in result.notices] == ["differs_by_region"]


@pytest.mark.parametrize("region", ["moscow", "kazakhstan"])
def test_nothing_of_another_region_comes_with_any_section(searcher: Searcher, region: str) -> None:
    wanted = suspects(foreign(searcher.bundle.sections, searcher.bundle.facets)({"region": region}), "foreign")
    assert wanted
    for section in searcher.bundle.sections:
        result = asked(searcher, section.title, limit=13, abstain=False, region=region)
        assert result.answers[0].section == section.title
        assert find_leaks(result, {"region": region}, wanted) == ()


def test_spans_and_marks_are_of_the_answers_own_text(searcher: Searcher) -> None:
    for section in searcher.bundle.sections:
        first = asked(searcher, section.title, abstain=False).answers[0]
        for span in first.spans:
            assert 0 <= span.start < span.end <= len(first.text)
        assert ("<mark>" in first.html) == bool(first.spans)


def test_a_span_can_be_of_other_words_than_the_query(searcher: Searcher) -> None:
    first = asked(searcher, "какими картами можно рассчитаться", region="kazakhstan", abstain=False, limit=13)
    start = next(a for a in first.answers if a.section == "Мы компания не из РФ, как начать работать с VK Cloud?")
    (span,) = start.spans
    assert "карт" in start.text[span.start : span.end]


@pytest.mark.parametrize(
    "question", ["куда писать за актом сверки", "куда написать за актом сверки", "акт сверки, кому звонить"]
)
@pytest.mark.parametrize(("region", "address"), [("kazakhstan", KAZAKHSTAN), ("moscow", MOSCOW)])
def test_the_line_with_the_address_is_marked(searcher: Searcher, question: str, region: str, address: str) -> None:
    first = asked(searcher, question, region=region).answers[0]
    (span,) = first.spans
    assert address in first.text[span.start : span.end]


def test_far_questions_get_no_answer_and_the_nearest_questions(searcher: Searcher) -> None:
    result = asked(searcher, "рецепт борща с пампушками")
    assert (result.status, result.answers) == ("no_answer", ())
    assert len(result.related) == 3
    assert result.notices == ()  # «Ответ зависит от региона» would speak of nothing
    ranked = asked(searcher, "рецепт борща с пампушками", abstain=False)
    assert (ranked.status, len(ranked.answers)) == ("no_answer", 5)


def test_the_limit_is_kept_and_confidence_lies_between_0_and_1(searcher: Searcher) -> None:
    result = asked(searcher, "счет", limit=2, abstain=False)
    assert len(result.answers) == 2
    assert all(0 <= answer.confidence <= 1 for answer in result.answers)


def test_the_same_question_gets_the_same_result(searcher: Searcher) -> None:
    first, second = (asked(searcher, "как сменить юрлицо") for _ in range(2))
    assert dataclasses.replace(first, took_ms=0) == dataclasses.replace(second, took_ms=0)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        pytest.param(Query("  ", {}), "the question is empty", id="blank"),
        pytest.param(Query("счет", {}, limit=0), "limit must be at least 1, got 0", id="limit"),
        pytest.param(
            Query("счет", {"region": "mars"}), "unknown region 'mars'; choose from moscow, kazakhstan", id="region"
        ),
        pytest.param(
            Query("счет", {"planet": "mars"}),
            "unknown facet 'planet'; choose from region, scheme, payer, residency",
            id="facet",
        ),
    ],
)
def test_bad_queries_are_refused(searcher: Searcher, query: Query, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        searcher(query)


def test_sections_are_listed_as_they_hold_and_given_by_id(searcher: Searcher) -> None:
    listed = searcher.sections({"region": "kazakhstan"})
    assert len(listed) == 13
    answer = searcher.section(listed[0].id, {"region": "kazakhstan"})
    assert answer is not None
    assert "https://vkcloud.kz" in answer.text
    assert searcher.section("qa-corporate.md#nothing", {}) is None


def test_a_repaired_question_is_said_to_be_and_can_be_taken_as_typed(searcher: Searcher) -> None:
    repaired = asked(searcher, "frn cdthrb")
    assert repaired.query.used == "акт сверки"
    assert [repair.kind for repair in repaired.query.repairs] == ["layout"]
    assert repaired.answers[0].section == ACT
    assert repaired.notices[0].message == "Искали «акт сверки»."
    typed = searcher(Query("frn cdthrb", {}, repair=False))
    assert (typed.query.used, typed.query.repairs) == ("frn cdthrb", ())


def test_a_region_named_in_the_question_is_the_readers(searcher: Searcher) -> None:
    result = asked(searcher, "куда писать за актом сверки, проект в Казахстане")
    choice = result.query.facets["region"]
    assert (choice.value, choice.source) == ("kazakhstan", "query")
    assert "Казахстане" in str(choice.evidence)
    assert MOSCOW not in result.answers[0].text
    everyone = searcher(Query("куда писать за актом сверки, проект в Казахстане", {}, infer=False))
    assert MOSCOW in everyone.answers[0].text


def test_the_chosen_region_beats_the_one_in_the_question_and_the_reader_is_told(searcher: Searcher) -> None:
    result = asked(searcher, "куда писать за актом сверки, проект в Казахстане", region="moscow")
    assert (result.query.facets["region"].value, result.query.facets["region"].source) == ("moscow", "request")
    assert KAZAKHSTAN not in json.dumps(dataclasses.asdict(result), ensure_ascii=False)
    (notice,) = (notice for notice in result.notices if notice.code == "region_conflict")
    assert notice.message.startswith("Вы выбрали регион Москва, а в вопросе сказано «")


def test_a_conflicting_address_is_not_repeated(searcher: Searcher) -> None:
    result = asked(searcher, "акт сверки для kz.mcs.mail.ru", region="moscow", abstain=False)
    assert "kz.mcs.mail.ru" not in " ".join(notice.message for notice in result.notices)


@pytest.mark.parametrize(
    ("question", "exact"),
    [
        pytest.param("Как получить акт сверки за нужный период?", True, id="heading"),
        pytest.param("  как получить акт сверки, за нужный период", True, id="case-and-punctuation"),
        pytest.param("как не получить акт сверки за нужный период?", False, id="a-word-more"),
        pytest.param("как получить акт сверки за период?", False, id="a-word-less"),
        pytest.param("акт сверки за нужный период как получить?", False, id="another-order"),
        pytest.param("?!", False, id="no-word"),
    ],
)
def test_an_exact_match_is_by_words_all_of_them(searcher: Searcher, question: str, exact: bool) -> None:
    result = searcher(Query(question, {}, repair=False))
    assert (bool(result.answers) and result.answers[0].confidence == 1) is exact


def test_whoever_makes_a_searcher_its_matrix_products_use_one_thread(searcher: Searcher, encoder: Encoder) -> None:
    with threadpool_limits(limits=2, user_api="blas"):
        Searcher(searcher.bundle, encoder)
        assert {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"} == {1}
