"""Measure what training gains on a subject that was left out of it.

    otvet tune encoder --without billing --out var/without.npz
    python -m tune.unseen billing var/without.npz [ENCODER …]

Every way of asking an entry of the subject is searched for among the subject's entries, by the base encoder and by each
encoder named. Prints a Markdown table: hit@1 by cosine and by late interaction, and the paired difference to the base.
"""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eval.statistics.paired import difference
from index.bundled_model.cache import default_cache
from index.encoders.protocol import Encoder
from index.encoders.registry import BASE, load_encoder
from index.storage.token_store import TokenStore, coarse
from index.vectors import Rows
from tune.training_entry import Entry, read_entries


def hits(entries: Sequence[Entry], encoder: Encoder) -> tuple[list[float], list[float]]:
    """For each way of asking, 1 if its entry ranks first, else 0: by cosine, and by late interaction."""
    passages = list(encoder.passages([f"{entry.question}\n{entry.answer}" for entry in entries]))
    vectors = np.array([passage.vector for passage in passages])
    middle = vectors.mean(axis=0)
    store = TokenStore.of([coarse(passage.tokens) for passage in passages], width=encoder.width)
    rows: Rows = np.arange(len(entries))
    near, late = [], []
    for place, entry in enumerate(entries):
        for text in entry.asked:
            query = encoder.query(text)
            near.append(float(np.argmax((vectors - middle) @ query.vector) == place))
            late.append(float(np.argmax(store.matches(query.tokens, rows).sum(axis=1)) == place))
    return near, late


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("subject", help="Name of an entries file, such as billing.")
    arguments.add_argument("encoders", nargs="+", help="Adapters, or names of encoders.")
    arguments.add_argument("--entries", type=Path, default=Path(__file__).with_name("entries"))
    given = arguments.parse_args()
    entries = [entry for entry in read_entries(given.entries) if entry.subject == given.subject]
    if not entries:
        raise SystemExit(f"{given.entries}: no subject {given.subject!r}.")
    print("| encoder | cosine | late interaction |\n|---|---|---|")
    base: tuple[list[float], list[float]] | None = None
    for name in (BASE, *given.encoders):
        found = hits(entries, load_encoder(name, cache=default_cache(os.environ)))
        base = base or found
        cells = []
        for before, after in zip(base, found, strict=True):
            change = difference(before, after)
            cells.append(f"{np.mean(after):.3f} ({change.value:+.3f} [{change.low:+.3f}, {change.high:+.3f}])")
        print(f"| {Path(name).stem}, n = {len(found[0])} |", " | ".join(cells), "|")


if __name__ == "__main__":
    main()
