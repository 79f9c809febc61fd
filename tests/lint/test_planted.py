"""Faults planted into real pages, two of every rule, are found where they stand and for the readers whose they are."""

import random

import pytest

from index.encoders.protocol import Encoder
from lint.rules import RULES
from tests.lint.planted import Planted, clean, missed, plants
from tests.lint.remembering import Remembering

PLANTS = [*plants(2 * len(RULES), seed=3)]


@pytest.fixture(scope="module")
def memory(encoder: Encoder) -> Encoder:
    return Remembering(encoder)


@pytest.mark.parametrize("at", range(len(PLANTS)), ids=lambda at: f"{PLANTS[at][1].rule}-{at}")
def test_a_planted_fault_is_found(at: int, memory: Encoder) -> None:
    content, fault = PLANTS[at]
    assert missed(content, fault, random.Random(at), memory) == ""


def test_a_fault_that_is_not_there_counts_as_missed(memory: Encoder) -> None:
    content, _ = PLANTS[0]
    sound = Planted("steps-gap", "## Куда девается старый перфоратор?⟵\n\n1. Раз.\n\nПотом:\n\n2. Два.")
    assert missed(content, sound, random.Random(0), memory).startswith("nothing at")
    assert clean(content)
