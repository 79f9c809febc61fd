"""A stated mix: how it is written, what it makes of the measures, and the sample that has its shares."""

from collections import Counter
from dataclasses import replace

import pytest

from eval.errors import BadMix
from eval.measure import measure
from eval.mix import check_mix, measure_mix, read_mix, sample
from eval.run import Outcome
from index.result import Status
from tests.outcomes import PAY, outcome


def some(kind: str, count: int, status: Status, *, right: bool = False, confidence: float = 0.5) -> list[Outcome]:
    return [
        outcome(
            f"{kind}-{status}-{right}-{at}",
            kind=kind,
            status=status,
            rank=1 if right else None,
            expect=(PAY,) if kind == "answers" else (),
            confidence=confidence,
        )
        for at in range(count)
    ]


ASKED = [
    *some("answers", 6, "answered", right=True, confidence=0.8),
    *some("answers", 4, "unsure", right=True, confidence=0.4),
    *some("trap", 5, "answered", confidence=0.9),
    *some("nothing", 1, "answered", confidence=0.6),
    *some("nothing", 9, "no_answer", confidence=0.1),
]


def test_wrong_among_answered_and_coverage_are_those_of_the_mix() -> None:
    found = measure_mix(ASKED, read_mix("answers=0.5, trap=0.1, nothing=0.4")).estimates
    # Answered: .6 of .5, all right; all of .1 and .1 of .4, all wrong.
    assert found["wrong_sure"].value == pytest.approx(0.14 / 0.44)
    assert found["coverage"].value == pytest.approx(0.5 + 0.1 + 0.04)
    assert found["answered_answerable"].value == pytest.approx(0.6)
    # Against .1 of traps, above all; and .4 of nothing, of which a tenth is below .6 of the right ones.
    assert found["auroc"].value == pytest.approx((0.36 + 0.04 * 0.6) / 0.5)
    assert found["wrong_sure"].low < 0.14 / 0.44 < found["wrong_sure"].high


def test_the_mix_that_was_asked_changes_no_value() -> None:
    shares = {"answers": 0.4, "trap": 0.2, "nothing": 0.4}
    plain, mixed = measure(ASKED).overall.estimates, measure_mix(ASKED, shares).estimates
    assert {name: one.value for name, one in mixed.items()} == {
        name: pytest.approx(one.value) for name, one in plain.items()
    }


def test_types_that_the_mix_does_not_name_do_not_count() -> None:
    found = measure_mix(ASKED, read_mix("answers=0.5,nothing=0.5")).estimates
    assert found["wrong_sure"].value == pytest.approx(0.05 / 0.35)
    assert "auroc_trap" not in found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("answers", "mix: 'answers' is no share of a type; write it as answers=0.4,nothing=0.6."),
        ("answers=a lot", "mix: 'answers=a lot' is no share of a type; write it as"),
        ("=1", "mix: '=1' is no share of a type; write a type and a number above 0, at most 1."),
        ("answers=0,nothing=1", "mix: 'answers=0' is no share of a type; write a type and a number above 0"),
        ("answers=nan", "mix: 'answers=nan' is no share of a type; write a type and a number above 0"),
        ("answers=0.5,answers=0.5", "mix: type 'answers' is named twice; name it once."),
        ("answers=0.5,nothing=0.4", "mix: the shares sum to 0.9; make them sum to 1."),
    ],
)
def test_a_mix_that_is_none_is_refused(text: str, message: str) -> None:
    with pytest.raises(BadMix) as caught:
        read_mix(text)
    assert str(caught.value).startswith(message)


def test_rounded_shares_sum_to_one() -> None:
    assert read_mix("a=0.333,b=0.333,c=0.333") == pytest.approx({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})


def test_a_type_without_questions_is_refused() -> None:
    questions = [outcome.question for outcome in ASKED]
    message = r"mix: there is no question of type 'traps'; name some of answers, nothing, trap\."
    with pytest.raises(BadMix, match=message):
        check_mix(read_mix("answers=0.9,traps=0.1"), questions)


def test_a_sample_has_the_shares_of_the_mix_and_is_the_largest() -> None:
    drawn = sample(ASKED, read_mix("answers=0.5,trap=0.1,nothing=0.4"))
    assert Counter(one.question.type for one in drawn) == {"answers": 10, "trap": 2, "nothing": 8}
    assert (
        drawn == [one for one in ASKED if one in drawn] == sample(ASKED, read_mix("answers=0.5,trap=0.1,nothing=0.4"))
    )
    doubled = [*ASKED, *(replace(one, question=replace(one.question, id=f"{one.question.id}+")) for one in ASKED)]
    assert len(sample(doubled, {"answers": 0.5, "trap": 0.1, "nothing": 0.4})) == 40
