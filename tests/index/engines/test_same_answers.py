"""The bundled FAQ in Qdrant answers the development questions as it does from memory.

Tolerance: the same status, sections and notices, and confidences that differ by less than 0.001. Here every eighth
question is asked; with OTVET_TEST_EVERY=1 in the environment, all are.
"""

import os
from pathlib import Path

import pytest

pytest.importorskip("qdrant_client")

from eval.labels.question_file import read_questions
from index.encoders.protocol import Encoder
from index.engines.address import Address
from index.engines.qdrant_cluster import QdrantCluster
from index.result import Query
from index.search import Searcher
from tests.qdrant_server import Collections, serving

QUESTIONS = Path(__file__).parents[3] / "eval/questions/dev.jsonl"
WITHIN = 1e-3


def test_the_development_questions_get_the_same_answers(searcher: Searcher, encoder: Encoder, tmp_path: Path) -> None:
    every = int(os.environ.get("OTVET_TEST_EVERY", "8"))
    asked = read_questions([QUESTIONS])[::every]
    with serving(Collections(tmp_path)) as port:
        cluster = QdrantCluster.at(Address.parse(f"qdrant://127.0.0.1:{port}/faq?seconds=20"), "")
        cluster.write(searcher.bundle)
        there = Searcher(searcher.bundle, encoder, engine=cluster.engine)
        for one in asked:
            query = Query(one.query, one.chosen, abstain=False)
            near, far = searcher(query), there(query)
            assert far.notices == near.notices, one.query
            ids = [[answer.id for answer in result.answers] for result in (near, far)]
            assert (far.status, ids[1]) == (near.status, ids[0]), one.query
            for left, right in zip(near.answers, far.answers, strict=True):
                assert right.confidence == pytest.approx(left.confidence, abs=WITHIN)
