"""Questions that say nothing of quality, since the index was given (nearly) the same text."""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set

from eval.fragment import fold
from eval.questions import Question

NEARLY = 0.6
"""Jaccard similarity of letter trigrams from which two texts count as the same: a typo or an ending apart."""


def contaminated(questions: Sequence[Question], known: Iterable[str], *, threshold: float = NEARLY) -> dict[str, str]:
    """Question id → the known text that it equals or nearly equals; the most similar one.

    Args:
        questions: What is to be counted.
        known: Alternates, training questions: all that the index or its encoder has seen as a question.
        threshold: In (0, 1].
    """
    texts = {text: _trigrams(text) for text in dict.fromkeys(known)}
    holding: defaultdict[str, list[str]] = defaultdict(list)
    for text, grams in texts.items():
        for gram in grams:
            holding[gram].append(text)
    found: dict[str, str] = {}
    for question in questions:
        grams = _trigrams(question.query)
        shared: defaultdict[str, int] = defaultdict(int)
        for gram in grams:
            for text in holding[gram]:
                shared[text] += 1
        near = [(count / (len(grams) + len(texts[text]) - count), text) for text, count in shared.items()]
        if near and max(near)[0] >= threshold:
            found[question.id] = max(near)[1]
    return found


def nearly_same(text: str, other: str) -> bool:
    """Whether two texts count as the same."""
    ours, theirs = _trigrams(text), _trigrams(other)
    return len(ours & theirs) >= NEARLY * len(ours | theirs)


def _trigrams(text: str) -> Set[str]:
    padded = f" {' '.join(''.join(c if c.isalnum() else ' ' for c in fold(text)).split())} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}
