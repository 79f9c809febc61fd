"""Latency of a query with our encoder, against the same weights in sentence-transformers on torch.

    python -m eval.bench.query_cost [--index DIR] [--threads N] [--repeats N]

Needs the extra ``models`` and an index, whose content is indexed through torch as well. Both encoders get the same
queries in turn, in one process: alone, and as part of the whole query path. Prints one JSON line.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from eval.bench.script import INDEX, machine, parser
from index.build import build
from index.bundled_model.adapter import SHIPPED
from index.bundled_model.cache import default_cache, torch_folder
from index.encoders.protocol import Encoder
from index.encoders.registry import BUNDLED, load_encoder
from index.encoders.sentence_transformer import SentenceTransformerEncoder
from index.result import Query
from index.search import Searcher
from index.storage.bundle import open_bundle
from index.storage.generations import load
from ingest.content.facets import FILE

QUERIES = [
    "куда писать, чтобы прислали закрывающие документы",
    "не проходит оплата картой, деньги списались",
    "можно ли перенести остаток с одного проекта на другой",
    "сколько ждать ответа поддержки в выходные",
    "how do I change the legal entity in the contract",
    "шот-фактураны қайдан алуға болады",
    "oplata po schetu skolko dney",
    "баланс ушёл в минус что будет с серверами",
]

Ask = Callable[[str], object]
"""Takes one query from text to result."""


def milliseconds(asks: dict[str, Ask], queries: list[str], repeats: int) -> dict[str, float]:
    """Median wall time of one query for each way of asking; the ways take turns, so that noise meets all of them."""
    times: dict[str, list[float]] = {name: [] for name in asks}
    for _ in range(repeats):
        for query in queries:
            for name, ask in asks.items():
                start = perf_counter()
                ask(query)
                times[name].append(1000 * (perf_counter() - start))
    return {name: round(median(taken), 2) for name, taken in times.items()}


def encoding(ours: Encoder, torch: Encoder) -> dict[str, Ask]:
    """Query to vector."""
    return {"ours": lambda query: ours.encode_queries([query]), "torch": lambda query: torch.encode_queries([query])}


def answering(folder: Path, ours: Encoder, torch: Encoder) -> dict[str, Ask]:
    """Query to result, over the same content."""
    bundle = load(folder, open_bundle)
    with TemporaryDirectory() as scratch:
        facets = folder / "generations" / bundle.name / FILE
        build(Path(bundle.manifest.content), Path(scratch), torch, default_facets=facets, progress=True)
        # Nothing is kept between the rounds: a query that comes again costs a tenth.
        with_ours = Searcher(bundle, ours, questions=0)
        with_torch = Searcher(load(Path(scratch), open_bundle), torch, questions=0)
    return {
        "ours": lambda query: with_ours(Query(query, {"region": "kazakhstan"})),
        "torch": lambda query: with_torch(Query(query, {"region": "kazakhstan"})),
    }


def main() -> None:
    """Measure and print."""
    arguments = parser(__doc__)
    arguments.add_argument("--index", type=Path, default=INDEX)
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--repeats", type=int, default=25)
    given = arguments.parse_args()
    cache = default_cache(os.environ)
    ours = load_encoder(BUNDLED, cache=cache, threads=given.threads)
    torch = SentenceTransformerEncoder(str(torch_folder(cache, SHIPPED)), threads=given.threads)
    cosines = np.sum(ours.encode_queries(QUERIES) * torch.encode_queries(QUERIES), axis=1)
    assert cosines.min() >= 0.98, f"the encoders disagree: {cosines}"
    encode = milliseconds(encoding(ours, torch), QUERIES, given.repeats)
    search = milliseconds(answering(given.index, ours, torch), QUERIES, given.repeats)
    record = {
        "queries": len(QUERIES),
        "repeats": given.repeats,
        "threads": given.threads,
        "least_cosine": round(float(cosines.min()), 4),
        "encode_ms": encode,
        "search_ms": search,
        "times_faster": {
            "encode": round(encode["torch"] / encode["ours"], 2),
            "search": round(search["torch"] / search["ours"], 2),
        },
        "machine": machine(),
    }
    print(json.dumps(record, ensure_ascii=False))


if __name__ == "__main__":
    main()
