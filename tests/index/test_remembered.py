"""What is kept of questions: a question that comes again gets its own answer, and no other."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from index.build import build
from index.encoders.hash import HashEncoder
from index.encoders.protocol import Encoded
from index.remembered import remembered
from index.result import Query, Result
from index.search import Searcher
from index.storage.bundle import Bundle, open_bundle
from index.storage.generations import load
from tests.conftest import FAQ

ACT = Query("куда писать за актом сверки", {"region": "moscow"}, limit=2)
OTHERS = [
    pytest.param(replace(ACT, text="как оплатить счёт"), id="text"),
    pytest.param(replace(ACT, facets={"region": "kazakhstan"}), id="choice"),
    pytest.param(replace(ACT, facets={}), id="no-choice"),
    pytest.param(replace(ACT, limit=1), id="limit"),
    pytest.param(replace(ACT, abstain=False), id="abstain"),
    pytest.param(replace(ACT, repair=False), id="repair"),
    pytest.param(replace(ACT, infer=False), id="infer"),
]


class Counting:
    """A search that counts its questions."""

    def __init__(self, search: Searcher) -> None:
        self.search, self.asked = search, list[Query]()

    def __call__(self, query: Query) -> Result:
        self.asked.append(query)
        return self.search(query)


class CountingEncoder(HashEncoder):
    """An encoder that counts its questions."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = list[str]()

    def query(self, text: str) -> Encoded:
        self.asked.append(text)
        return super().query(text)


def timeless(result: Result) -> Result:
    return replace(result, took_ms=0.0)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    folder = tmp_path_factory.mktemp("index")
    build(FAQ, folder, HashEncoder(), default_facets=FAQ / "facets.toml")
    return load(folder, open_bundle)


@pytest.fixture(scope="module")
def forgetful(bundle: Bundle) -> Searcher:
    """Keeps nothing."""
    return Searcher(bundle, HashEncoder(), questions=0)


@pytest.fixture
def counting(forgetful: Searcher) -> Counting:
    return Counting(forgetful)


def test_a_question_that_comes_again_is_searched_for_once(counting: Counting) -> None:
    search = remembered(counting)
    first, again = search(ACT), search(replace(ACT, text=f"\u200b{ACT.text}"))
    assert counting.asked == [ACT]
    assert timeless(first) == timeless(again) == timeless(counting.search(ACT))


@pytest.mark.parametrize("other", OTHERS)
def test_another_text_choice_or_flag_gets_its_own_answer(counting: Counting, other: Query) -> None:
    search = remembered(counting)
    search(ACT)
    assert timeless(search(other)) == timeless(counting.search(other))
    assert counting.asked == [ACT, other]


def test_every_field_of_a_query_has_a_case() -> None:
    changed = {field.name for case in OTHERS for field in fields(Query) if _differs(case.values[0], field.name)}
    assert changed == {field.name for field in fields(Query)}


def _differs(other: object, name: str) -> bool:
    return bool(getattr(other, name) != getattr(ACT, name))


def test_an_error_is_not_kept(counting: Counting) -> None:
    search = remembered(counting)
    for _ in range(2):
        with pytest.raises(ValueError, match="the question is empty"):
            search(Query(" ", {}))
    assert len(counting.asked) == 2


def test_only_so_many_are_kept(counting: Counting) -> None:
    search = remembered(counting, most=1)
    for query in (ACT, replace(ACT, limit=1), ACT):
        search(query)
    assert len(counting.asked) == 3


def test_one_question_is_encoded_once_for_all_readers_and_answered_for_each(
    bundle: Bundle, forgetful: Searcher
) -> None:
    encoder = CountingEncoder()
    search = Searcher(bundle, encoder)
    for facets in ({"region": "moscow"}, {"region": "kazakhstan"}, {}):
        query = Query("не сканы, а оригиналы актов", facets, abstain=False)
        assert timeless(search(query)) == timeless(forgetful(query))
    assert encoder.asked == ["не сканы, а оригиналы актов", "а оригиналы актов"]


@pytest.mark.parametrize("first", [True, False])
def test_what_is_kept_of_a_question_is_kept_by_flag(bundle: Bundle, forgetful: Searcher, first: bool) -> None:
    search = Searcher(bundle, HashEncoder())
    for flag in (first, not first):
        for query in (
            Query("реквизеты, проект в Казахстане", {}, repair=flag),
            Query("реквизеты, проект в Казахстане", {}, infer=flag),
        ):
            assert timeless(search(query)) == timeless(forgetful(query))


def test_another_generation_answers_for_itself(tmp_path: Path) -> None:
    page, query = tmp_path / "pay.md", Query("Как оплатить счёт?", {}, abstain=False)
    told = []
    for line in ("Переведите деньги.", "Заплатите картой."):
        page.write_text(f"# Оплата\n\n## Как оплатить счёт?\n\n{line}\n", encoding="utf-8")
        build(page, tmp_path / "index", HashEncoder(), default_facets=FAQ / "facets.toml")
        search = remembered(Searcher(load(tmp_path / "index", open_bundle), HashEncoder()))
        told += [search(query).answers[0].text for _ in range(2)]
    assert told == ["Переведите деньги."] * 2 + ["Заплатите картой."] * 2
