"""Proposals: what traffic speaks for, what a trial says of it, and what is written when it is accepted."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from eval.compare import compare
from eval.labels.question_file import Label, Question
from eval.run import run
from index.build import build
from index.encoders.hash import HashEncoder
from index.result import Status
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load
from ingest.content.alternates import alternates_beside, read_alternates
from proposals import accept, errors, report
from proposals.evidence import by_chance, read, second_tries
from proposals.gaps import pointed
from proposals.missing_words import ContentLemmas, content_lemmas, synonyms
from proposals.proposal import Behind, Proposal, as_record, read_proposals
from proposals.propose import from_store, propose
from proposals.replay import Replayed, Replayer
from proposals.verdict import Trial, Verdict, judge
from tests.conftest import FAQ
from traffic.groups import Meanings
from traffic.record import Feedback, QueryRecord
from traffic.store import Store

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
REPORT, MONEY, CLOSE = "help.md#kak_poluchit_otchet", "help.md#kak_vernut_dengi", "help.md#kak_zakryt_proekt"
PAGE = """## Как получить отчет?

Напишите в отдел учета, и вам пришлют отчет за месяц.

## Как вернуть деньги?

Оформите заявление на возврат средств в кабинете.

## Как закрыть проект?

Удалите все ресурсы, затем проект.
"""
MEANINGS = Meanings(HashEncoder().encode_queries)
HEADINGS = {REPORT: "Как получить отчет?", MONEY: "Как вернуть деньги?", CLOSE: "Как закрыть проект?"}


def asked(minute: float, query: str, status: Status = "no_answer", *shown: str, region: str = "") -> QueryRecord:
    at = NOW + timedelta(minutes=minute)
    return QueryRecord(
        at, query, query, {"region": region} if region else {}, status, shown, 0.5 if shown else None, "g"
    )


def said(query: str, section: str, *, helpful: bool) -> Feedback:
    return Feedback(NOW, query, {}, section, helpful, "", None, "g")


def question(number: int, query: str, section: str) -> Question:
    return Question(f"q{number}", query, None, "paraphrase", (Label("help.md", HEADINGS[section]),))


QUESTIONS = [
    question(1, "как получить отчет за год", REPORT),
    question(2, "получить отчет", REPORT),
    question(3, "отчет получить за квартал", REPORT),
    question(4, "вернуть деньги со счета", MONEY),
    question(5, "как закрыть старый проект", CLOSE),
]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    content.mkdir()
    (content / "help.md").write_text(PAGE, encoding="utf-8")
    folder = tmp_path / "index"
    build(content, folder, HashEncoder(), default_facets=FAQ / "facets.toml")
    return folder


@pytest.fixture
def replayer(index: Path) -> Iterator[Replayer]:
    with Replayer(
        index,
        index.parent / "content",
        HashEncoder(),
        QUESTIONS,
        meanings=MEANINGS,
        default_facets=FAQ / "facets.toml",
    ) as opened:
        yield opened


def test_the_next_query_soon_after_a_miss_is_a_second_try() -> None:
    traffic = [
        asked(0, "первичка"),
        asked(1, "отчет", "answered", REPORT),
        asked(10, "первичка"),
        asked(13, "отчет", "answered", REPORT),  # too late
        asked(20, "первичка"),
        asked(20.5, "первичка", "answered", REPORT),  # the same words
        asked(30, "первичка", region="moscow"),
        asked(30.5, "отчет", "answered", REPORT),  # somebody of another region
    ]
    assert [(first.query, second.query) for first, second in second_tries(traffic)] == [("первичка", "отчет")]


def test_a_third_try_speaks_for_the_first_two_and_others_may_come_between() -> None:
    traffic = [
        asked(0, "первичка"),
        asked(0.5, "дайте первичку"),
        asked(1, "верблюды"),
        asked(1.5, "отчет", "answered", REPORT),
    ]
    tries = [first.query for first, _ in second_tries(traffic)]
    assert tries == ["первичка", "дайте первичку", "верблюды"]  # the last by chance, which is taken off


def test_readers_words_decide_what_failed() -> None:
    traffic = [
        asked(0, "a", "no_answer"),
        asked(1, "b", "unsure", REPORT),
        asked(2, "c", "unsure", REPORT),
        asked(3, "d", "answered", REPORT),
        asked(4, "e", "answered", REPORT),
    ]
    words = [said("c", REPORT, helpful=True), said("e", REPORT, helpful=False)]
    _, behind = read(traffic, words)
    assert {key: one.failed for key, one in behind.items()} == {"a": 1, "b": 1, "c": 0, "d": 0, "e": 1}


def test_votes_are_readers_words_and_second_tries_beyond_chance() -> None:
    members = [
        Behind("a", 9, failed=6, liked={REPORT: 2}, disliked={MONEY: 3}, answered={MONEY: 4}),
        Behind("b", 3, failed=4, then={REPORT: 3, CLOSE: 1}, answered={REPORT: 2}),
    ]
    assert pointed(members, {REPORT: 0.1, CLOSE: 0.1}) == {REPORT: 2 + (3 - 10 * 0.1) + 1}


def test_chance_is_how_often_a_section_answers_anybody_meanwhile() -> None:
    traffic = [asked(minute, "x", "answered", REPORT) for minute in (0, 20)] + [asked(10, "y")]
    assert by_chance(traffic) == {REPORT: pytest.approx(0.2)}  # two in ten spans of two minutes


def month() -> tuple[list[QueryRecord], list[Feedback]]:
    """«первичка» fails and then another wording succeeds; «верблюды» fails."""
    traffic = []
    for at, query in enumerate(["первичка где", "первичка когда", "где первичка", "первичка где", "первичка где"]):
        traffic += [asked(60 * at, query), asked(60 * at + 1, "дайте отчет", "answered", REPORT)]
    traffic += [asked(1000 + 60 * at, "верблюды в аренду") for at in range(4)]
    traffic += [asked(2000 + 60 * at, "где вернуть деньги", "answered", MONEY) for at in range(9)]
    late = NOW + timedelta(days=9)
    return traffic, [Feedback(late, "дайте отчет", {}, REPORT, True, "", None, "g")]


def test_a_month_gives_alternates_a_synonym_and_a_missing_question() -> None:
    words = content_lemmas(HEADINGS.items())
    found = propose(*month(), meanings=MEANINGS, words=words, sections=set(HEADINGS))
    by_kind = {one.kind: one for one in found}
    assert sorted(one.kind for one in found) == ["alternate", "missing", "synonym"]
    assert by_kind["alternate"].section == REPORT
    assert set(by_kind["alternate"].texts) == {"первичка где", "первичка когда"}
    assert (by_kind["synonym"].word, by_kind["synonym"].means) == ("первичка", "отчет")
    assert by_kind["missing"].texts == ("верблюды в аренду",)
    assert by_kind["missing"].count == 4
    assert as_record(by_kind["missing"])["behind"][0]["statuses"] == {"no_answer": 4}


def test_a_word_that_the_content_lacks_holds_together_what_the_encoder_scatters() -> None:
    alone = Meanings(lambda texts: np.eye(9, dtype=np.float32)[: len(texts)])  # every query a group of its own
    traffic = [asked(60 * at, query) for at, query in enumerate(["где авр", "авр за май пришлите", "отчет пришлите"])]
    words = content_lemmas(HEADINGS.items())
    (found,) = propose(traffic * 2, [], meanings=alone, words=words, sections=set(HEADINGS))
    assert (found.kind, set(found.texts)) == ("missing", {"где авр", "авр за май пришлите"})


def test_a_word_that_is_said_of_everything_holds_nothing_together() -> None:
    alone = Meanings(lambda texts: np.eye(9, dtype=np.float32)[: len(texts)])
    in_vain = [asked(60 * at, query) for at, query in enumerate(["облако авр", "облако эсф"])]
    answered = [asked(900 + at, "отчет облако", "answered", REPORT) for at in range(9)]
    words = content_lemmas(HEADINGS.items())
    assert propose(in_vain * 2 + answered, [], meanings=alone, words=words, sections=set(HEADINGS)) == []


def test_one_query_often_asked_in_vain_is_worth_a_pin() -> None:
    traffic = [asked(60 * at, "первичка") for at in range(5)]
    liked = [said("первичка", REPORT, helpful=True)] * 2
    found = propose(traffic, liked, meanings=MEANINGS, words=ContentLemmas({}, ()), sections={REPORT})
    assert [(one.section, one.texts) for one in found if one.kind == "pin"] == [(REPORT, ("первичка",))]


def test_a_section_that_is_gone_is_not_pointed_to() -> None:
    found = propose(*month(), meanings=MEANINGS, words=ContentLemmas({}, ()), sections={MONEY})
    assert {one.section for one in found} == {""}


def test_what_is_private_is_never_proposed() -> None:
    traffic = [asked(60 * at, "счет на [почта]") for at in range(3)]
    assert propose(traffic, [], meanings=MEANINGS, words=ContentLemmas({}, ()), sections=set()) == []


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        pytest.param([], ["первичка"], id="its-own"),
        pytest.param([Behind("первичка и налоги", 9, failed=9)], [], id="about-something-else-as-often"),
    ],
)
def test_a_synonym_is_a_word_about_one_section(others: list[Behind], expected: list[str]) -> None:
    ours = [Behind("первичка где", 2, 2, then_asked=("получить отчет",)), Behind("дайте первичку", 2, 2)]
    words = content_lemmas([(REPORT, "получить отчет"), (MONEY, "получить деньги")])
    assert [one.word for one in synonyms(REPORT, ours, others, words)] == expected


def test_an_id_names_the_change_and_not_what_is_behind_it() -> None:
    one = Proposal("alternate", REPORT, ("a", "b"))
    assert one.id == Proposal("alternate", REPORT, ("b", "a"), (Behind("a", 3),)).id
    assert len({one.id, Proposal("pin", REPORT, ("a", "b")).id, Proposal("alternate", MONEY, ("a", "b")).id}) == 3


def test_proposals_come_back_from_a_file(tmp_path: Path) -> None:
    behind = (Behind("первичка", 3, failed=2, facets={"": 3}, then={REPORT: 1}, then_asked=("отчет",)),)
    kept = [
        Proposal("synonym", REPORT, ("первичка",), behind, "первичка", "отчет"),
        Proposal("missing", "", ("верблюды\u2028и ламы",)),
    ]
    path = tmp_path / "proposals.jsonl"
    lines = [json.dumps(as_record(one), ensure_ascii=False) + "\n" for one in kept]
    path.write_text("".join(lines), encoding="utf-8")
    read_back = read_proposals(path)
    assert read_back == kept


@pytest.mark.parametrize(
    ("line", "found"),
    [
        pytest.param("{", r"not JSON \(", id="no-json"),
        pytest.param('{"kind": "pin", "section": "a"}', "the record has no field 'texts'", id="no-texts"),
        pytest.param('{"kind": "pin", "texts": ["a"]}', "kind 'pin' with section ''", id="pin-without-section"),
        pytest.param(
            '{"kind": "rename", "section": "a", "texts": ["a"]}',
            "kind is 'rename'; choose from 'alternate',",
            id="unknown-kind",
        ),
        pytest.param(
            '{"kind": "pin", "section": "a", "texts": [" "]}', r"texts\[0\] is an empty string", id="blank-text"
        ),
        pytest.param('{"kind": "pin", "section": "a", "texts": []}', "texts is an empty list", id="no-text"),
        pytest.param('{"kind": "pin", "section": "a", "texts": "ab"}', "texts is a string; write a list", id="no-list"),
    ],
)
def test_a_line_that_is_no_proposal_is_named(tmp_path: Path, line: str, found: str) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(errors.BadProposal, match=rf"p\.jsonl:2: .*{found}"):
        read_proposals(path)


def trial(
    *,
    given: int = 0,
    taken: int = 0,
    near: tuple[int, int] = (0, 0),
    reached: tuple[int, int] = (0, 0),
    votes: int = 0,
    replayer: Replayer,
) -> Trial:
    outcomes = run(replayer.questions, replayer.before)
    same = compare(outcomes, outcomes)
    return Trial(same, [f"g{at}" for at in range(given)], [f"t{at}" for at in range(taken)], *near, reached, votes)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        pytest.param({"given": 1}, "accept", id="gives"),
        pytest.param({"given": 1, "taken": 2}, "reject", id="takes-more"),
        pytest.param({"taken": 1, "votes": 9}, "reject", id="readers-cannot-outvote-a-loss"),
        pytest.param({"given": 2, "taken": 1}, "undecided", id="gives-more-than-it-takes"),
        pytest.param({"given": 1, "near": (4, 1)}, "reject", id="words-of-other-sections"),
        pytest.param({"near": (4, 1), "votes": 9}, "reject", id="readers-cannot-outvote-labels"),
        pytest.param({"given": 1, "near": (1, 0)}, "accept", id="one-label-is-too-few"),
        pytest.param({"votes": 9, "near": (1, 0)}, "reject", id="one-label-is-enough-where-nothing-is-given"),
        pytest.param({"votes": 2, "reached": (1, 3)}, "accept", id="readers-word-where-labels-are-silent"),
        pytest.param({"votes": 2, "reached": (3, 1)}, "undecided", id="others-behind-it-get-lost"),
        pytest.param({"votes": 1}, "undecided", id="nobody-knows"),
    ],
)
def test_the_rule(replayer: Replayer, seen: dict[str, object], expected: Verdict) -> None:
    assert judge(trial(replayer=replayer, **seen))[0] == expected  # type: ignore[arg-type]


def test_a_trial_is_the_index_with_the_texts_and_leaves_the_live_one_alone(replayer: Replayer, index: Path) -> None:
    live = (index / "CURRENT").read_text(encoding="utf-8")
    behind = tuple(Behind(text, 2, 2, liked={REPORT: 1}) for text in ("первичка", "первичка давай", "давай первичка"))
    tried = replayer(Proposal("alternate", REPORT, ("первичка", "первичка давай"), behind))
    assert tried.trial is not None
    assert tried.trial.reached == (0, 1)
    assert tried.trial.comparison.compared == len(QUESTIONS)
    assert tried.verdict == "accept"
    assert (index / "CURRENT").read_text(encoding="utf-8") == live
    assert list((index.parent / "content").iterdir()) == [index.parent / "content" / "help.md"]


def test_words_that_labels_give_to_another_section_are_rejected(replayer: Replayer) -> None:
    tried = replayer(Proposal("alternate", MONEY, ("отчет получить", "как отчет получить")))
    assert tried.verdict == "reject"


def test_a_text_that_nearly_equals_a_labelled_question_is_left_out(replayer: Replayer) -> None:
    tried = replayer(Proposal("alternate", REPORT, ("Как получить отчет за год?", "первичка")))
    assert tried.texts == ("первичка",)
    assert tried.refused == {"Как получить отчет за год?": "labelled question q1 nearly equals it"}
    alone = replayer(Proposal("pin", REPORT, ("как получить отчет за год",)))
    assert (alone.verdict, alone.reason) == ("reject", "every text nearly equals a labelled question")


def test_a_text_that_takes_a_right_answer_is_left_out_if_the_others_take_none(replayer: Replayer) -> None:
    behind = (Behind("первичка", 2, 2, liked={CLOSE: 2}),)
    tried = replayer(Proposal("alternate", CLOSE, ("вернуть деньги со счета за старые услуги", "утилизация"), behind))
    assert (tried.verdict, tried.texts) == ("accept", ("утилизация",))
    assert tried.refused == {"вернуть деньги со счета за старые услуги": "it takes the right answer from q4"}
    nobody = replayer(Proposal("alternate", CLOSE, ("вернуть деньги со счета за старые услуги", "утилизация")))
    assert (nobody.verdict, nobody.refused) == ("reject", {})


def test_a_missing_question_that_labels_say_is_answered_is_rejected(replayer: Replayer) -> None:
    tried = replayer(Proposal("missing", "", ("отчет получить", "как отчет получить")))
    assert (tried.verdict, tried.trial) == ("reject", None)
    assert "labelled questions that mean about the same" in tried.reason
    assert replayer(Proposal("missing", "", ("верблюды в аренду",))).verdict is None


def test_a_section_that_is_not_there_is_rejected(replayer: Replayer) -> None:
    assert replayer(Proposal("pin", "gone.md#x", ("первичка",))).verdict == "reject"


def test_what_is_accepted_is_written_once_with_its_origin(replayer: Replayer, index: Path) -> None:
    content = index.parent / "content"
    old = '{"anchor": "kak_vernut_dengi", "text": "возврат", "lang": "ru", "origin": "written"}'
    (content / "help.alternates.jsonl").write_text(old, encoding="utf-8")  # without a last newline
    pin = Proposal("pin", REPORT, ("первичка",))
    missing = Proposal("missing", "", ("верблюды в аренду", "аренда верблюда"), (Behind("верблюды в аренду", 4),))
    accepted = [Replayed(pin, pin.texts), Replayed(missing, missing.texts)]
    alternates, drafts = content / "help.alternates.jsonl", content / accept.DRAFTS
    assert accept.write(accepted, content, replayer.sections) == {alternates: 1, drafts: 1}
    assert accept.write(accepted, content, replayer.sections) == {alternates: 0, drafts: 0}
    written = read_alternates(alternates_beside(content))
    assert [(one.text, one.origin) for one in written] == [("возврат", "written"), ("первичка", f"traffic: {pin.id}")]
    assert [path.name for path in content.iterdir() if path.name.startswith(".")] == []
    (draft,) = [json.loads(line) for line in drafts.read_text(encoding="utf-8").splitlines()]
    assert (draft["query"], draft["type"], draft["expect"]) == ("верблюды в аренду", "draft", [])
    assert "«аренда верблюда»" in draft["note"]
    assert set(draft) == {"id", "query", "type", "expect", "note"}  # no facet: the content may have any


def test_only_what_was_not_rejected_can_be_chosen() -> None:
    good, bad, draft = (
        Replayed(Proposal("pin", REPORT, ("a",)), ("a",), verdict="accept"),
        Replayed(Proposal("pin", REPORT, ("b",)), ("b",), verdict="reject", reason="takes 2 right answers away"),
        Replayed(Proposal("missing", "", ("c",)), ("c",)),
    )
    everything = [good, bad, draft]
    assert accept.choose(everything, [], better=True) == [good]
    assert accept.choose(everything, [draft.proposal.id], better=False) == [draft]
    with pytest.raises(errors.Harmful, match=r"pin-\w+ was rejected \(takes 2 right answers away\)"):
        accept.choose(everything, [bad.proposal.id], better=True)
    with pytest.raises(errors.UnknownProposal, match=r"no proposal has the id pin-0"):
        accept.choose(everything, ["pin-0"], better=False)


def test_the_report_names_the_queries_and_the_json_has_the_trial(replayer: Replayer) -> None:
    behind = (Behind("первичка давай", 3, 2, {"": 3}, {"no_answer": 3}, liked={REPORT: 1}),)
    tried = replayer(Proposal("pin", REPORT, ("первичка",), behind))
    shown = report.text([tried], replayer.sections)
    assert "word for word this asks: Как получить отчет?" in shown
    assert "3 × первичка давай (failed 2, helped 1)" in shown
    assert "hit@1" in shown
    assert "1 proposals; replayed: 1" in shown
    line = json.loads(report.json_line(tried))
    assert line["replay"]["verdict"] == tried.verdict
    assert set(line["replay"]["differences"]["hit@1"]) == {"before", "after", "low", "high", "p", "n"}


def test_reading_a_store_removes_nothing(index: Path, tmp_path: Path) -> None:
    path = tmp_path / "traffic.sqlite"
    with Store(path, keep_days=30_000, clock=lambda: NOW) as store:
        for one in month()[0]:
            store.add(one)
    bundle = load(index, open_bundle)
    first = from_store(path, bundle, MEANINGS)
    assert {one.kind for one in first} == {"alternate", "missing", "synonym"}
    assert [one.id for one in from_store(path, bundle, MEANINGS)] == [one.id for one in first]
    with pytest.raises(errors.NoTraffic, match="there are no questions here yet"):
        from_store(tmp_path / "none.sqlite", bundle, MEANINGS)
    assert not (tmp_path / "none.sqlite").exists()


def test_the_index_as_it_is_answers_as_the_live_one(replayer: Replayer, index: Path) -> None:
    live = Searcher(load(index, open_bundle), HashEncoder())
    ranks = [[one.rank for one in run(QUESTIONS, search)] for search in (live, replayer.before)]
    assert ranks[0] == ranks[1]
