"""Training batches with hard negatives: an entry's neighbours are in its batch."""

import random
from collections.abc import Sequence
from typing import NamedTuple

from tune.training_entry import Entry


class TrainingPair(NamedTuple):
    """A query and a passage that answers it."""

    query: str
    passage: str


def epoch(entries: Sequence[Entry], *, size: int, seed: int) -> list[list[TrainingPair]]:
    """Every way of asking once, in batches.

    An entry occurs at most once in a batch, so that every other passage is a negative for it; its neighbours are in the
    same batch, as hard negatives. The passage is chosen at random: the official question with its answer (as an index
    has it), the official question, or another way of asking.

    Args:
        entries: Training entries.
        size: Pairs in a batch, at least 2.
        seed: The same seed gives the same batches.
    """
    die = random.Random(seed)
    asks = {entry.id: die.sample(entry.asked, len(entry.asked)) for entry in entries}
    by_id = {entry.id: entry for entry in entries}
    batches: list[list[TrainingPair]] = []
    while left := [name for name, texts in asks.items() if texts]:
        die.shuffle(left)
        while left:
            batch: dict[str, TrainingPair] = {}
            while left and len(batch) < size:
                name = left.pop()
                for one in (name, *by_id[name].near):
                    if len(batch) < size and one not in batch and asks.get(one):
                        batch[one] = TrainingPair(asks[one].pop(), _passage(by_id[one], die))
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
