"""Open an index and make the `Service` that the server and the commands use."""

import logging
import os
import sys
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from index.bundled_model.cache import default_cache
from index.encoders.registry import BUNDLED, is_light, load_encoder
from index.engines.address import Address
from index.errors import CannotWriteIndex, EngineExtraMissing
from index.letter.reader import LetterReader
from index.offered_facets import offered_facets
from index.ranking.reranked import Rerank
from index.remembered import remembered
from index.result import Query
from index.search import Searcher
from index.storage.bundle import Bundle, open_bundle
from index.storage.generations import load, rollback
from index.storage.manifest import read_manifest
from ingest.atomic_file import sync
from ingest.content.audience import READER
from ingest.content.statement import AUDIENCE
from ingest.errors import IngestError
from ingest.scope.choice import allowed, scope_for
from ingest.section import all_hold
from otvet.bundled import FAQ
from otvet.loaded_encoder import encoder_named
from otvet.options import DEFAULT_INDEX
from proposals.errors import ProposalsError
from server.errors import Fault, InvalidRequest
from server.pages.own_pages import OwnPages
from server.service import ContactLink, SectionName, Service
from traffic.fixes import Offer
from traffic.groups import Meanings

if TYPE_CHECKING:
    from index.engines.qdrant_cluster import QdrantCluster
    from llm.judge import Judge

log = logging.getLogger(__name__)

BUILDING = 2
"""Threads of an encoder that works in one process while an index is built."""


def build_into(
    folder: Path,
    content: Path,
    encoder: str,
    alternates: Sequence[Path] = (),
    *,
    named: Path | None = None,
    engine: Address | None = None,
) -> None:
    """Build or update an index; print what was done, and the faults in the pages, to stderr.

    Args:
        folder: The index.
        content: A Markdown file or a folder of them.
        encoder: As `load_encoder` takes it.
        alternates: Files of alternates besides those beside the pages.
        named: The folder's name in what is printed, if it is another one.
        engine: A cluster that gets the generation too, before it is live.
    """
    from index.build import build  # the parsers, only when pages are read

    cluster = cluster_at(engine) if engine else None
    processes = cores() if is_light(encoder) else 1
    loaded = load_encoder(encoder, cache=default_cache(os.environ), threads=1 if processes > 1 else BUILDING)
    built = build(
        content,
        folder,
        loaded,
        default_facets=FAQ / "facets.toml",
        alternates=alternates,
        processes=processes,
        progress=True,
        before_live=cluster.write if cluster else None,
    )
    for fault in built.diagnostics:
        click.echo(str(fault), err=True)
    click.echo(
        f"{named or folder}: {built.pages} pages ({built.parsed} parsed), {built.sections} sections, "
        f"{built.passages} passages ({built.encoded} encoded), generation {built.generation}; {built.nearest}",
        err=True,
    )
    if cluster:
        _make_live(cluster, folder)


