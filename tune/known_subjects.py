"""Write the subjects that confidence compares a question with: the mean of all ways to ask of each training entry.

    python -m tune.known_subjects [FILE]

Encodes every way with the bundled encoder: ten minutes on one core.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from index.bundled_model.cache import default_cache
from index.encoders.centring import background_means
from index.encoders.registry import BUNDLED, load_encoder
from index.ranking.known_subjects import SHIPPED, KnownSubjects, write_subjects
from index.storage.token_store import coarse
from index.vectors import Vectors, unit
from tune.training_entry import Entry, read_entries

ENTRIES = Path(__file__).with_name("entries")


def ways(entry: Entry) -> list[str]:
    """All ways to ask of it."""
    return [entry.question, *entry.asked]


def centres(encoded: Iterable[Vectors], mean: Vectors) -> Vectors:
    """The direction of each entry's ways, shape (entries, dim).

    Args:
        encoded: Of each entry its ways, shape (n, dim).
        mean: Of queries, shape (dim,).
    """
    return unit(np.array([unit(one - mean).mean(axis=0) for one in encoded], np.float32))


def main(arguments: Sequence[str]) -> None:
    """Encode and write."""
    encoder = load_encoder(BUNDLED, cache=default_cache(os.environ))
    encoded = (encoder.encode_queries(ways(entry)) for entry in read_entries(ENTRIES))
    found = centres(encoded, background_means(encoder).queries)
    write_subjects(Path(arguments[0]) if arguments else SHIPPED, KnownSubjects(encoder.digest, coarse(found)))


if __name__ == "__main__":
    main(sys.argv[1:])
