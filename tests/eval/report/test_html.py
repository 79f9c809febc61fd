"""The page that an evaluation is written to: what it says, how it escapes, and how it looks in a real browser."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from eval.certification import NotCertified
from eval.compare import compare
from eval.evaluation import Evaluation
from eval.leaks.find import Leak
from eval.measure import measure
from eval.mix import measure_mix
from eval.report.html import MISSES, ROWS, html
from eval.run import Outcome
from index.ranking.explain import Explained
from index.result import Query
from index.search import Searcher
from otvet.main import main
from tests.browser import needs_chromium
from tests.conftest import FAQ
from tests.hand_service import CERTIFICATE
from tests.outcomes import BILL, CARD, PAY, outcome

HOSTILE = """"><script>alert(1)</script><img src=x onerror=alert(2)> ' & {{ 7*7 }}"""
LETTERS_OUTSIDE_OR_TINY = """
[...document.querySelectorAll("svg.plot text")].filter(text => {
    const own = text.getBoundingClientRect(), around = text.closest("svg").getBoundingClientRect();
    return own.left < around.left - 1 || own.right > around.right + 1 || own.bottom > around.bottom + 1
        || own.height < 9;
}).map(text => text.textContent)
"""
MADE = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
OUTCOMES = [
    outcome("q0", confidence=0.99, region="moscow"),
    outcome("q1", confidence=0.9, rank=2, sections=(CARD, PAY), query="куда платить", kind="typo", region="kazakhstan"),
    outcome("q2", confidence=0.2, rank=None, sections=(BILL,), status="no_answer", query="оплата", kind="typo"),
    outcome("q3", confidence=0.7, rank=None, status="unsure", expect=(), query="погода", kind="unanswerable_far"),
    outcome("q4", confidence=None, rank=None, status="no_answer", sections=(), query="пусто"),
]


def evaluation(outcomes: Sequence[Outcome] = OUTCOMES, **fields: Any) -> Evaluation:
    files = {"questions.jsonl": "0123456789abcdef" * 4}
    return replace(Evaluation(files, outcomes, measure(outcomes), {}, None), **fields)


def explain(query: Query) -> Sequence[Explained]:
    def one(page: str, section: str, meaning: float, words: float) -> Explained:
        contributions = {"meaning": meaning, "words": words}
        return Explained(f"{page}#{section}", page, section, meaning + words, contributions, contributions, {})

    return [one(CARD.page, CARD.section, 0.3, 0.6), one(PAY.page, PAY.section, 0.5, 0.125)]