def cores() -> int:
    """The cores that this process may use; 1 where libraries that have begun to work do not survive a fork."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def roll_back(folder: Path, engine: Address | None = None) -> str:
    """Make the generation before the live one live again, in a cluster too, and return its name."""
    cluster = cluster_at(engine) if engine else None
    name = rollback(folder).name
    if cluster:
        _make_live(cluster, folder)
    return name


def _make_live(cluster: "QdrantCluster", folder: Path) -> None:
    manifest = read_manifest(load(folder, lambda generation: generation))
    cluster.make_live(manifest)
    click.echo(f"{cluster}: collection {cluster.collection(manifest)} is live", err=True)


def cluster_at(address: Address) -> "QdrantCluster":
    """The cluster at an address, its key taken from the environment.

    Raises:
        EngineExtraMissing: if its client is not installed.
        EngineRefuses: if the key would go over the network for anyone to read.
    """
    try:
        from index.engines.qdrant_cluster import QdrantCluster  # qdrant_client, only when asked for
    except ModuleNotFoundError as exc:
        if (exc.name or "").partition(".")[0] != "qdrant_client":
            raise
        raise EngineExtraMissing from exc
    return QdrantCluster.at(address, os.environ.get("OTVET_ENGINE_KEY", ""))


def open_searcher(
    folder: Path, reranker: str | None = None, *, base: str | None = None, engine: Address | None = None
) -> Searcher:
    """The live generation, ready for questions; if nothing is at the default place, the bundled FAQ is built first.

    Args:
        folder: The index.
        reranker: Folder or hub name of a cross-encoder that orders the first sections anew.
        base: What the addresses of the server begin with that has the pages if they are published nowhere; None: no
            server does.
        engine: The address of a cluster that finds candidates.
    """
    fill_default(folder)
    return live_searcher(folder, reranker, base=base, engine=engine)


def fill_default(folder: Path) -> None:
    """Build the bundled FAQ at the default place if nothing is there: any other folder is somebody's, and stays.

    The index appears at once and whole, so a build that is stopped leaves the place free.
    """
    if folder != DEFAULT_INDEX or os.path.lexists(folder):
        return
    click.echo(f"{folder}: no index yet; building the bundled FAQ", err=True)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
            build_into(Path(scratch, folder.name), FAQ, BUNDLED, named=folder)
            Path(scratch, folder.name).rename(folder)
            sync(folder.parent)
    except OSError as exc:
        if not folder.is_dir():  # else another process was faster, and its index is as good
            raise CannotWriteIndex(folder, str(exc)) from exc


def live_searcher(
    folder: Path, reranker: str | None = None, *, base: str | None = None, engine: Address | None = None
) -> Searcher:
    """The live generation, ready for questions; the arguments are those of `open_searcher`."""
    bundle = load(folder, open_bundle)
    return Searcher(
        bundle,
        encoder_named(bundle.manifest.encoder),
        rerank=reranker_named(reranker) if reranker else None,
        unpublished=None if base is None else OwnPages({section.page for section in bundle.sections}, base=base),
        engine=cluster_at(engine).engine if engine else None,
    )


def warm(searcher: Searcher) -> None:
    """Ask the first heading, so that the first reader does not wait for what a first question loads."""
    section = next(iter(searcher.bundle.sections), None)
    if section is not None and section.title.strip():
        searcher(Query(section.title, {}))


@lru_cache(maxsize=1)
def reranker_named(name: str) -> Rerank:
    """A cross-encoder, loaded once and kept while the server reloads generations."""
    from index.ranking.cross_encoder import cross_encoder  # torch, only when asked for

    return cross_encoder(name)


def service_of(searcher: Searcher, judge: "Judge | None" = None) -> Service:
    """The functions and labels that the web layer needs, from a searcher, and from a judge of its first answers."""
    search = remembered(searcher)
    facets = searcher.bundle.facets
    choices = facets.choices()
    facet_labels = {facet.id: facet.label for facet in facets.facets} | {AUDIENCE: READER}
    labels = [*facet_labels.values(), *(label for values in choices.values() for label in values.values())]
    labels += [contact.label for contact in facets.contacts]
    return Service(
        search=judge.over(search) if judge else search,
        sections=lambda chosen: [
            SectionName(section.id, section.page, section.title, section.breadcrumb)
            for section in searcher.sections(chosen)
        ],
        section=searcher.section,
        ready=lambda: searcher.info,
        facets={facet: {value: label["ru"] for value, label in values.items()} for facet, values in choices.items()},
        facet_labels={facet: facet_labels[facet]["ru"] for facet in choices},
        counts={name: getattr(searcher.bundle.manifest, name) for name in ("pages", "sections", "passages")},
        certificate=searcher.certificate,
        offered=offered_facets(searcher.bundle.sections, facets.facets),
        contacts=lambda chosen: [
            ContactLink(contact.label["ru"], contact.url, contact.readers)
            for contact in facets.contacts
            if all_hold([scope_for(contact.readers, facets)], allowed(chosen, facets))
        ],
        meanings=Meanings(
            lambda texts: encoder_named(searcher.info.encoder).encode_queries(texts), searcher.bundle.means.queries
        ),
        labels={label["ru"]: label for label in labels},
        comparison=searcher.comparison,
        letter=LetterReader(searcher.bundle, searcher.said),
    )


def accepting(bundle: Bundle, proposals: Path) -> dict[str, Any]:
    """Fields of a `Service`: what may be accepted of a proposals file, and how; nothing without the extra ``eval``."""
    sections = {section.id: section for section in bundle.sections}
    content = Path(bundle.manifest.content)

    def offered() -> Sequence[Offer]:
        if not proposals.exists() or find_spec("scipy") is None:
            return ()
        from proposals.offers import offers

        try:
            return offers(proposals, content, sections)
        except (ProposalsError, IngestError) as exc:
            log.warning("no proposals are offered: %s", exc)
            return ()

    def accept(name: str) -> str:
        from proposals.offers import accept_offer

        try:
            written = accept_offer(proposals, name, content, sections)
        except (ProposalsError, IngestError) as exc:
            raise InvalidRequest([Fault("offer", str(exc))]) from exc
        return ", ".join(f"{path.name} — {lines}" for path, lines in written.items())

    return {"offers": offered, "accept": accept}
