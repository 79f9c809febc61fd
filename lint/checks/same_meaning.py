"""Questions that mean the same, judged by their vectors."""

from collections.abc import Iterator, Sequence

import numpy as np

from index.encoders.centring import background_means, passage_mean
from index.encoders.protocol import Encoder
from index.vectors import Vectors, unit
from ingest.fold import fold_phrase
from ingest.scope.phrases import contrasts
from lint.checks.different_meaning import differ
from lint.finding import Finding
from lint.parsed_content import Parsed, scope_around

SAME = 0.78
"""Cosine of centred vectors from which two questions mean the same, unless ``lint.checks.different_meaning`` finds a
difference. Calibrated on the pairs of ``tests/lint/headings.py``: no pair with different meanings may pass."""

ROWS = 1024
"""Rows compared at once, to bound the memory that a large content takes."""


def alike(parsed: Parsed, encoder: Encoder) -> Iterator[Finding]:
    """Pairs of questions that mean the same, reported at the later of the two.

    Questions with the same words are left to ``lint.checks.headings``.
    """
    asked = [one for source in parsed.pages for one in source.page.sections if source.faq and one.anchor and one.blocks]
    titles = list(dict.fromkeys(section.title for section in asked))
    if len(titles) < 2:
        return
    rows = dict(zip(titles, centred(titles, encoder), strict=True))
    matrix = np.array([rows[section.title] for section in asked])
    for first, second in _pairs(matrix):
        one, other = asked[first], asked[second]
        if fold_phrase(one.title) == fold_phrase(other.title) or contrasts(scope_around(one), [scope_around(other)]):
            continue
        if not differ(one.title, other.title, parsed.facets):
            where = f"«{one.title}» at {one.page}:{one.lines[0] + 1}"
            message = f"«{other.title}» means the same as {where}"
            yield Finding(other.page, other.lines[0] + 1, "heading-alike", message)


def centred(titles: Sequence[str], encoder: Encoder) -> Vectors:
    """Unit vectors of headings with their mean subtracted, shape (len(titles), dim)."""
    vectors = encoder.encode_passages(titles)
    return unit(vectors - passage_mean(vectors, background_means(encoder).passages))


def _pairs(matrix: Vectors) -> Iterator[tuple[int, int]]:
    for start in range(0, len(matrix), ROWS):
        near = matrix[start : start + ROWS] @ matrix.T >= SAME
        for row, column in np.argwhere(near):
            if start + row < column:
                yield int(start + row), int(column)
