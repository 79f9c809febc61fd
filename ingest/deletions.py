"""What is left of a word without some of its letters: two words a slip or two apart share something of that."""

from functools import lru_cache


@lru_cache(maxsize=64)
def deletions(word: str, most: int) -> frozenset[str]:
    """The word, and what is left of it without any letters up to so many.

    Kept for the words of one question, which every facet looks up. A word of 20 letters has 211 for two.

    Source: symmetric deletion, Garbe, SymSpell, 2012.
    """
    left = {word}
    for _ in range(most):
        left |= {one[:at] + one[at + 1 :] for one in left for at in range(len(one))}
    return frozenset(left)
