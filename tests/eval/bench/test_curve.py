from pathlib import Path

import numpy as np
import pytest

from eval.bench.curve import BEGIN, END, Line, measured, questions, recall, synthetic, table
from eval.bench.script import write_between
from index.engines.exact import ExactEngine
from index.engines.protocol import Space
from tests.index.engines.contents import built


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("index")
    built(made)
    return made / "index"


@pytest.fixture(scope="module")
def real(folder: Path) -> Space:
    from index.storage.bundle import open_bundle
    from index.storage.generations import load

    return Space.of(load(folder, open_bundle))


def test_the_first_passages_are_real_and_the_others_like_them_but_not_the_same(real: Space) -> None:
    count = len(real.kinds)
    more = synthetic(real, 3 * count)
    np.testing.assert_allclose(more.vectors[:count], real.vectors, atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(more.vectors, axis=1), 1, atol=1e-5)
    nearest = (more.vectors[count:] @ real.vectors.T).max(axis=1)
    assert (nearest < 0.9999).mean() > 0.99
    assert np.median(nearest) > 0.5
    assert np.array_equal(more.vectors, synthetic(real, 3 * count).vectors), "the same for the same seed"


def test_recall_is_the_part_of_the_ten_nearest_that_was_found(real: Space) -> None:
    ((wanted, *_),) = questions(real, [np.ones(len(real.kinds), np.bool_)])
    (everything,) = ExactEngine(real).nearest([wanted], 100).rows
    (few,) = ExactEngine(real).nearest([wanted], 5).rows
    assert recall(real, wanted, everything) == 1
    assert recall(real, wanted, everything[:0]) == 0
    assert 0.4 < recall(real, wanted, few) < 0.8


@pytest.mark.parametrize("search", ["exact", "lists"])
def test_a_line_measures_all_and_what_few_readers_see(folder: Path, search: str) -> None:
    line = measured(folder, 1500, search)
    assert (line.passages, line.search) == (1500, search)
    assert line.filtered_recall == 1
    assert line.recall == 1 if search == "exact" else line.recall > 0.8


def test_the_table_goes_between_its_marks(tmp_path: Path) -> None:
    text, document = table([Line(1000, "exact", *[1.0] * 9)], 10, 0.3), tmp_path / "document.md"
    document.write_text(f"a\n{BEGIN}\nold\n{END}\nb", encoding="utf-8")
    write_between(document, BEGIN, END, text)
    assert document.read_text(encoding="utf-8") == f"a\n{BEGIN}\n{text}\n{END}\nb"
    document.write_text("nothing", encoding="utf-8")
    with pytest.raises(ValueError, match=r"document\.md has no"):
        write_between(document, BEGIN, END, text)
