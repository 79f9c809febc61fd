"""The protocol of engines, and what they compare."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from index.encoders.centring import Means, passage_mean
from index.passages import Passage, PassageKind
from index.storage.bundle import Bundle
from index.vectors import Mask, Rows, Vectors, unit
from ingest.section import Allowed

KIND: Mapping[PassageKind, int] = {"question": 0, "alternate": 0, "answer": 1, "leaf": 2}
"""An alternate counts like the heading."""
WAY, ANSWER, LEAF = 0, 1, 2


Kinds = NDArray[np.int8]
"""Shape (n,): of each passage, as in `KIND`."""


class Space(NamedTuple):
    """What a generation's passages are compared by."""

    vectors: Vectors
    """Centred, shape (passages, dim)."""

    kinds: Kinds

    @classmethod
    def of(cls, bundle: Bundle) -> Self:
        """Those of a bundle."""
        return cls.centred(bundle.passages, bundle.vectors(), bundle.means)

    @classmethod
    def centred(cls, passages: Sequence[Passage], vectors: Vectors, means: Means) -> Self:
        """All passages have much in common, and so have all queries; their means are subtracted."""
        return cls(
            unit(vectors - passage_mean(vectors, means.passages)),
            np.array([KIND[passage.kind] for passage in passages], dtype=np.int8),
        )


class Wanted(NamedTuple):
    """One search: whose passages are wanted, said in the two ways that engines filter by, and near what."""

    vector: Vectors
    """Centred, shape (dim,)."""

    mask: Mask
    """The passages that may be found."""

    allowed: Allowed
    """The same as a choice: the passages that hold for it."""

    elsewhere: bool = False
    """Instead, the passages of sections that as a whole do not hold for it."""


class Found(NamedTuple):
    """What an engine found."""

    rows: list[Rows]
    """For each search its passages, in order of row, none twice."""

    is_stand_in: bool = False
    """Whether another engine had to answer than the one that was asked for."""


class Engine(Protocol):
    """Finds nearest passages of one generation; safe to call from many threads."""

    def nearest(self, wanted: Sequence[Wanted], k: int) -> Found:
        """For each search, of each kind the ``k`` nearest.

        All searches are answered together, so that an engine elsewhere is asked once.

        Raises:
            EngineAway, EngineRefuses: if it does not answer.
        """
