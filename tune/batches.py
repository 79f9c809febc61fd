"""Training batches in which the wrong answers are hard: neighbours stand side by side."""

import random
from collections.abc import Sequence
from typing import NamedTuple

from tune.training_entry import Entry


class Pair(NamedTuple):
    """A query and a passage that answers it."""

    query: str
    passage: str


def epoch(entries: Sequence[Entry], *, size: int, seed: int) -> list[list[Pair]]:
    """Every way of asking once, in batches.

    Within a batch each entry stands once at most, so that every other passage is wrong for it; its neighbours are put
    into the same batch, so that some are wrong by little. The passage is, by turns of a die, the official question with
    its answer (as an index has it), the official question, or another way of asking.

    Args:
        entries: What to learn from.
        size: Pairs in a batch, at least 2.
        seed: The same seed gives the same batches.
    """
    die = random.Random(seed)
    asks = {entry.id: die.sample(entry.asked, len(entry.asked)) for entry in entries}
    by_id = {entry.id: entry for entry in entries}
    batches: list[list[Pair]] = []
    while left := [name for name, texts in asks.items() if texts]:
        die.shuffle(left)
        while left:
            batch: dict[str, Pair] = {}
            while left and len(batch) < size:
                name = left.pop()
                for one in (name, *by_id[name].near):
                    if len(batch) < size and one not in batch and asks.get(one):
                        batch[one] = Pair(asks[one].pop(), _passage(by_id[one], die))
            if len(batch) > 1:
                batches.append(list(batch.values()))
    return batches


def _passage(entry: Entry, die: random.Random) -> str:
    if not entry.question:
        return entry.answer
    roll = die.random()
    if roll < 0.45:
        return f"{entry.question}\n{entry.answer}"
    if roll < 0.75 or len(entry.asked) < 2:
        return entry.question
    return die.choice(entry.asked)
