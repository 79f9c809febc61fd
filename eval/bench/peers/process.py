"""One system in a process of its own: it indexes documents, or opens what it indexed and answers questions.

Run by `eval.bench.peers` with the Python of the system's environment, so it imports the standard library alone, and the
system where its name is asked for. A job comes as JSON on standard input, figures go as JSON to standard output.
"""

import json
import resource
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

Ask = Callable[[str, int], Sequence[str]]
"""Ids of the documents nearest to a question, best first."""

QUERY, PASSAGE = "query: ", "passage: "
"""What the model was trained with before each text."""


class System(NamedTuple):
    """What is done with each system."""

    build: Callable[[dict[str, Any]], None]
    """Writes an index into the job's ``folder``."""
    open: Callable[[dict[str, Any]], Ask]
    package: str
    """Whose version is told."""


def _otvet_build(job: dict[str, Any]) -> None:
    from index.build import build

    pages = Path(job["pages"])
    build(pages, Path(job["folder"]), _encoder(), default_facets=pages / "facets.toml")


def _encoder() -> Any:
    import os

    from index.bundled_model.cache import default_cache
    from index.encoders.registry import BUNDLED, load_encoder

    return load_encoder(BUNDLED, cache=default_cache(os.environ))


def _otvet_open(job: dict[str, Any]) -> Ask:
    from index.result import Query
    from index.search import Searcher
    from index.storage.bundle import open_bundle
    from index.storage.generations import load

    search = Searcher(load(Path(job["folder"]), open_bundle), _encoder())
    return lambda text, k: [one.id for one in search(Query(text, {}, limit=k, abstain=False)).answers]


def _sentence_transformers_build(job: dict[str, Any]) -> None:
    import faiss
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(job["model"], device="cpu")
    vectors = model.encode([text for _, text in job["documents"]], prompt=PASSAGE, normalize_embeddings=True)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, str(Path(job["folder"]) / "index.faiss"))


def _sentence_transformers_open(job: dict[str, Any]) -> Ask:
    import faiss
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(job["model"], device="cpu")
    index, ids = faiss.read_index(str(Path(job["folder"]) / "index.faiss")), [name for name, _ in job["documents"]]

    def ask(text: str, k: int) -> list[str]:
        query = model.encode([text], prompt=QUERY, normalize_embeddings=True)
        return [ids[row] for row in index.search(query, k)[1][0] if row >= 0]

    return ask


def _txtai_build(job: dict[str, Any]) -> None:
    from txtai import Embeddings

    embeddings = Embeddings(path=job["model"], instructions={"query": QUERY, "data": PASSAGE})
    embeddings.index([(name, text, None) for name, text in job["documents"]])
    embeddings.save(job["folder"])


def _txtai_open(job: dict[str, Any]) -> Ask:
    from txtai import Embeddings

    embeddings = Embeddings()
    embeddings.load(job["folder"])
    return lambda text, k: [name for name, _ in embeddings.search(text, k)]


def _haystack_build(job: dict[str, Any]) -> None:
    from haystack import Document
    from haystack.components.embedders import SentenceTransformersDocumentEmbedder
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    embedder = SentenceTransformersDocumentEmbedder(job["model"], prefix=PASSAGE, normalize_embeddings=True)
    embedder.warm_up()
    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    found = embedder.run([Document(id=name, content=text) for name, text in job["documents"]])
    store.write_documents(found["documents"])
    store.save_to_disk(str(Path(job["folder"]) / "store.json"))


def _haystack_open(job: dict[str, Any]) -> Ask:
    from haystack.components.embedders import SentenceTransformersTextEmbedder
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    embedder = SentenceTransformersTextEmbedder(job["model"], prefix=QUERY, normalize_embeddings=True)
    embedder.warm_up()
    store = InMemoryDocumentStore.load_from_disk(str(Path(job["folder"]) / "store.json"))
    retriever = InMemoryEmbeddingRetriever(store)

    def ask(text: str, k: int) -> list[str]:
        found = retriever.run(query_embedding=embedder.run(text)["embedding"], top_k=k)
        return [one.id for one in found["documents"]]

    return ask


def _llamaindex_embedding(job: dict[str, Any]) -> Any:
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    return HuggingFaceEmbedding(job["model"], query_instruction=QUERY, text_instruction=PASSAGE, device="cpu")


def _llamaindex_build(job: dict[str, Any]) -> None:
    from llama_index.core import VectorStoreIndex
    from llama_index.core.schema import TextNode

    nodes = [TextNode(id_=name, text=text) for name, text in job["documents"]]
    index = VectorStoreIndex(nodes, embed_model=_llamaindex_embedding(job))
    index.storage_context.persist(job["folder"])


def _llamaindex_open(job: dict[str, Any]) -> Ask:
    from llama_index.core import StorageContext, load_index_from_storage

    storage = StorageContext.from_defaults(persist_dir=job["folder"])
    index = load_index_from_storage(storage, embed_model=_llamaindex_embedding(job))
    return lambda text, k: [one.node_id for one in index.as_retriever(similarity_top_k=k).retrieve(text)]


SYSTEMS: dict[str, System] = {
    "otvet": System(_otvet_build, _otvet_open, "otvet"),
    "sentence-transformers": System(_sentence_transformers_build, _sentence_transformers_open, "sentence-transformers"),
    "txtai": System(_txtai_build, _txtai_open, "txtai"),
    "haystack": System(_haystack_build, _haystack_open, "haystack-ai"),
    "llamaindex": System(_llamaindex_build, _llamaindex_open, "llama-index-core"),
}


def build(job: dict[str, Any]) -> dict[str, Any]:
    """Index the documents."""
    SYSTEMS[job["system"]].build(job)
    return {"cpu_s": process_time()}


def ask(job: dict[str, Any]) -> dict[str, Any]:
    """Open the index and ask each question once."""
    system = SYSTEMS[job["system"]]
    answer = system.open(job)
    answer(job["questions"][0], job["k"])
    cold, times, ranked = process_time(), [], []
    for question in job["questions"][1:]:
        began = process_time()
        found = answer(question, job["k"])
        times.append((process_time() - began) * 1000)
        ranked.append(list(found))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {"cold_cpu_s": cold, "ms": times, "ranked": ranked, "memory_mb": memory}
    return {**figures, "version": version(system.package)}


if __name__ == "__main__":
    given = json.load(sys.stdin)
    figures = {"build": build, "ask": ask}[given["step"]](given)
    print("\n" + json.dumps(figures))
