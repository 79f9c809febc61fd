import os
import random
import stat
import subprocess
import sys
import tempfile
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.errors import BrokenIndex
from index.storage.lexical import Lexical, LexicalEntry, held, write_lexical
from ingest.scope.project import exactly
from ingest.section import Scope

FACETS = {"region": ["north", "south"], "scheme": ["prepaid", "postpaid"]}
NORTH: Scope = frozenset({("region", "north")})
SOUTH: Scope = frozenset({("region", "south")})
EITHER: Scope = NORTH | SOUTH


def entry(row: int, question: str, answer: str, *scopes: Scope) -> LexicalEntry:
    return LexicalEntry(row, question, answer, held(scopes, FACETS))


PASSAGES = [
    entry(0, "Как получить чек?", "Чеки лежат в разделе «Платежи»."),
    entry(1, "Куда писать про чеки?", "На north@example.com.", NORTH),
    entry(2, "Куда писать про чеки?", "На south@example.com.", SOUTH),
    entry(3, "Как сменить тариф?", "Напишите в поддержку.", EITHER),
    entry(4, "", "Ребёнка добавить в проект нельзя.", SOUTH, frozenset({("scheme", "prepaid")})),
]


@pytest.fixture(scope="module")
def lexical(tmp_path_factory: pytest.TempPathFactory) -> Lexical:
    folder = tmp_path_factory.mktemp("index") / "lexical"
    write_lexical(folder, PASSAGES)
    return Lexical.read(folder)


def rows(hits: list[tuple[int, float]]) -> list[int]:
    return [row for row, _ in hits]


@pytest.mark.parametrize(
    ("scopes", "expected"),
    [
        pytest.param([], "region= region=north region=south scheme= scheme=postpaid scheme=prepaid", id="everyone"),
        pytest.param([NORTH], "region=north scheme= scheme=postpaid scheme=prepaid", id="one-region"),
        pytest.param([EITHER], "region=north region=south scheme= scheme=postpaid scheme=prepaid", id="both-regions"),
        pytest.param([NORTH, SOUTH], "scheme= scheme=postpaid scheme=prepaid", id="scopes-that-shut-everyone-out"),
        pytest.param([frozenset({("payer", "company")})],
                     "region= region=north region=south scheme= scheme=postpaid scheme=prepaid", id="undeclared-facet"),
    ],
)  # fmt: skip
def test_held(scopes: list[Scope], expected: str) -> None:
    assert " ".join(sorted(f"{facet}={value}" for facet, value in held(scopes, FACETS))) == expected


@pytest.mark.parametrize(
    ("query", "chosen", "expected"),
    [
        pytest.param("чека", {}, {0, 1, 2}, id="all-regions"),
        pytest.param("чека", {"region": "north"}, {0, 1}, id="common-or-north"),
        pytest.param("чека", {"region": "south"}, {0, 2}, id="common-or-south"),
        pytest.param("тарифы", {"region": "south"}, {3}, id="holds-for-both"),
        pytest.param("дети", {"region": "south", "scheme": "prepaid"}, {4}, id="two-facets-hold"),
        pytest.param("дети", {"region": "south", "scheme": "postpaid"}, set(), id="one-of-two-does-not"),
        pytest.param("чека", {"region": "west"}, set(), id="unknown-value"),
        pytest.param("north@example.com", {"region": "south"}, {2}, id="shares-only-the-domain"),
        pytest.param("самолёт", {}, set(), id="unknown-word"),
        pytest.param("?!", {}, set(), id="no-words"),
        pytest.param('AND (OR "row:0" *', {}, set(), id="no-query-language"),
    ],
)
def test_search_ranks_only_what_holds(lexical: Lexical, query: str, chosen: dict[str, str], expected: set[int]) -> None:
    assert set(rows(lexical.search(query, 10, exactly(chosen)))) == expected


def test_the_whole_address_beats_its_parts(lexical: Lexical) -> None:
    assert rows(lexical.search("south@example.com", 10, {}))[0] == 2


