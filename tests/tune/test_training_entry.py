"""Training entries and the batches made of them."""

from collections import Counter
from pathlib import Path

import pytest

from index.encoders.hash import HashEncoder
from tests.conftest import FAQ
from tune.batches import TrainingPair, epoch
from tune.errors import BadEntry
from tune.headings import LONGEST, from_headings
from tune.training_entry import Entry, digest, read_entries
from tune.unseen import hits

ENTRIES = FAQ.parent / "tune" / "entries"
LINE = (
    '{"id": "%s", "topic": "t", "question": "Как платить?", "answer": "Картой.", '
    '"asked": [{"text": "чем платить", "type": "colloquial"}], "near": []}'
)


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return read_entries(ENTRIES)


def test_the_shipped_entries_are_many_and_their_neighbours_exist(entries: list[Entry]) -> None:
    assert len(entries) >= 2500
    known = {entry.id for entry in entries}
    assert {name for entry in entries for name in entry.near} <= known
    assert all(len(entry.asked) >= 3 for entry in entries)


def test_an_epoch_asks_everything_once(entries: list[Entry]) -> None:
    batches = epoch(entries, size=48, seed=1)
    asked = Counter(pair.query for batch in batches for pair in batch)
    every = Counter(text for entry in entries for text in entry.asked)
    assert sum((every - asked).values()) <= 1  # the last batch may have had one pair only
    assert not asked - every
    assert max(len(batch) for batch in batches) == 48


def test_neighbours_share_a_batch() -> None:
    few = [Entry(str(at), "s", f"вопрос {at}", "ответ", ("раз",), (str(at ^ 1),)) for at in range(20)]
    for batch in epoch(few, size=4, seed=3):
        numbers = {int(pair.passage.split()[1].split("\n")[0]) for pair in batch if pair.passage.startswith("вопрос")}
        assert len(numbers) == len({pair.passage for pair in batch if pair.passage.startswith("вопрос")})


def test_the_seed_decides(entries: list[Entry]) -> None:
    assert epoch(entries[:100], size=8, seed=1) == epoch(entries[:100], size=8, seed=1)
    assert epoch(entries[:100], size=8, seed=1) != epoch(entries[:100], size=8, seed=2)
    assert digest(entries) != digest(entries[1:])


def test_a_content_makes_an_entry_of_each_heading_that_something_stands_under(tmp_path: Path) -> None:
    page = tmp_path / "storage" / "s3-cli.md"
    page.parent.mkdir()
    page.write_text("# Установка\n\n" + "Скачайте клиент и распакуйте его. " * 30 + "\n\n# Пусто\n\nДа.", "utf-8")
    (entry,) = from_headings(tmp_path, default_facets=FAQ / "facets.toml")
    assert entry.asked == ("storage s3 cli — Установка",)
    assert entry.answer.startswith("Скачайте клиент")
    assert len(entry.answer) == LONGEST
    other = Entry("b", "s", "Где счёт?", "В кабинете.", ("счёт",), ())
    pairs = [pair for batch in epoch([entry, other], size=2, seed=1) for pair in batch]
    assert TrainingPair(entry.asked[0], entry.answer) in pairs  # the heading does not stand in what it asks for


def test_what_is_asked_in_its_entrys_words_is_found_first_and_what_is_not_is_not() -> None:
    first = Entry("a", "s", "Где реквизиты?", "В договоре.", ("где реквизиты", "нужен пароль"), ())
    second = Entry("b", "s", "Как сменить пароль?", "В кабинете.", ("сменить пароль",), ())
    assert hits([first, second], HashEncoder()) == ([1.0, 0.0, 1.0], [1.0, 0.0, 1.0])


def test_a_line_separator_inside_a_text_is_a_character(tmp_path: Path) -> None:
    (tmp_path / "some.jsonl").write_text((LINE % "a").replace("чем ", "чем\u2028"), encoding="utf-8")
    (entry,) = read_entries(tmp_path)
    assert entry == Entry("a", "some", "Как платить?", "Картой.", ("чем\u2028платить",), ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("{", r"not JSON \(", id="no-json"),
        pytest.param(
            "[1]", "a list on the line; write an object with id, topic, question, answer, asked, near", id="no-object"
        ),
        pytest.param(LINE % "a" + "\n" + LINE % "a", "id 'a' is taken by another entry; write another id", id="twice"),
        pytest.param(
            (LINE % "a").replace("colloquial", "rude"),
            r"asked\[0\]\.type is 'rude'; choose from 'paraphrase', 'colloquial',",
            id="type",
        ),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "some.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(BadEntry, match=rf"some\.jsonl:\d: {message}"):
        read_entries(tmp_path)
