from collections.abc import Collection
from dataclasses import replace
from itertools import count

import pytest

from eval.labels.question_file import Label, Question
from eval.leaks.find import Leak
from eval.run import Outcome, run
from index.result import Answer, Query, Result
from ingest.section import Chosen
from tests.hand_search import answer, result, search_of

PAY, CARD, BILL = Label("pay.md", "Как платить?"), Label("card.md", "Карта"), Label("bill.md", "Счёт")
PLAIN = Question("q1", "как платить", None, "keyword", (PAY,))


def ask(question: Question, found: Result) -> Outcome:
    return run([question], search_of({question.query: found}))[0]


@pytest.mark.parametrize(
    ("labels", "rank"),
    [
        pytest.param([PAY, CARD], 1, id="first"),
        pytest.param([BILL, PAY], 2, id="second"),
        pytest.param([BILL, CARD, PAY], 2, id="also-counts"),
        pytest.param([BILL], None, id="not-there"),
        pytest.param([], None, id="no-answers"),
        pytest.param([Label("faq/pay.md", "КАК  платить?")], 1, id="in-a-folder-and-folded"),
        pytest.param([Label("repay.md", "Как платить?")], None, id="another-page"),
    ],
)
def test_the_rank_is_that_of_the_first_section_that_answers(labels: list[Label], rank: int | None) -> None:
    found = result(*[answer(label.page, label.section) for label in labels], status="unsure")
    outcome = ask(replace(PLAIN, also=(CARD,)), found)
    assert outcome.rank == rank
    assert [(ranked.page, ranked.section) for ranked in outcome.ranked] == [(x.page, x.section) for x in labels]


def test_questions_are_asked_without_abstaining_ten_deep_and_with_their_facets() -> None:
    asked = []

    def search(query: Query) -> Result:
        asked.append(query)
        return result()

    run([PLAIN, replace(PLAIN, id="q2", region="moscow", facets={"scheme": "prepaid"})], search)
    assert asked == [
        Query("как платить", {}, limit=10, abstain=False),
        Query("как платить", {"region": "moscow", "scheme": "prepaid"}, limit=10, abstain=False),
    ]


TEXT = "Пишите на\u00a0pay@kz.example. Счёт придёт."


@pytest.mark.parametrize(
    ("first", "missing", "forbidden"),
    [
        pytest.param(answer(PAY.page, PAY.section, TEXT), (), ("СЧЕТ",), id="says-all-and-too-much"),
        pytest.param(answer(PAY.page, PAY.section, "Карта."), ("на pay@kz.example",), (), id="says-too-little"),
        pytest.param(answer(CARD.page, CARD.section, TEXT), None, ("СЧЕТ",), id="must-not-asked-of-also"),
        pytest.param(answer(BILL.page, BILL.section, "Карта."), None, (), id="must-not-asked-of-a-wrong-one"),
        pytest.param(None, None, None, id="nothing-asked-of-nothing"),
    ],
)
def test_must_is_asked_of_expected_and_must_not_of_any_first_answer(
    first: Answer | None, missing: tuple[str, ...] | None, forbidden: tuple[str, ...] | None
) -> None:
    question = replace(PLAIN, also=(CARD,), must=("на pay@kz.example",), must_not=("СЧЕТ",))
    outcome = ask(question, result(first, answer(PAY.page, PAY.section, TEXT)) if first else result())
    assert (outcome.missing, outcome.forbidden) == (missing, forbidden)


def test_without_fragments_nothing_is_asked() -> None:
    outcome = ask(PLAIN, result(answer(PAY.page, PAY.section)))
    assert (outcome.missing, outcome.forbidden, outcome.leaks) == (None, None, None)


def only_moscow(chosen: Chosen) -> Collection[str]:
    return ["docs@msk.example"] if chosen["region"] == "kazakhstan" else ["pay@kz.example"]


@pytest.mark.parametrize(
    ("region", "read", "must_not", "expected"),
    [
        pytest.param("kazakhstan", None, (), ("foreign",), id="chosen"),
        pytest.param("kazakhstan", None, ("docs@msk.example",), ("must_not", "foreign"), id="chosen-and-labelled"),
        pytest.param("moscow", None, (), (), id="own-address"),
        pytest.param(None, "kazakhstan", ("docs@msk.example",), ("foreign",), id="read-from-the-words"),
        pytest.param(None, None, ("docs@msk.example",), None, id="no-region"),
    ],
)
def test_leaks_are_looked_for_once_a_region_holds(
    region: str | None, read: str | None, must_not: tuple[str, ...], expected: tuple[str, ...] | None
) -> None:
    question = replace(PLAIN, region=region, must_not=must_not)
    second = replace(answer(CARD.page, CARD.section), text="docs@msk.example")
    found = result(answer(PAY.page, PAY.section), second, status="no_answer", region=read)
    outcome = run([question], search_of({question.query: found}), foreign=only_moscow)[0]
    found_by = None if outcome.leaks is None else tuple(leak.evidence for leak in outcome.leaks)
    assert found_by == expected
    assert all(leak.field == "answers[1].text" for leak in outcome.leaks or ())


def test_a_region_with_nothing_to_look_for_counts_only_when_the_result_convicts_itself() -> None:
    question = replace(PLAIN, region="kazakhstan")
    assert ask(question, result(answer(PAY.page, PAY.section))).leaks is None
    itself = ask(question, result(answer(PAY.page, PAY.section, facets={"region": "moscow"})))
    assert itself.leaks == (Leak("answers[0].facets", "moscow", "facet"),)


def test_the_rest_is_noted() -> None:
    ticks = count(0, 0.004)
    search = search_of({PLAIN.query: result(answer(PAY.page, PAY.section, confidence=0.25), status="no_answer")})
    outcome = run([PLAIN], search, clock=lambda: next(ticks))[0]
    assert (outcome.status, outcome.confidence, outcome.shown) == ("no_answer", 0.25, False)
    assert outcome.took_ms == pytest.approx(4)
    assert outcome.index.generation == "g1"


def test_a_search_that_fails_names_the_question() -> None:
    with pytest.raises(KeyError) as caught:
        run([PLAIN], search_of({}))
    assert caught.value.__notes__ == ["while asking question 'q1': 'как платить'"]
