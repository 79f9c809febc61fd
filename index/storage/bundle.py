"""Write and open the parts of a generation: sections, passages, vectors, lexical index, facets, manifest."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np
from pydantic import TypeAdapter

from index.encoders.centring import Means
from index.errors import BrokenIndex
from index.passages import Passage, PassageKind, heading
from index.query.expansion import Expander
from index.storage.certificate import Certificate, read_certificate
from index.storage.lease import Lease
from index.storage.lexical import Lexical, LexicalEntry, held, write_lexical
from index.storage.manifest import Manifest, read_manifest
from index.storage.section_codec import read_sections, write_sections
from index.storage.token_store import TOKENS, TokenStore
from index.storage.vector_file import read_vectors
from index.vectors import Vectors
from ingest.content.facets import FILE, Facets, read_facets
from ingest.content.synonyms import SYNONYMS, Synonym, read_synonyms
from ingest.jsonl import read
from ingest.section import Scope, Section

if TYPE_CHECKING:
    from index.storage.ivf_store import IvfStore

SECTIONS, PASSAGES, VECTORS, LEXICAL = "sections.jsonl", "passages.jsonl", "vectors.faiss", "lexical"
PassageRecord = tuple[int, PassageKind, str, tuple[Scope, ...], str]
"""A line of ``passages.jsonl``: the fields of a ``Passage``."""
MEANS = "background_means.npz"
SAID = "said_forms.json"
"""The forms of synonyms that the passages say, which take longer to find than to read; only beside synonyms."""
LISTS = "lists.faiss"
"""Of the vectors, only in a generation of many passages."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A generation, opened."""

    folder: Path
    manifest: Manifest
    facets: Facets
    sections: Sequence[Section]
    passages: Sequence[Passage]
    tokens: TokenStore
    """Of each passage but leaves, whose words are in their answers."""
    means: Means
    """Of the background texts."""
    lexical: Lexical
    lease: Lease
    """Of the generation, which stays on disk as long as the bundle is used."""
    certificate: Certificate | None = None
    synonyms: tuple[Synonym, ...] = ()
    """None in a generation that was written before there were synonyms."""
    said: frozenset[str] | None = None
    """The forms of synonyms that the passages say; None in a generation that was written before they were kept."""
    lists: "IvfStore | None" = None
    """By what a generation of many passages is searched."""

    @property
    def name(self) -> str:
        """The generation's."""
        return self.folder.name

    def vectors(self) -> Vectors:
        """Shape (passages, dim): as the encoder made them, in the passages' order.

        They are mapped anew each time and centred once, so that those on disk take no memory while questions come.
        """
        return read_vectors(self.folder / VECTORS)


def write_bundle(
    folder: Path,
    facets: Facets,
    sections: Sequence[Section],
    passages: Sequence[Passage],
    vectors: Vectors,
    tokens: TokenStore,
    means: Means,
    synonyms: Sequence[Synonym] = (),
) -> None:
    """Write everything but the manifest and facets.toml; nothing of synonyms if there are none."""
    from index.storage.faiss_store import FaissStore  # FAISS is for building, and for searching among many

    write_sections(folder / SECTIONS, sections)
    with (folder / PASSAGES).open("w", encoding="utf-8") as file:
        for passage in passages:
            scopes = [sorted(scope) for scope in passage.scopes]
            record = [passage.section, passage.kind, passage.text, scopes, passage.lead]
            file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
    FaissStore(vectors).write(folder / VECTORS)
    tokens.write(folder)
    np.savez(folder / MEANS, allow_pickle=False, **means._asdict())
    write_lexical(folder / LEXICAL, _entries(facets, sections, passages))
    if synonyms:
        (folder / SYNONYMS).write_text("".join(f"{one.text}\n" for one in synonyms), encoding="utf-8")
        said = sorted(Expander(synonyms, [passage.text for passage in passages]).own)
        (folder / SAID).write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")


def open_bundle(generation: Path) -> Bundle:
    """Open a generation that ``index.storage.generations.current`` has checked.

    Raises:
        BrokenIndex: naming the file that cannot be read.
    """
    lease = Lease(generation)
    texts: dict[str, str] = {}
    sections = read_sections(generation / SECTIONS, texts=texts)
    passages = _read_passages(generation / PASSAGES, texts)
    count = len(read_vectors(generation / VECTORS))
    if count != len(passages):
        raise BrokenIndex(generation / VECTORS, f"has {count} vectors for {len(passages)} passages")
    tokens = TokenStore.read(generation)
    if len(tokens) != len(passages):
        raise BrokenIndex(generation / TOKENS, f"has tokens of {len(tokens)} passages, and there are {len(passages)}")
    return Bundle(
        generation,
        read_manifest(generation),
        read_facets(generation / FILE),
        sections,
        passages,
        tokens,
        _read_means(generation / MEANS),
        Lexical.read(generation / LEXICAL),
        lease,
        read_certificate(generation),
        read_synonyms(generation / SYNONYMS),
        _read_said(generation / SAID),
        _read_lists(generation, len(passages)),
    )


def _read_means(path: Path) -> Means:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return Means(**{name: arrays[name] for name in Means._fields})
    except (OSError, ValueError, TypeError, KeyError, EOFError, BadZipFile) as exc:
        raise BrokenIndex(path, f"cannot be read ({exc})") from exc


def _read_said(path: Path) -> frozenset[str] | None:
    if not path.exists():
        return None
    try:
        return frozenset(TypeAdapter(list[str]).validate_json(path.read_bytes()))
    except (OSError, ValueError) as exc:
        raise BrokenIndex(path, "cannot be read as forms of synonyms") from exc


def _read_lists(generation: Path, count: int) -> "IvfStore | None":
    if not (generation / LISTS).exists():
        return None
    from index.storage.ivf_store import IvfStore

    lists = IvfStore.read(generation / LISTS)
    if len(lists) != count:
        raise BrokenIndex(generation / LISTS, f"has {len(lists)} vectors for {count} passages")
    return lists


def _read_passages(path: Path, texts: Mapping[str, str]) -> list[Passage]:
    """The passages; many are the text of a block, and then the same object."""
    try:
        return [
            Passage(section, kind, texts.get(text, text), scopes, texts.get(lead, lead))
            for _, (section, kind, text, scopes, lead) in read(path, TypeAdapter(PassageRecord), _bad_line)
        ]
    except OSError as exc:
        raise BrokenIndex(path, f"cannot be read ({exc.strerror})") from exc


def _bad_line(path: Path, line: int, found: str, write: str) -> BrokenIndex:
    return BrokenIndex(f"{path}:{line}", found)


def _entries(facets: Facets, sections: Sequence[Section], passages: Sequence[Passage]) -> Iterable[LexicalEntry]:
    values = facets.values()
    for row, passage in enumerate(passages):
        if passage.kind == "answer":
            yield LexicalEntry(row, heading(sections[passage.section]), passage.text, held(passage.scopes, values))
