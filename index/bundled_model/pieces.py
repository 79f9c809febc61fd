"""The pieces of a Unigram vocabulary on disk, and the most probable ones that make up a text."""

from collections.abc import Sequence
from pathlib import Path

import marisa_trie
import numpy as np

TRIE, TOKENS, SCORES = "pieces.marisa", "piece_tokens.npy", "piece_scores.npy"

LONGEST = 64
"""Characters; no piece has more."""

Piece = tuple[int, str, float]
"""Token, text and log-probability."""


def write_pieces(pieces: Sequence[Piece], folder: Path) -> None:
    """Write three files: a trie that numbers the pieces, and the token and score of each number.

    Raises:
        ValueError: a piece is longer than ``LONGEST``.
    """
    of_text = {text: (token, score) for token, text, score in pieces if text}
    if max(map(len, of_text)) > LONGEST:
        raise ValueError(f"pieces must have at most {LONGEST} characters, got {max(of_text, key=len)!r}.")
    trie = marisa_trie.Trie(of_text)
    trie.save(str(folder / TRIE))
    tokens, scores = zip(*(of_text[trie.restore_key(number)] for number in range(len(trie))), strict=True)
    np.save(folder / TOKENS, np.array(tokens, np.int32))
    np.save(folder / SCORES, np.array(scores, np.float32))


class Pieces:
    """What `write_pieces` wrote, mapped; safe to use from many threads."""

    def __init__(self, folder: Path) -> None:
        self._trie = marisa_trie.Trie().mmap(str(folder / TRIE))
        scores = np.load(folder / SCORES, mmap_mode="r", allow_pickle=False)
        # Read through a memoryview a number takes a third of the time.
        self._tokens = memoryview(np.load(folder / TOKENS, mmap_mode="r", allow_pickle=False))
        self._scores = memoryview(scores)
        self._unknown_score = float(scores.min()) - 10  # as SentencePiece does

    def tokens(self, text: str, *, unknown: int) -> list[int]:
        """Tokens of the most probable pieces, by Viterbi's algorithm; a character of no piece is ``unknown``."""
        best = [0.0] + [float("-inf")] * len(text)
        came = [(0, unknown)] * (len(text) + 1)
        for start in range(len(text)):
            alone = start + 1
            score = best[start] + self._unknown_score
            if score > best[alone]:
                best[alone], came[alone] = score, (start, unknown)
            for piece, number in self._trie.iter_prefixes_with_ids(text[start : start + LONGEST]):
                end = start + len(piece)
                score = best[start] + self._scores[number]
                if score > best[end]:
                    best[end], came[end] = score, (start, self._tokens[number])
        found = []
        end = len(text)
        while end:
            end, token = came[end]
            found.append(token)
        return found[::-1]
