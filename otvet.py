"""The command line: one group, each command a few lines that call a room."""

import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO
from wsgiref.types import WSGIApplication

import click

from eval.errors import EvalError
from index.bundle import Bundle
from index.encoder import BUNDLED, Encoder, load_encoder
from index.encoder_cache import default_cache
from index.errors import IndexingError
from index.search import Searcher
from ingest.errors import IngestError
from ingest.section import holds
from lint.errors import LintError
from server.errors import ServerError
from server.service import Contact, Listed, Service
from start.errors import StartError
from suggest.errors import SuggestError
from traffic.errors import TrafficError
from traffic.groups import Meanings
from tune.errors import TuneError

FAQ = Path(__file__).resolve().parent / "faq"
"""The bundled content; its facets.toml serves contents that have none."""

ENTRIES = FAQ.parent / "tune" / "entries"

REFUSALS = (
    *(IngestError, IndexingError, LintError, ServerError, EvalError, TrafficError, SuggestError, StartError, TuneError),
)


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
@click.option(
    "--encoder",
    default=BUNDLED,
    show_default=True,
    help="Or an adapter of `otvet tune encoder` (.npz), or a sentence-transformers model: name or folder.",
)
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


@main.command("init")
@click.argument("content", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="The index.  [default: as --index]")
@click.pass_context
def begin_with(ctx: click.Context, content: Path, out: Path | None) -> None:
    """Begin with the pages in DIR: draft facets.toml, questions.jsonl and a guide beside them; then index, lint, eval.

    A file of these names that is there already is kept as it is, and used.

    \b
    Example:
        otvet init docs/faq --out var/faq
    """
    from start.begin import begin

    index = out or Path(os.environ.get("OTVET_INDEX", "var/index"))
    begun = begin(content, bundled=FAQ / "facets.toml", index=index)
    for file in begun.files:
        click.echo(f"{file}: {'kept as it was' if file in begun.kept else 'drafted'}", err=True)
    build_into(index, content, BUNDLED)
    ctx.invoke(lint_content, content=content, fail_on="never")
    ctx.invoke(evaluate_index, questions=(begun.questions,), folder=index)


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
    from index.suggest import Suggester
    from server.app import create_app
    from server.around import Around
    from server.live import Live
    from server.run import serve as run
    from server.settings import Settings

    def opened() -> tuple[str, WSGIApplication]:
        searcher = open_searcher(folder)
        service = replace(service_of(searcher), suggest=Suggester(searcher.bundle, searcher.repair))
        return searcher.info.generation, create_app(service, around=around)

    settings = Settings.from_env(os.environ, traffic=folder.absolute().parent / "traffic.sqlite")
    with Around.of(settings) as around, Live(lambda: live_name(folder), opened) as app:
        run(
            app,
            host=host,
            port=port,
            threads=workers,
            proxies=settings.proxies,
            announce=lambda at: click.echo(f"Otvet answers at {at}", err=True),
        )


@main.command()
@click.argument("question", required=False)
@click.option("--from", "source", type=click.File("rb"), help="A file of questions, one JSON object a line.")
@index_option
@click.option("--region", help="Of questions that do not say theirs, such as kazakhstan.")
@click.pass_context
def ask(ctx: click.Context, question: str | None, source: BinaryIO | None, folder: Path, region: str | None) -> None:
    """Answer QUESTION in plain text; without it, JSON lines on standard input in JSON lines.

    A line is an object as in a POST to /api/v1/search: {"q": "…", "region": "moscow", "limit": 3}.

    Exit code: 0 answered, 3 unsure, 4 no answer, 1 an error, 2 wrong usage; of many questions the worst.

    \b
    Example:
        otvet ask "куда написать за актом сверки" --region kazakhstan
        otvet ask --from questions.jsonl > results.jsonl
    """
    from server.ask import Asker, Reply, worst

    if question is not None and source is not None:
        raise click.UsageError("give QUESTION or --from, not both.")

    def said(reply: Reply) -> int:
        click.echo(reply.text, nl=bool(reply.text))
        click.echo(reply.aside, nl=bool(reply.aside), err=True)
        return reply.code

    asker = Asker(service_of(open_searcher(folder)))
    lines = source or sys.stdin.buffer
    one = question is not None
    replies = [asker.plainly({"q": question, "region": region})] if one else asker.by_line(lines, {"region": region})
    ctx.exit(worst(map(said, replies)))