def test_choosing_does_not_change_a_score(lexical: Lexical) -> None:
    everywhere = dict(lexical.search("чек", 10, {}))
    assert all(everywhere[row] == score for row, score in lexical.search("чек", 10, exactly({"region": "north"})))


def test_equal_passages_come_in_order_of_row(tmp_path: Path) -> None:
    random.seed(4)
    texts = ["оплата картой в кабинете проекта", "счёт и договор", "оплата счёта картой"]
    entries = [entry(row, random.choice(texts), "") for row in range(3000)]
    write_lexical(tmp_path / "lexical", entries)
    hits = Lexical.read(tmp_path / "lexical").search("оплатить картой: оплата, счёт, карта, проект", 50, {})
    assert rows(hits) == sorted(rows(hits)) == [row for row, *_ in entries if entries[row].question == texts[0]][:50]


def test_k_is_a_limit_and_must_be_positive(lexical: Lexical) -> None:
    assert len(lexical.search("чек", 1, {})) == 1
    assert len(lexical.search("чек", 10**12, {})) == 3
    with pytest.raises(ValueError, match=r"k must be at least 1, got 0\."):
        lexical.search("чек", 0, {})


def test_an_index_without_passages_finds_nothing(tmp_path: Path) -> None:
    write_lexical(tmp_path / "lexical", [])
    assert Lexical.read(tmp_path / "lexical").search("чек", 5, {}) == []


def test_a_word_of_a_hundred_kilobytes_does_no_harm(tmp_path: Path) -> None:
    write_lexical(tmp_path / "lexical", [entry(0, "чек " + "z" * 100_000, "")])
    lexical = Lexical.read(tmp_path / "lexical")
    assert rows(lexical.search("чек " + "z" * 100_000, 5, {})) == [0]


def test_two_processes_and_many_threads_read_one_index(tmp_path: Path) -> None:
    write_lexical(tmp_path / "lexical", PASSAGES)
    mine = Lexical.read(tmp_path / "lexical")
    other = textwrap.dedent("""
        import sys
        from pathlib import Path
        from index.storage.lexical import Lexical
        print([row for row, _ in Lexical.read(Path(sys.argv[1])).search("чек", 10, {"region": frozenset({"south"})})])
    """)
    command = [sys.executable, "-c", other, str(tmp_path / "lexical")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: list[list[int]] = []
    threads = [
        threading.Thread(target=lambda: found.append(rows(mine.search("чек", 10, exactly({"region": "south"})))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert printed.strip() == str(found[0])
    assert found == [found[0]] * 8


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may write everywhere; as nobody the process meets what a server with another user meets."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_folder_that_may_not_be_written_can_be_read() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "lexical"
        write_lexical(folder, PASSAGES)
        readable = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
        for path in folder.iterdir():
            path.chmod(readable)
        Path(place).chmod(0o755)
        folder.chmod(0o555)
        before = sorted(path.name for path in folder.iterdir())
        with without_rights():
            lexical = Lexical.read(folder)
        assert set(rows(lexical.search("чек", 10, exactly({"region": "north"})))) == {0, 1}
        assert sorted(path.name for path in folder.iterdir()) == before
        folder.chmod(0o755)


def test_a_damaged_index_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenIndex, match=r"lexical: cannot be opened by tantivy"):
        Lexical.read(tmp_path / "lexical")
    write_lexical(tmp_path / "lexical", PASSAGES)
    (tmp_path / "lexical" / "meta.json").write_text("{}")
    with pytest.raises(BrokenIndex, match=r"lexical: cannot be opened by tantivy"):
        Lexical.read(tmp_path / "lexical")


def test_of_alternatives_the_one_that_scores_best_counts(lexical: Lexical) -> None:
    receipt, tariff = (dict(lexical.search(word, 9, {})) for word in ("чек", "тариф"))
    assert dict(lexical.search("", 9, {}, [["чек", "тариф"]])) == pytest.approx(receipt | tariff)
    assert dict(lexical.search("", 9, {}, [["чек", "чеки"]])) == pytest.approx(receipt)
    assert lexical.search("", 9, {}, [["?"], []]) == []
