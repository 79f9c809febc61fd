"""The command line: one group, each command a few lines that call a room."""

import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from eval.errors import EvalError
from index.encoder import BUNDLED, load_encoder
from index.encoder_cache import default_cache
from index.errors import IndexingError
from index.search import Searcher
from ingest.errors import IngestError
from server.errors import ServerError
from server.service import Contact, Listed, Service
from tune.errors import TuneError

FAQ = Path(__file__).resolve().parent / "faq"
"""The bundled content; its facets.toml serves contents that have none."""

ENTRIES = FAQ.parent / "tune" / "entries"

REFUSALS = (IngestError, IndexingError, ServerError, EvalError, TuneError)


class Commands(click.Group):
    """Turns every room's own errors into a message and exit code 1."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except REFUSALS as exc:
            raise click.ClickException(str(exc)) from exc


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Answers from a Markdown FAQ, for the reader's region."""


index_option = click.option(
    "--index",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="OTVET_INDEX",
    default=Path("var/index"),
    show_default="$OTVET_INDEX, else var/index",
    help="The index; where nothing is there, the bundled FAQ is built into it first.",
)


@main.command("index")
@click.argument("content", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="The index.  [default: as --index]")
@click.option("--encoder", default=BUNDLED, show_default=True, help="Or a sentence-transformers model: name or folder.")
@click.option(
    "--alternates",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Other ways to ask, besides PAGE.alternates.jsonl beside each page; may be repeated.",
)
def build_index(content: Path, out: Path | None, encoder: str, alternates: Sequence[Path]) -> None:
    """Build or update an index from CONTENT, a Markdown file or a folder of them.

    \b
    Example:
        otvet index docs/faq --out var/faq
    """
    build_into(out or Path(os.environ.get("OTVET_INDEX", "var/index")), content, encoder, alternates)


@main.command()
@click.argument("query")
@index_option
@click.option("--region", help="A region that the content declares, such as kazakhstan.")
@click.option("--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="Most answers.")
@click.option("--json", "as_json", is_flag=True, help="The whole result, as over HTTP.")
def search(query: str, folder: Path, region: str | None, limit: int, as_json: bool) -> None:
    """Answer QUERY.

    \b
    Example:
        otvet search "куда написать за актом сверки" --region kazakhstan
    """
    from index.result import Query
    from server.contract import SearchResponse

    try:
        result = open_searcher(folder)(Query(query, {"region": region} if region else {}, limit))
    except ValueError as exc:
        raise click.ClickException(str(exc)) from exc
    if as_json:
        click.echo(SearchResponse(result).model_dump_json(by_alias=True, indent=2))
        return
    for notice in result.notices:
        click.echo(f"({notice.message})\n")
    for answer in result.answers:
        click.echo(f"## {answer.section}  [{answer.confidence:.2f}]\n{answer.text}\n{answer.url}\n")
    if not result.answers:
        click.echo("No answer here. Nearest questions:")
        for related in result.related:
            click.echo(f"- {related.section}")


@main.command()
@index_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=4, show_default=True, help="Requests answered at once.")
def serve(folder: Path, host: str, port: int, workers: int) -> None:
    """Serve the page and the API.

    \b
    Example:
        otvet serve --port 8080
    """
    from server.app import create_app
    from server.run import serve as run

    app = create_app(service_of(open_searcher(folder)))
    run(app, host=host, port=port, threads=workers, announce=lambda at: click.echo(f"Otvet answers at {at}", err=True))


@main.command("eval")
@click.argument("questions", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@index_option
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Keep every outcome here.")
def evaluate_index(questions: Sequence[Path], folder: Path, json_file: Path | None) -> None:
    """Measure how well the index answers QUESTIONS, files of labelled questions.

    \b
    Example:
        otvet eval eval/questions/dev.jsonl --json var/run.json
    """
    from tqdm import tqdm

    from eval.evaluation import evaluate
    from eval.foreign import foreign

    searcher = open_searcher(folder)
    bundle = searcher.bundle
    report = evaluate(
        questions,
        searcher,
        regions=bundle.facets.values().get("region"),
        foreign=foreign(bundle.sections),
        known=[passage.text for passage in bundle.passages if passage.kind == "alternate"],
        json_file=json_file,
        progress=lambda asked: tqdm(asked, file=sys.stderr, unit="question"),
    )
    click.echo(report, nl=False)


@main.command()
@click.argument("entries", type=click.Path(exists=True, file_okay=False, path_type=Path), default=ENTRIES)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The adapter, a .npz file.")
@click.option("--epochs", type=click.IntRange(1, 20), default=1, show_default=True)
@click.option("--without", help="Leave out a subject (the name of an entries file), to test on it.")
@click.option("--threads", type=click.IntRange(1, 64), default=1, show_default=True)
def tune(entries: Path, out: Path, epochs: int, without: str | None, threads: int) -> None:
    """Adapt the bundled encoder to how people ask, from training ENTRIES (default: our own). Needs the extra models.

    \b
    Example:
        otvet tune --out index/otvet-e5-small.npz
    """
    from index.adapter import write_adapter
    from index.encoder_cache import DIGEST, bundled_folder
    from tune.entries import digest, read_entries
    from tune.lora import Recipe, train

    chosen = [entry for entry in read_entries(entries) if entry.subject != without]
    recipe = Recipe(epochs=epochs)
    additions = train(bundled_folder(default_cache(os.environ)), chosen, recipe, threads=threads)
    made_from = {"recipe": asdict(recipe), "entries": len(chosen), "entries_digest": digest(chosen), "base": DIGEST}
    write_adapter(out, additions, made_from)
    click.echo(f"{out}: {out.stat().st_size / 2**20:.1f} MB, from {len(chosen)} entries", err=True)


def build_into(folder: Path, content: Path, encoder: str, alternates: Sequence[Path] = ()) -> None:
    """Build, and say on stderr what was done and what is wrong in the pages."""
    from index.build import build

    loaded = load_encoder(encoder, cache=default_cache(os.environ))
    built = build(content, folder, loaded, default_facets=FAQ / "facets.toml", alternates=alternates, progress=True)
    for fault in built.diagnostics:
        click.echo(str(fault), err=True)
    click.echo(
        f"{folder}: {built.pages} pages ({built.parsed} parsed), {built.sections} sections, "
        f"{built.passages} passages ({built.encoded} encoded), generation {built.generation}",
        err=True,
    )


def open_searcher(folder: Path) -> Searcher:
    """The live generation, ready for questions; the bundled FAQ is built first where there is no index."""
    from index.bundle import open_bundle
    from index.generations import load

    if not (folder / "CURRENT").exists():
        click.echo(f"{folder}: no index yet; building the bundled FAQ", err=True)
        build_into(folder, FAQ, BUNDLED)
    bundle = load(folder, open_bundle)
    return Searcher(bundle, load_encoder(bundle.manifest.encoder, cache=default_cache(os.environ)))


def service_of(searcher: Searcher) -> Service:
    """What the web layer needs, from a searcher."""
    facets = searcher.bundle.facets
    contact = facets.site.contact
    return Service(
        search=searcher,
        sections=lambda chosen: [
            Listed(section.id, section.page, section.title, section.breadcrumb) for section in searcher.sections(chosen)
        ],
        section=searcher.section,
        ready=lambda: searcher.info,
        facets={facet.id: {value.id: value.label["ru"] for value in facet.values} for facet in facets.facets},
        facet_labels={facet.id: facet.label["ru"] for facet in facets.facets},
        contact=lambda chosen: Contact(*contact) if contact else None,
    )


if __name__ == "__main__":
    main()