@main.command("mcp")
@index_option
@click.option(
    "--http",
    "port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="Streamable HTTP at http://127.0.0.1:PORT/mcp; 0 for any free port.  [default: standard input and output]",
)
def serve_agents(folder: Path, port: int | None) -> None:
    """Serve agents over the Model Context Protocol. Needs the extra mcp.

    \b
    Example:
        otvet mcp --http 8765
    """
    from server.mcp_run import run

    run(
        lambda: service_of(open_searcher(folder)),
        port=port,
        announce=lambda at: click.echo(f"Otvet speaks MCP at {at}", err=True),
    )


@main.command("eval")
@click.argument("questions", nargs=-1, required=True, type=click.Path(path_type=Path))
@index_option
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Keep every outcome here.")
@click.option(
    "--baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    help="What --json kept of an earlier run. Exit code 1 if this one is worse beyond noise or leaks anew.",
)
@click.option(
    "--trec", type=click.Path(file_okay=False, path_type=Path), help="Write run.txt and qrels.txt into this folder."
)
@click.option(
    "--html",
    "html_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a page with plots and the worst misses explained; it needs no other file and no network.",
)
def evaluate_index(
    questions: Sequence[Path],
    folder: Path,
    json_file: Path | None,
    baseline: Path | None,
    trec: Path | None,
    html_file: Path | None,
) -> None:
    """Measure how well the index answers QUESTIONS: files of labelled questions, or folders in the format of BEIR.

    \b
    Example:
        otvet eval eval/questions/dev.jsonl --json var/run.json
        otvet eval eval/questions/dev.jsonl --baseline var/run.json --html var/report.html
    """
    from tqdm import tqdm

    from eval.changes import verdict
    from eval.evaluation import evaluate
    from eval.foreign import foreign
    from eval.html_report import html
    from eval.record import as_json, check_writable, read_outcomes, write_json, write_text
    from eval.report import report
    from eval.trec import make_folder, write_trec

    before = read_outcomes(baseline) if baseline else None
    for file in filter(None, (json_file, html_file)):
        check_writable(file)
    if trec:
        make_folder(trec)
    searcher = open_searcher(folder)
    bundle = searcher.bundle
    evaluation = evaluate(
        questions,
        searcher,
        regions=bundle.facets.values().get("region"),
        foreign=foreign(bundle.sections),
        known=seen(bundle),
        baseline=before,
        progress=lambda asked: tqdm(asked, file=sys.stderr, unit="question"),
    )
    if json_file:
        write_json(json_file, as_json(evaluation))
    if trec:
        write_trec(trec, evaluation.outcomes, bundle.sections)
    if html_file:
        write_text(html_file, html(evaluation, made=datetime.now(UTC), explain=searcher.explain))
    click.echo(report(evaluation), nl=False)
    if evaluation.comparison and evaluation.comparison.regressions:
        raise click.ClickException(verdict(evaluation.comparison))


@main.command("lint")
@click.argument("content", type=click.Path(path_type=Path))
@click.option("--sarif", type=click.Path(dir_okay=False, path_type=Path), help="Write SARIF 2.1.0, for code review.")
@click.option("--json", "as_json", is_flag=True, help="The findings as JSON.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="Exit with 1 if there is something as bad.",
)
def lint_content(content: Path, sarif: Path | None, as_json: bool, fail_on: str) -> None:
    """Say what in CONTENT, a Markdown file or a folder of them, will answer badly, and what to write instead.

    \b
    Example:
        otvet lint docs/faq --sarif var/lint.sarif
    """
    from ingest.content import content_root
    from lint import report
    from lint.run import findings
    from lint.sarif import write_sarif
    from lint.source import parse

    parsed = parse(content, default_facets=FAQ / "facets.toml")
    found = findings(parsed, load_encoder(BUNDLED, cache=default_cache(os.environ)))
    root = content_root(content)
    if sarif:
        write_sarif(sarif, found, parsed, root)
    click.echo(report.as_json(found, root) if as_json else report.text(found, root), nl=as_json)
    click.echo(report.summary(found), err=True)
    if report.fails(found, fail_on):
        raise click.exceptions.Exit(1)


