"""Have pymorphy3 read its graphs of letters from their files: 14 MB that all processes share, instead of one's own.

dawg2-python copies a graph into arrays. A map of the file is indexed as they are, and only the pages that words lead to
are in memory.
"""

import mmap
from pathlib import Path
from typing import Any

WORDS, ENDINGS, CHANCES = "words.dawg", "prediction-suffixes-{}.dawg", "p_t_given_w.intdawg"
"""The files: words, endings by which unknown ones are read (one file for each prefix), and how likely a reading is."""

_SIZE = 4
"""Bytes of a number in these files."""


def map_graphs(analyzer: Any) -> None:
    """Put maps of the files in the place of the arrays of a ``MorphAnalyzer``; what it answers stays the same."""
    dictionary = analyzer.dictionary
    graphs = {WORDS: dictionary.words, CHANCES: analyzer.prob_estimator.p_t_given_w}
    graphs |= {ENDINGS.format(number): graph for number, graph in enumerate(dictionary.prediction_suffixes_dawgs)}
    for name, graph in graphs.items():
        graph.dct._units, graph.guide._units = _parts(Path(dictionary.path, name))


def _parts(path: Path) -> tuple[memoryview, memoryview]:
    """The units of a graph, four bytes each, and the two bytes of each of its guide; a count stands before either."""
    with path.open("rb") as file:
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    end = _SIZE * (1 + whole[:_SIZE].cast("I")[0])
    return whole[_SIZE:end].cast("I"), whole[end + _SIZE :]
