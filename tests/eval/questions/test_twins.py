"""Twin questions are whole: labels lead to the content, pairs are pairs, and nothing kept aside is seen before."""

from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from eval.labels.contamination import contaminated
from eval.labels.question_file import Label, Question, read_questions
from eval.leaks.fragment import fold, holds
from ingest.load import load_content
from ingest.render.text import plain_text
from ingest.section import Section
from tests.conftest import FAQ

QUESTIONS = FAQ.parent / "eval" / "questions"
TWINS = sorted((QUESTIONS / "twins").glob("*.jsonl"))
OWN = FAQ.parent / "eval" / "contents"
CONTENTS = {"bundled": FAQ, "shop": OWN / "shop", "technical": OWN / "technical"}
LABELLED = sorted(path for path in QUESTIONS.rglob("*.jsonl") if path.name != "facets.jsonl")
HELD = [path for path in LABELLED if path.stem.endswith("held")]
DEV = [path for path in LABELLED if path not in HELD]


@cache
def asked(path: Path) -> list[Question]:
    return read_questions([path])


@cache
def sections(content: str) -> list[Section]:
    loaded = load_content(CONTENTS[content], default_facets=FAQ / "facets.toml")
    return [section for page in loaded.parsed() for section in page.sections]


def named(label: Label, path: Path) -> list[Section]:
    """The sections that a label means, in the content that the file is about."""
    return [section for section in sections(path.stem.split("-")[0]) if label.names(section.page, section.title)]


every_file = pytest.mark.parametrize("path", TWINS, ids=lambda path: path.stem)
own_content = pytest.mark.parametrize(
    "path", [path for path in TWINS if path.stem.split("-")[0] in CONTENTS], ids=lambda path: path.stem
)


def test_ids_and_pairs_are_unique_over_all_files() -> None:
    paired = [question for question in read_questions(LABELLED) if question.pair]
    assert len(paired) == 964


@every_file
def test_twins_differ_in_words_and_in_what_is_right(path: Path) -> None:
    def right(question: Question) -> object:
        return question.expect, question.also, question.must, question.must_not

    ordered = sorted(asked(path), key=lambda question: question.pair or "")
    for pair, both in groupby(ordered, key=lambda question: question.pair):
        one, other = both
        assert pair
        assert one.kind
        assert fold(one.query) != fold(other.query), pair
        assert right(one) != right(other), pair


@own_content
def test_every_label_names_a_heading(path: Path) -> None:
    labels = {label for question in asked(path) for label in question.expect + question.also}
    assert not {label for label in labels if not named(label, path)}


@own_content
def test_every_fragment_that_must_be_shown_is_in_an_expected_section(path: Path) -> None:
    def absent(question: Question) -> list[str]:
        expected = [section for label in question.expect for section in named(label, path)]
        text = fold("\n".join(plain_text(section.blocks).text for section in expected))
        return [fragment for fragment in question.must if not holds(text, fold(fragment))]

    assert not {question.id: found for question in asked(path) if (found := absent(question))}


def test_no_question_kept_aside_nearly_equals_one_for_development() -> None:
    """Of the twins, on either side, against all other files on the other side."""
    new_held, new_dev = ([q for path in TWINS if path in part for q in asked(path)] for part in (HELD, DEV))
    held, dev = ([q.query for path in part for q in asked(path)] for part in (HELD, DEV))
    assert contaminated(new_held, dev) == {}
    assert contaminated(new_dev, held) == {}
