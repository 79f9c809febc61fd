"""Pairs of questions and entries of which neither part alone tells whether they belong together."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array  # type: ignore[import-untyped]
from scipy.sparse.csgraph import maximum_bipartite_matching  # type: ignore[import-untyped]

from eval.statistics.interval import Estimate
from eval.statistics.separation import auroc
from tune.near_misses import ENTRIES, BalancedPairs, LabelledPair, balanced_pairs, main
from tune.training_entry import Entry, read_entries

Words = Callable[[LabelledPair], str]
SAMPLE = 1_000
"""Pairs of either label that a test compares with each other."""


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return read_entries(ENTRIES)


@pytest.fixture(scope="module")
def made(entries: list[Entry]) -> BalancedPairs:
    return balanced_pairs(entries, seed=7)


def balance(pairs: Sequence[LabelledPair], part: Callable[[LabelledPair], str]) -> set[str]:
    """Parts that stand in more right pairs than near misses, or in fewer."""
    counts = Counter[str]()
    for pair in pairs:
        counts[part(pair)] += 1 if pair.answers else -1
    return {text for text, count in counts.items() if count}


def test_questions_and_entries_are_right_as_often_as_they_are_near(made: BalancedPairs) -> None:
    assert not balance(made.pairs, lambda pair: pair.asked)
    assert not balance(made.pairs, lambda pair: pair.entry.id)


def test_each_way_to_ask_is_right_once_and_near_once_but_the_two_without_room(
    entries: list[Entry], made: BalancedPairs
) -> None:
    every = Counter((entry.id, text) for entry in entries for text in entry.asked)
    right = Counter((pair.entry.id, pair.asked) for pair in made.pairs if pair.answers)
    assert every - right == Counter((way.entry.id, way.text) for way in made.left_out)
    assert len(made.left_out) == 2
    assert set(Counter(pair.entry.id for pair in made.pairs).values()) <= {6, 8, 10, 12}


def test_a_near_miss_is_of_an_entry_near_its_own(made: BalancedPairs) -> None:
    for right, near in zip(made.pairs[::2], made.pairs[1::2], strict=True):
        assert (right.answers, near.answers) == (True, False)
        assert right.asked == near.asked
        assert near.asked in right.entry.asked
        assert near.entry.id in right.entry.near or right.entry.id in near.entry.near


def test_the_seed_decides(entries: list[Entry]) -> None:
    some = [entry for entry in entries if entry.subject == "billing"]
    assert balanced_pairs(some, seed=1) == balanced_pairs(some, seed=1)
    assert balanced_pairs(some, seed=1) != balanced_pairs(some, seed=2)


@st.composite
def small_desks(draw: st.DrawFn) -> list[Entry]:
    names = [str(at) for at in range(draw(st.integers(0, 7)))]
    return [
        Entry(
            name,
            "s",
            "вопрос",
            "ответ",
            tuple(f"{name} {way}" for way in range(draw(st.integers(0, 4)))),
            tuple(draw(st.lists(st.sampled_from([*names, "unknown"]), max_size=3))),
        )
        for name in names
    ]


@settings(deadline=None, max_examples=40)
@given(small_desks())
def test_as_few_ways_as_can_be_are_left_out_and_the_rest_is_balanced(desk: list[Entry]) -> None:
    made = balanced_pairs(desk, seed=3)
    assert not balance(made.pairs, lambda pair: pair.entry.id)
    assert not balance(made.pairs, lambda pair: pair.asked)
    owners = [entry for entry in desk for _ in entry.asked]
    fits = [[a is not b and (a.id in b.near or b.id in a.near) for b in owners] for a in owners]
    most = (maximum_bipartite_matching(csr_array(np.array(fits, np.int8))) >= 0).sum() if owners else 0
    assert len(made.left_out) == len(owners) - most


class Judged(NamedTuple):
    right: list[str]
    near: list[str]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def told_by_words(known: Judged, asked: Judged) -> Estimate | None:
    """ROC AUC of a naive Bayes classifier on words, taught on ``known``."""
    right, near = (Counter(word for text in texts for word in words(text)) for texts in known)
    less = np.log((right.total() + 1) / (near.total() + 1))
    odds = {word: np.log((right[word] + 1) / (near[word] + 1)) - less for word in right | near}
    rng = np.random.default_rng(5)
    drawn = [[texts[at] for at in rng.permutation(len(texts))[:SAMPLE]] for texts in asked]
    scores = [[sum(odds.get(word, 0.0) for word in sorted(words(text))) for text in texts] for texts in drawn]
    return auroc(*scores, resamples=200)


def judged(pairs: Sequence[LabelledPair], part: Words, authors: set[str]) -> Judged:
    of = [pair for pair in pairs if pair.entry.subject in authors]
    return Judged([part(pair) for pair in of if pair.answers], [part(pair) for pair in of if not pair.answers])


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(lambda pair: pair.asked, id="question"),
        pytest.param(lambda pair: f"{pair.entry.question} {pair.entry.answer}", id="entry"),
    ],
)
def test_neither_part_tells_the_label_by_its_words_to_who_has_read_other_authors(
    made: BalancedPairs, part: Words
) -> None:
    authors = sorted({pair.entry.subject for pair in made.pairs})
    known, asked = (judged(made.pairs, part, set(authors[at::2])) for at in (0, 1))
    found = told_by_words(known, asked)
    assert found
    assert found.low <= 0.5 <= found.high
    assert found.high - found.low < 0.08


def test_near_misses_by_one_author_alone_are_told_by_their_words(entries: list[Entry]) -> None:
    """As the test above would find them, though the subjects of the right ones are others on either side."""
    ways = defaultdict[str, list[str]](list)
    for entry in entries:
        ways[entry.subject] += entry.asked
    near = ways.pop("devops")
    authors = sorted(ways)
    known, asked = (Judged([text for author in authors[at::2] for text in ways[author]], near[at::2]) for at in (0, 1))
    found = told_by_words(known, asked)
    assert found
    assert found.low > 0.6


def test_the_command_writes_the_pairs_and_says_what_is_left_out(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path_factory.mktemp("entries")
    line = '{"id": "%s", "topic": "t", "question": "Как?", "answer": "Так.", "asked": [%s], "near": ["b"]}\n'
    way = '{"text": "%s", "type": "typo"}'
    one, two = line % ("a", way % "каг"), line % ("b", ", ".join([way % "как так", way % "как ток"]))
    (folder / "some.jsonl").write_text(one + two, encoding="utf-8")
    main([str(folder)])
    out, err = capsys.readouterr()
    assert out.splitlines()[:2] == [
        '{"asked": "каг", "entry": "a", "answers": true}',
        '{"asked": "каг", "entry": "b", "answers": false}',
    ]
    assert len(out.splitlines()) == 4
    assert err.startswith("b: no entry near it has room for 'как ")
