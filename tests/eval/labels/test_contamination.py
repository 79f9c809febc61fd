"""Questions that the index has seen are not counted."""

from pathlib import Path

import pytest

from eval.errors import NothingToCount
from eval.evaluation import evaluate
from eval.labels.contamination import contaminated
from eval.labels.question_file import Question, read_questions
from eval.report.table import report
from tests.hand_search import result, search_of

LINE = '{"id": "%s", "query": "%s", "type": "keyword", "expect": []}\n'


def questions(tmp_path: Path, *texts: str) -> list[Question]:
    return read_questions([written(tmp_path, *texts)])


def written(tmp_path: Path, *texts: str) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(LINE % (f"q{at}", text) for at, text in enumerate(texts)), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("query", "known", "caught"),
    [
        pytest.param("Акт сверки!", "акт сверки", True, id="case-and-marks"),
        pytest.param(
            "переоформить проэкт на другую оргнизацию", "переоформить проект на другую организацию", True, id="typo"
        ),
        pytest.param("счёт за май", "счет за май", True, id="yo"),
        pytest.param("как получить счет", "как вернуть счет", False, id="one-word-differs"),
        pytest.param("куда писать", "как платить", False, id="other"),
        pytest.param("акт", "", False, id="nothing-known"),
        pytest.param("акт", "?!", False, id="no-letter-known"),
        pytest.param("?!", "?!", False, id="no-letter-asked"),
    ],
)
def test_contaminated(tmp_path: Path, query: str, known: str, caught: bool) -> None:
    found = contaminated(questions(tmp_path, query), [known])
    assert found == ({"q0": known} if caught else {})


def test_the_most_similar_text_is_named(tmp_path: Path) -> None:
    found = contaminated(questions(tmp_path, "акт сверки за май"), ["акт сверки за июнь", "акт сверки за май"])
    assert found == {"q0": "акт сверки за май"}


def test_evaluation_leaves_them_out_and_says_so(tmp_path: Path) -> None:
    found = evaluate(
        [written(tmp_path, "акт сверки", "погода завтра")], search_of({"погода завтра": result()}), known=["акт сверки"]
    )
    assert found.left_out == {"q0": "акт сверки"}
    assert "not counted, because the index or its encoder has (nearly) the same question: 1 (q0)" in report(found)


def test_nothing_left_to_count_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NothingToCount, match="all 1 questions nearly equal"):
        evaluate([written(tmp_path, "акт сверки")], search_of({"погода завтра": result()}), known=["акт сверки"])
