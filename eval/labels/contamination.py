"""Contaminated questions: the index or its encoder was given (nearly) the same text."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set

import numpy as np
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from eval.labels.question_file import Question
from eval.leaks.fragment import fold

NEARLY = 0.6
"""Jaccard similarity of letter trigrams from which two texts count as the same: a typo or an ending apart."""


def contaminated(questions: Sequence[Question], known: Iterable[str], *, threshold: float = NEARLY) -> dict[str, str]:
    """Question id → the known text that it equals or nearly equals; the most similar one, the first of equals.

    Args:
        questions: The evaluation questions.
        known: Alternates and training questions that the index or its encoder was given.
        threshold: In (0, 1].
    """
    asked = {question.id: grams for question in questions if (grams := _trigrams(question.query))}
    given = {text: grams for text in known if (grams := _trigrams(text))}
    if not asked or not given:
        return {}
    columns = {gram: at for at, gram in enumerate(sorted(set().union(*asked.values())))}
    shared = (_occurring(asked.values(), columns) @ _occurring(given.values(), columns).T).toarray()
    ours, theirs = (np.array([len(grams) for grams in side.values()]) for side in (asked, given))
    alike = shared / (ours[:, np.newaxis] + theirs - shared)
    texts, nearest, likeness = list(given), alike.argmax(axis=1).tolist(), alike.max(axis=1).tolist()
    return {name: texts[at] for name, at, near in zip(asked, nearest, likeness, strict=True) if near >= threshold}


def nearly_same(text: str, other: str) -> bool:
    """Whether two texts count as the same."""
    ours, theirs = _trigrams(text), _trigrams(other)
    return len(ours & theirs) >= NEARLY * len(ours | theirs)


def _occurring(texts: Collection[Set[str]], columns: Mapping[str, int]) -> csr_array:
    """1 where a text has a gram, shape (texts, columns)."""
    places = [[columns[gram] for gram in grams if gram in columns] for grams in texts]
    starts = np.cumsum([0, *map(len, places)])
    indices = np.array([at for row in places for at in row], np.int32)
    return csr_array((np.ones(len(indices), np.float32), indices, starts), shape=(len(texts), len(columns)))


def _trigrams(text: str) -> Set[str]:
    padded = f" {' '.join(''.join(c if c.isalnum() else ' ' for c in fold(text)).split())} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}
