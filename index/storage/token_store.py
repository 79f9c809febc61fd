"""Token vectors of passages, eight bits a number, and how well they match a query's tokens."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.errors import BrokenIndex
from index.vectors import Rows, Vectors

TOKENS, STARTS = "tokens.npy", "token_starts.npy"

Coarse = NDArray[np.int8]
"""Shape (n, width): directions; the lengths of the rows mean nothing."""


def coarse(tokens: Vectors) -> Coarse:
    """Rows to eight bits, each by its own largest number; a row's direction keeps a cosine of 0.9999 to what it was."""
    largest = np.abs(tokens).max(axis=1, keepdims=True, initial=1e-9)
    rounded: Coarse = np.rint(tokens * (127 / largest)).astype(np.int8)
    return rounded


class TokenStore:
    """Token vectors of a generation's passages; on disk until a passage is looked at; safe to use from many threads."""

    def __init__(self, tokens: Coarse, starts: Rows, lengths: NDArray[np.float32]) -> None:
        self._tokens, self._starts, self._lengths = tokens, starts, lengths

    @classmethod
    def of(cls, passages: Sequence[Coarse], *, width: int) -> Self:
        """From each passage's tokens, in order of row; a passage may have none."""
        starts = np.cumsum([0, *(len(tokens) for tokens in passages)]).astype(np.int64)
        tokens = np.concatenate([np.empty((0, width), np.int8), *passages])
        return cls(tokens, starts, _lengths(tokens))

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Open what ``write`` wrote.

        Raises:
            BrokenIndex: if a file is missing or holds something else.
        """
        try:
            # Of a map of its own, which goes with what was read of it: of the other one no page is in memory yet.
            lengths = _lengths(_mapped(folder / TOKENS))
            tokens = _mapped(folder / TOKENS)
            starts = np.load(folder / STARTS, allow_pickle=False)
        except (OSError, ValueError, EOFError) as exc:
            raise BrokenIndex(folder / TOKENS, f"cannot be read ({exc})") from exc
        if starts.ndim != 1 or not len(starts) or starts[-1] != len(tokens):
            raise BrokenIndex(folder / TOKENS, f"does not fit {STARTS}")
        return cls(tokens, starts, lengths)

    def write(self, folder: Path) -> None:
        """Write two files into a folder."""
        np.save(folder / TOKENS, self._tokens)
        np.save(folder / STARTS, self._starts)

    def __len__(self) -> int:
        """Number of passages."""
        return len(self._starts) - 1

    def __getitem__(self, row: int) -> Coarse:
        """A passage's tokens."""
        return self._tokens[self._starts[row] : self._starts[row + 1]]

    def matches(self, query: Vectors, rows: Rows) -> Vectors:
        """For every passage and query token the largest product, shape (m, n); minus infinity without tokens.

        Summed up over the query's tokens it is the late-interaction score, at most 1.

        Args:
            query: Weighed tokens, shape (n, width), as ``index.encoders.protocol.Encoder.query`` gives them.
            rows: Shape (m,).
        """
        found = np.full((len(rows), len(query)), -np.inf, np.float32)
        counts = self._starts[rows + 1] - self._starts[rows]
        some = np.flatnonzero(counts)
        if not len(some):
            return found
        firsts = np.cumsum(counts[some]) - counts[some]
        chosen = np.arange(counts[some].sum()) + np.repeat(self._starts[rows[some]] - firsts, counts[some])
        # ``take`` copies rows three times as fast as an index does.
        products = self._tokens.take(chosen, axis=0).astype(np.float32) @ query.T
        products /= self._lengths.take(chosen)[:, np.newaxis]
        found[some] = np.maximum.reduceat(products, firsts, axis=0)
        return found


def _mapped(path: Path) -> Coarse:
    tokens: Coarse = np.load(path, mmap_mode="r", allow_pickle=False)
    if tokens.ndim != 2:
        raise ValueError(f"has shape {tokens.shape}")
    return tokens


def _lengths(tokens: Coarse, *, at_once: int = 1 << 14) -> NDArray[np.float32]:
    """The length of each row, shape (n,)."""
    parts = (tokens[start : start + at_once].astype(np.float32) for start in range(0, len(tokens), at_once))
    return np.concatenate([np.empty(0, np.float32), *(np.sqrt(np.einsum("ij,ij->i", part, part)) for part in parts)])
