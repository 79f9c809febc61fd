"""Random damage to an index is named with its file, or changes no answer."""

from pathlib import Path

import pytest

from index.build import build
from index.encoders.hash import HashEncoder
from tests.attacks.damage import FAULTS, trial
from tests.conftest import FAQ

PAGE = "# Оплата\n\n" + "\n".join(
    f"## Как оплатить услугу номер {number}?\n\nПереведите {number} рублей за 2 дня.\n" for number in range(10, 30)
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two generations whose files have the same sizes but for the words."""
    folder = tmp_path_factory.mktemp("damage")
    for text in (PAGE, PAGE.replace("2 дня", "3 дня")):
        (folder / "pay.md").write_text(text, encoding="utf-8")
        build(folder / "pay.md", folder / "index", HashEncoder(), default_facets=FAQ / "facets.toml")
    return folder / "index"


@pytest.mark.parametrize("seed", range(3))
def test_no_fault_goes_unnoticed(index: Path, seed: int) -> None:
    tally = trial(index, HashEncoder(), count=100, seed=seed)
    assert tally.missed == []
    assert {fault.__name__ for fault in FAULTS} <= set(tally.named)
