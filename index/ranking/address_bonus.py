"""A bonus for lines with an address to write to or open, when the line to mark is chosen."""

import re
from collections.abc import Sequence

import numpy as np

from index.passages import Passage
from index.ranking.group_max import Scores

ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+\.\w|https?://")
"""A mail address or a link; a text is gone through once."""

BONUS = 0.1
"""Added to the cosine of a line with an address.

An address shares no words with the question, so a line that repeats the question outranked the line that answers it. Of
337 development questions whose fact is known, the marked line had the fact in 36 %, less than by chance, and has it in
72 % with the bonus; on 20 pages of other content the share went from 53 to 74 % (n = 38).
"""


def address_bonus(passages: Sequence[Passage]) -> Scores:
    """The bonus of each passage, shape (n,)."""
    return np.array([BONUS * bool(ADDRESS.search(passage.text)) for passage in passages], np.float32)