class Reader(HTMLParser):
    """Collects the tags and the text of each section."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: dict[str, str] = {}
        self._section = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("header", "section"):
            self._section = dict(attrs).get("id") or tag

    def handle_data(self, data: str) -> None:
        before = self.text.get(self._section, "")
        self.text[self._section] = " ".join(f"{before} {data}".split())


def read(page: str) -> dict[str, str]:
    return Reader(page).text


def test_the_page_says_what_was_measured() -> None:
    header = read(html(evaluation(), made=MADE))["header"]
    for part in ("5: 4 answerable, 1 not", "questions.jsonl SHA-256 0123456789ab…"):
        assert part in header
    for part in ("Index g1", "Encoder hand", "Date 2026-03-01 12:30 UTC"):
        assert part in header


@pytest.mark.parametrize(
    ("section", "part"),
    [
        pytest.param("totals", "hit@1 0.25 [", id="totals"),
        pytest.param("totals", "In a mix 0.5 keyword, 0.5 unanswerable_far", id="mix"),
        pytest.param("totals", "more labelled questions. It holds for questions like these", id="certification"),
        pytest.param("totals", "Certificate of the index: answered from 0.83, 92 of 182", id="certificate"),
        pytest.param("by-1", "typo 2 0.00 [0.00, 0.84]", id="by-type"),
        pytest.param("by-2", "no region chosen 3 0.00 [0.00, 0.84]", id="by-region"),
        pytest.param("risk", "all questions 0.70 60 % 0.67 [", id="now"),
        pytest.param("risk", "all questions 20 % from 0.99 20 % from 0.99", id="at-most-so-much-wrong"),
        pytest.param("risk", "60 % 0.67 1.00 0.00 1.00 70 % 0.75 1.00 0.00 not found", id="the-curves"),
        pytest.param("reliability", ", n = 4: the mean, over all results", id="reliability"),
        pytest.param("reliability", "arXiv:1706.04599", id="source"),
        pytest.param(
            "confusions", "Как платить? pay.md Карта card.md 1 1 Как платить? pay.md Счёт bill.md 1 0", id="pairs"
        ),
        pytest.param("misses", "куда платить q1, typo, region kazakhstan Expected Как платить? pay.md Rank", id="miss"),
        pytest.param("misses", "words contributed most to the lead of the wrong section: +0.475 of a", id="why"),
        pytest.param("misses", "words +0.475 0.600 0.125 0.600 0.125 meaning -0.200 0.300 0.500", id="features"),
        pytest.param("misses", "The expected section was not among the candidates.", id="not-ranked"),
        pytest.param(
            "unanswerable", "1 of 1, most confident first. question type shown status confidence погода q3", id="far"
        ),
        pytest.param("leakage", "not measured", id="leakage"),
        pytest.param("left-out", "None: no question", id="left-out"),
    ],
)
def test_every_section_holds_its_numbers(section: str, part: str) -> None:
    mixed = measure_mix(OUTCOMES, {"keyword": 0.5, "unanswerable_far": 0.5})
    assert (
        part
        in read(
            html(
                evaluation(mix=mixed, certification=NotCertified(9, 5), certificate=CERTIFICATE),
                made=MADE,
                explain=explain,
            )
        )[section]
    )


def test_without_an_explanation_the_misses_stand_alone() -> None:
    misses = read(html(evaluation(), made=MADE))["misses"]
    assert "куда платить" in misses
    assert "contributed" not in misses
    assert "not among the candidates" not in misses


def test_leaks_and_what_was_left_out_are_listed() -> None:
    leaky = replace(OUTCOMES[0], leaks=(Leak("answers[0].html", "docs@msk.example", "foreign"),))
    text = read(html(evaluation([leaky], left_out={"q9": "как оплатить"}), made=MADE))
    assert "1 of 1, rate at most" in text["leakage"]
    assert "q0 moscow answers[0].html docs@msk.example foreign" in text["leakage"]
    assert "q9 как оплатить" in text["left-out"]


def test_a_comparison_shows_what_changed_question_by_question() -> None:
    before = [*OUTCOMES[:1], replace(OUTCOMES[1], rank=1), *OUTCOMES[2:]]
    page = html(evaluation(comparison=compare(before, OUTCOMES)), made=MADE)
    assert "Worse 1 questions question rank before now status before now куда платить q1 1 2" in read(page)["baseline"]
    assert "Not worse beyond noise." in read(page)["baseline"]
    assert 'href="#baseline"' in page
    assert "baseline" not in read(html(evaluation(), made=MADE))


def test_a_comparison_that_is_worse_says_so_first() -> None:
    leaky = replace(OUTCOMES[0], leaks=(Leak("answers[0].html", "docs@msk.example", "foreign"),))
    page = html(evaluation([leaky], comparison=compare(OUTCOMES[:1], [leaky])), made=MADE)
    assert "Worse beyond noise: q0 leaks." in read(page)["baseline"]


def test_what_users_wrote_is_escaped_wherever_it_stands() -> None:
    asked = [
        replace(each, question=replace(each.question, query=HOSTILE, type=HOSTILE, region=HOSTILE), ranked=named)
        for each in OUTCOMES
        for named in [tuple(replace(section, section=HOSTILE, page=HOSTILE) for section in each.ranked)]
    ]
    leaky = replace(asked[0], leaks=(Leak(HOSTILE, HOSTILE, "foreign"),))
    page = html(
        evaluation(
            [leaky, *asked[1:]],
            files={HOSTILE: HOSTILE},
            left_out={HOSTILE: HOSTILE},
            comparison=compare([replace(leaky, rank=2), *asked[1:]], [leaky, *asked[1:]]),
        ),
        made=MADE,
    )
    reader = Reader(page)
    assert HOSTILE in reader.text["misses"]
    assert {"script", "img"}.isdisjoint(tag for tag, _ in reader.tags)
    for section in ("header", "by-1", "confusions", "leakage", "left-out", "baseline"):
        assert HOSTILE in reader.text[section], section


def test_the_file_asks_for_nothing_else() -> None:
    page = html(evaluation(), made=MADE, explain=explain)
    for tag, attributes in Reader(page).tags:
        assert tag not in ("script", "link", "img", "iframe")
        assert "src" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
    assert "url(" not in page
    assert "@import" not in page


def test_every_plot_has_a_name_and_every_other_picture_is_hidden_from_readers() -> None:
    pictures = [
        attributes for tag, attributes in Reader(html(evaluation(), made=MADE, explain=explain)).tags if tag == "svg"
    ]
    plots = [picture for picture in pictures if picture.get("role") == "img"]
    assert len(plots) == 6
    assert all(plot["aria-label"] for plot in plots)
    assert all(picture["aria-hidden"] == "true" for picture in pictures if picture not in plots)


def test_long_lists_are_cut_and_the_rest_is_counted() -> None:
    many = [
        outcome(f"q{at}", rank=None, expect=(), query=f"погода {at}", confidence=at / 100) for at in range(ROWS + 7)
    ]
    text = read(html(evaluation(many), made=MADE))["unanswerable"]
    assert f"{ROWS + 7} of {ROWS + 7}, most confident first." in text
    assert "And 7 more; --json FILE has them all." in text
    assert "погода 6 q6" not in text


def test_no_miss_is_told_twice() -> None:
    wrong = [
        outcome(f"q{at:02}", rank=3, query=f"вопрос {at:02}.", sections=(CARD, BILL, PAY)) for at in range(MISSES + 3)
    ]
    text = read(html(evaluation(wrong), made=MADE))["misses"]
    assert [text.count(each.question.query) for each in wrong] == [1] * len(wrong)


def test_a_run_that_found_nothing_at_all_has_a_page() -> None:
    text = read(html(evaluation([OUTCOMES[4]]), made=MADE))
    assert text["reliability"] == "Reliability No question found anything."
    assert "none shown" in text["risk"]


@pytest.fixture(scope="module")
def written(faq_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as the command writes it, for some of the development questions and a hostile one."""
    folder = tmp_path_factory.mktemp("report")
    questions = folder / "questions.jsonl"
    lines = (FAQ.parent / "eval" / "questions" / "dev.jsonl").read_text(encoding="utf-8").splitlines()[::7]
    hostile = {
        "id": "h",
        "query": f"оплата {HOSTILE}",
        "type": "typo",
        "expect": [{"page": "x.md", "section": HOSTILE}],
    }
    questions.write_text("\n".join([*lines, json.dumps(hostile)]), encoding="utf-8")
    report = folder / "report.html"
    arguments = ["eval", str(questions), "--index", str(faq_index), "--html", str(report)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.stderr
    return report


def test_the_command_explains_its_worst_misses(written: Path, searcher: Searcher) -> None:
    text = read(written.read_text(encoding="utf-8"))
    assert "contributed most to the lead of the wrong section" in text["misses"]
    assert f"Encoder {searcher.info.encoder}" in text["header"]


def test_a_page_that_cannot_be_written_is_told_before_the_first_question(faq_index: Path, tmp_path: Path) -> None:
    questions = FAQ.parent / "eval" / "questions" / "held.jsonl"
    nowhere = tmp_path / "nowhere" / "report.html"
    result = CliRunner().invoke(main, ["eval", str(questions), "--index", str(faq_index), "--html", str(nowhere)])
    assert result.exit_code == 1
    assert "report.html: cannot be written (its folder does not exist)" in result.stderr
    assert "question/s" not in result.stderr


@needs_chromium
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_shows_it_at_any_width(written: Path, browser: Any, width: int, scheme: str) -> None:
    tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    faults: list[str] = []
    tab.on("console", lambda message: faults.append(message.text))
    tab.on("dialog", lambda dialog: faults.append(dialog.message))
    tab.goto(written.as_uri())
    assert faults == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.locator("svg.plot").count() == 6
    assert tab.evaluate(LETTERS_OUTSIDE_OR_TINY) == []
    ground, letters = (
        int(tab.evaluate(f"getComputedStyle(document.body).{name}").split("(")[1].split(",")[0])
        for name in ("backgroundColor", "color")
    )
    assert (ground > letters) == (scheme == "light")
    tab.close()
