"""Build or update an index from a content."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import tomli_w

from index.contrast_sets import check_declared
from index.encode_texts import encode_texts, in_processes
from index.encoders.centring import background_means
from index.encoders.protocol import Encoder
from index.engines.by_size import MANY, told, write_lists
from index.engines.protocol import Space
from index.errors import IndexingError
from index.heading_scopes import with_heading_scopes
from index.passages import passages
from index.storage.bundle import Bundle, open_bundle, write_bundle
from index.storage.encoded import Made, Text, Unfinished
from index.storage.generations import load, new_generation
from index.storage.manifest import Manifest, write_manifest
from index.storage.token_store import TokenStore
from ingest.content.alternates import by_section, orphans, read_files
from ingest.content.facets import FILE, Facets
from ingest.content.pages import SourcePage, content_root
from ingest.diagnostic import Diagnostic
from ingest.load import load_content
from ingest.page import VERSION, Page, parse_source
from ingest.section import Section

DIALECT = "tags"

FEW = 16
"""Pages up to which further processes are not worth their start."""


@dataclass(frozen=True, slots=True)
class Built:
    """The outcome of a build."""

    generation: str
    pages: int
    parsed: int
    """Pages that were new or had changed."""
    sections: int
    passages: int
    encoded: int
    """Texts that had no vector yet."""
    diagnostics: tuple[Diagnostic, ...]
    """Faults in the pages that were parsed, and alternates that belong to no section."""
    nearest: str
    """How the nearest passages are searched for, and why."""


def build(
    content: Path,
    folder: Path,
    encoder: Encoder,
    *,
    default_facets: Path,
    alternates: Sequence[Path] = (),
    processes: int = 1,
    progress: bool = False,
    before_live: Callable[[Bundle], None] | None = None,
    many: int = MANY,
) -> Built:
    """Write a new generation of the index in ``folder`` and make it the live one.

    Pages whose bytes have not changed since the live generation are not parsed again, and texts that it holds are not
    encoded again, unless the facets, the parser or the encoder is another.

    Args:
        content: A Markdown file or a folder of them.
        folder: The index; made if need be.
        encoder: Makes the vectors.
        default_facets: A facets.toml for a content that has none beside it, without ``OF_ONE_CONTENT``.
        alternates: Files of alternates besides those beside the pages; theirs are of every page that has the heading.
        processes: That parse and encode, as `encode_texts` takes them. What they have encoded is kept in the index if
            the build is killed, and the next one with the same encoder goes on from there.
        progress: A bar on stderr while texts are encoded.
        before_live: Gets the generation when it is whole and not yet live; if it raises an error, nothing has changed.
        many: Passages from which on they are searched by lists.

    Raises:
        IngestError: the content cannot be read, or its facets.toml names unknown sections; nothing has changed then.
        IndexingError: the index cannot be written; nothing has changed then.
    """
    loaded = load_content(content, default_facets=default_facets)
    text, facets, sources = tomli_w.dumps(loaded.tables), loaded.facets, loaded.pages
    files = read_files(content, alternates)
    with new_generation(folder) as draft:
        (draft / FILE).write_text(text, encoding="utf-8")
        digest = hashlib.sha256(f"{VERSION} {DIALECT} {text}".encode()).hexdigest()
        earlier = _earlier(folder)
        kept = earlier if earlier and earlier.manifest.facets_digest == digest else None
        sections, faults, parsed = _sections(sources, facets, kept, processes)
        check_declared(content_root(content) / FILE, facets.contrasts, sections)
        sections = with_heading_scopes(sections, facets)
        faults += orphans(files, sections)
        found = passages(sections, facets, by_section(files, sections))
        same = earlier and (earlier.manifest.encoder, earlier.manifest.encoder_digest) == (encoder.name, encoder.digest)
        texts = [Text.of(passage, sections[passage.section]) for passage in found]
        known = _known(earlier) if earlier and same else {}
        new = list(dict.fromkeys(text for text in texts if text not in known))
        unfinished = Unfinished(folder, f"{encoder.name} {encoder.digest}")
        known |= encode_texts(new, encoder, unfinished, processes=processes, progress=progress)
        vectors = np.array([known[text].vector for text in texts], np.float32).reshape(len(texts), encoder.dim)
        tokens = TokenStore.of([known[text].tokens for text in texts], width=encoder.width)
        means = earlier.means if earlier and same else background_means(encoder)
        write_bundle(draft, facets, sections, found, vectors, tokens, means, loaded.synonyms)
        nearest = write_lists(draft, Space.centred(found, vectors, means), many=many)
        manifest = Manifest(
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            content=str(content.absolute()),  # it is looked for from wherever the index is served
            dialect=DIALECT,
            encoder=encoder.name,
            encoder_digest=encoder.digest,
            dim=encoder.dim,
            pages=len(sources),
            sections=len(sections),
            passages=len(found),
            content_digests={source.id: source.digest for source in sources},
            facets_digest=digest,
            nearest=nearest,
        )
        write_manifest(draft, manifest)
        if before_live is not None:
            before_live(open_bundle(draft))
        unfinished.remove()
    generation = load(folder, lambda path: path.name)
    return Built(generation, len(sources), parsed, len(sections), len(found), len(new), tuple(faults), told(nearest))


def _earlier(folder: Path) -> Bundle | None:
    """The live generation, if there is one that can be read."""
    try:
        return load(folder, open_bundle)
    except IndexingError:
        return None


def _sections(
    sources: Sequence[SourcePage], facets: Facets, kept: Bundle | None, processes: int
) -> tuple[list[Section], list[Diagnostic], int]:
    known: dict[str, list[Section]] = {}
    for section in kept.sections if kept else ():
        known.setdefault(section.page, []).append(section)
    digests: Mapping[str, str] = kept.manifest.content_digests if kept else {}
    changed = [source for source in sources if digests.get(source.id) != source.digest]

    def parse(source: SourcePage) -> Page:
        return parse_source(source, facets, dialect=DIALECT)

    with in_processes(parse, processes if len(changed) > FEW else 1) as parse_all:
        pages = {page.id: page for page in parse_all(changed)}
    sections = [
        section
        for source in sources
        for section in (pages[source.id].sections if source.id in pages else known.get(source.id, ()))
    ]
    faults = [fault for page in pages.values() for fault in page.diagnostics]
    return sections, faults, len(pages)


def _known(earlier: Bundle) -> dict[Text, Made]:
    vectors = earlier.vectors()
    return {
        Text.of(passage, earlier.sections[passage.section]): Made(
            np.array(vectors[row]),
            np.array(earlier.tokens[row]),
        )
        for row, passage in enumerate(earlier.passages)
    }