@main.command("suggest")
@index_option
@click.option(
    "--traffic",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="OTVET_TRAFFIC",
    help="What `otvet serve` kept of questions and feedback.  [default: $OTVET_TRAFFIC, else beside the index]",
)
@click.option(
    "--proposals",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Proposals that --out wrote, changed or your own, instead of new ones from traffic.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the proposals here, as JSON lines.")
@click.option(
    "--replay",
    "questions",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Labelled questions to try every proposal on; may be repeated.",
)
@click.option("--accept", "ids", multiple=True, metavar="ID", help="Write this one beside its page; may be repeated.")
@click.option("--accept-better", "better", is_flag=True, help="Write all that the trial says to accept.")
def suggest_changes(
    folder: Path,
    traffic: Path | None,
    proposals: Path | None,
    out: Path | None,
    questions: Sequence[Path],
    ids: Sequence[str],
    better: bool,
) -> None:
    """Propose alternates, synonyms, pins and missing questions from what people asked, and try them.

    Nothing is written to the content but by --accept and --accept-better, which need --replay; `otvet index` then
    takes it in.

    \b
    Example:
        otvet suggest --traffic var/traffic.sqlite --out var/proposals.jsonl
        otvet suggest --proposals var/proposals.jsonl --replay eval/questions/dev.jsonl --accept-better
    """
    from tqdm import tqdm

    from eval.questions import read_questions
    from eval.record import write_text
    from suggest.accept import choose, together, write
    from suggest.proposal import read_proposals
    from suggest.propose import from_store
    from suggest.replay import Replayed, Replayer
    from suggest.report import json_line, text

    if (ids or better) and not questions:
        raise click.UsageError("what is accepted was tried before: add --replay QUESTIONS.jsonl.")
    searcher = open_searcher(folder)
    bundle, meanings = searcher.bundle, service_of(searcher).meanings
    kept = traffic or folder.absolute().parent / "traffic.sqlite"
    found = read_proposals(proposals) if proposals else from_store(kept, bundle, meanings)
    tried, accepted = [Replayed(one, one.texts) for one in found], []
    content, sections = Path(bundle.manifest.content), {section.id: section for section in bundle.sections}
    if questions:
        asked = read_questions(questions, regions=bundle.facets.values().get("region"))
        encoder = encoder_named(bundle.manifest.encoder)
        with Replayer(
            folder, content, encoder, asked, meanings=meanings, default_facets=FAQ / "facets.toml"
        ) as replayer:
            tried = [replayer(one) for one in tqdm(found, file=sys.stderr, unit="proposal")]
            accepted = together(replayer, choose(tried, ids, better=better), ids)
    if out:
        write_text(out, "".join(map(json_line, tried)))
    click.echo(text(tried, sections), nl=False)
    for path, lines in write(accepted, content, sections).items():
        click.echo(f"{path}: {lines} lines added; run otvet index {content} to take them in", err=True)


@main.group()
def tune() -> None:
    """Learn what comes along with the program: the encoder's additions, the weights of the ranking."""


@tune.command("encoder")
@click.argument("entries", type=click.Path(exists=True, file_okay=False, path_type=Path), default=ENTRIES)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The adapter, a .npz file.")
@click.option("--epochs", type=click.IntRange(1, 20), default=3, show_default=True)
@click.option("--without", help="Leave out a subject (the name of an entries file), to test on it.")
@click.option(
    "--content",
    type=click.Path(exists=True, path_type=Path),
    help="Learn from these pages too: each heading asks for what stands under it.",
)
@click.option("--threads", type=click.IntRange(1, 64), default=1, show_default=True)
def tune_encoder(
    entries: Path, out: Path, epochs: int, without: str | None, content: Path | None, threads: int
) -> None:
    """Adapt the bundled encoder to how people ask, from training ENTRIES (default: our own). Needs the extra models.

    An index uses it with `--encoder FILE.npz`.

    \b
    Example:
        otvet tune encoder --out index/otvet-e5-small.npz
        otvet tune encoder --content docs/faq --out var/ours.npz
    """
    from index.adapter import Adapter, write_adapter
    from index.encoder_cache import DIGEST, bundled_folder
    from tune.entries import digest, read_entries
    from tune.headings import from_headings
    from tune.lora import Recipe, train

    chosen = [entry for entry in read_entries(entries) if entry.subject != without]
    if content:
        chosen += from_headings(content, default_facets=FAQ / "facets.toml")
    recipe = Recipe(epochs=epochs)
    additions, head = train(bundled_folder(default_cache(os.environ)), chosen, recipe, threads=threads)
    made_from = {"recipe": asdict(recipe), "entries": len(chosen), "entries_digest": digest(chosen), "base": DIGEST}
    write_adapter(out, Adapter(additions, head, made_from))
    click.echo(f"{out}: {out.stat().st_size / 2**20:.1f} MB, from {len(chosen)} entries", err=True)


@tune.command("ranking")
@click.option(
    "--on",
    "corpora",
    type=(click.Path(exists=True, file_okay=False, path_type=Path), click.Path(exists=True, path_type=Path)),
    metavar="INDEX QUESTIONS",
    multiple=True,
    required=True,
    help="An index and labelled questions on its content; once for each content.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The weights, a .json file."
)
def tune_ranking(corpora: Sequence[tuple[Path, Path]], out: Path) -> None:
    """Learn how much each feature counts, and what confidence follows, from questions on several contents.

    \b
    Example:
        otvet tune ranking --on var/a a.jsonl --on var/b b.jsonl --out index/learnt.json
    """
    from eval.questions import digests, read_questions
    from index.learnt import write_learnt
    from tune.ranking import asked, learn

    known = {
        f"{questions.stem} on {folder.name}": asked(open_searcher(folder).explain, read_questions([questions]))
        for folder, questions in corpora
    }
    counts = {corpus: len(questions) for corpus, questions in known.items()}
    write_learnt(out, learn(known), {"asked": counts, "digests": digests([questions for _, questions in corpora])})
    click.echo(out.read_text(encoding="utf-8"), err=True)


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
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    from index.bundle import open_bundle
    from index.generations import load

    # The products of one query are small: with two threads each they wait for one another, twice as long.
    threadpool_limits(limits=1, user_api="blas")
    if not (folder / "CURRENT").exists():
        click.echo(f"{folder}: no index yet; building the bundled FAQ", err=True)
        build_into(folder, FAQ, BUNDLED)
    bundle = load(folder, open_bundle)
    return Searcher(bundle, encoder_named(bundle.manifest.encoder))


@lru_cache(maxsize=1)
def encoder_named(name: str) -> Encoder:
    """The encoder of an index, loaded once for all generations that a server goes through."""
    return load_encoder(name, cache=default_cache(os.environ))


def seen(bundle: Bundle) -> list[str]:
    """The questions that an index and its encoder were made from."""
    from tune.entries import read_entries

    alternates = [passage.text for passage in bundle.passages if passage.kind == "alternate"]
    trained = bundle.manifest.encoder == BUNDLED or bundle.manifest.encoder.endswith(".npz")
    entries = read_entries(ENTRIES) if trained else ()
    return alternates + [text for entry in entries for text in (entry.question, *entry.asked)]


def live_name(folder: Path) -> str:
    """The name of the generation that the index's pointer names; empty while there is none."""
    try:
        return (folder / "CURRENT").read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def service_of(searcher: Searcher) -> Service:
    """What the web layer needs, from a searcher."""
    facets = searcher.bundle.facets
    labels = [facet.label for facet in facets.facets]
    labels += [value.label for facet in facets.facets for value in facet.values]
    labels += [contact.label for contact in facets.contacts]
    return Service(
        search=searcher,
        sections=lambda chosen: [
            Listed(section.id, section.page, section.title, section.breadcrumb) for section in searcher.sections(chosen)
        ],
        section=searcher.section,
        ready=lambda: searcher.info,
        facets={facet.id: {value.id: value.label["ru"] for value in facet.values} for facet in facets.facets},
        facet_labels={facet.id: facet.label["ru"] for facet in facets.facets},
        contacts=lambda chosen: [
            Contact(contact.label["ru"], contact.url, dict(contact.scope))
            for contact in facets.contacts
            if holds(contact.scope, chosen)
        ],
        meanings=Meanings(
            lambda texts: encoder_named(searcher.info.encoder).encode_queries(texts), searcher.bundle.means.queries
        ),
        labels={label["ru"]: label for label in labels},
    )


if __name__ == "__main__":
    main()
