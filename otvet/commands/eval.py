"""`otvet eval`."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.encoders.registry import BUNDLED
from otvet.bundled import ENTRIES
from otvet.options import index_option, reranker_option

if TYPE_CHECKING:
    from eval.evaluation import Evaluation
    from index.search import Searcher
    from index.storage.bundle import Bundle


@click.command("eval")
@click.argument("questions", nargs=-1, type=click.Path(path_type=Path))
@index_option
@reranker_option
@click.option(
    "--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Write every outcome to this file."
)
@click.option(
    "--baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file that --json wrote earlier. Exit code 1 if this run is significantly worse or has new leaks.",
)
@click.option(
    "--trec", type=click.Path(file_okay=False, path_type=Path), help="Write run.txt and qrels.txt into this folder."
)
@click.option(
    "--html",
    "html_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a self-contained HTML report with plots and the worst misses explained.",
)
@click.option(
    "--mix",
    metavar="TYPE=SHARE,…",
    help="Measure also as if questions came in these shares, such as answers=0.4,related=0.2,nothing=0.4.",
)
@click.option(
    "--certify",
    is_flag=True,
    help="Find the confidence from which at most 5 % of what is answered is wrong, at 95 % confidence (with --mix: in "
    "that mix); or how many labelled questions are lacking.",
)
@click.option(
    "--keep",
    is_flag=True,
    help="With --certify: keep the certificate with the index, whose answers then have that threshold.",
)
@click.option(
    "--leaks",
    is_flag=True,
    help="Instead of asking QUESTIONS: ask each section's heading as each reader, and search every field of every "
    "output for text of other readers. Exit code 1 if any is found.",
)
@click.option(
    "--content",
    type=click.Path(exists=True, path_type=Path),
    help="With --leaks: check this page or folder instead of the index. It is indexed with the hash encoder in a "
    "temporary folder, and its source is read plainly, too.",
)
@click.option(
    "--sections",
    "most",
    type=click.IntRange(min=1),
    default=40,
    show_default=True,
    help="With --leaks: most sections to ask about; those that differ by reader first.",
)
def evaluate_index(
    questions: Sequence[Path],
    folder: Path,
    reranker: str | None,
    json_file: Path | None,
    baseline: Path | None,
    trec: Path | None,
    html_file: Path | None,
    mix: str | None,
    certify: bool,
    keep: bool,
    leaks: bool,
    content: Path | None,
    most: int,
) -> None:
    """Measure how well the index answers QUESTIONS: files of labelled questions, or folders in the format of BEIR.

    \b
    Example:
        otvet eval eval/questions/dev.jsonl --json var/run.json
        otvet eval eval/questions/dev.jsonl --baseline var/run.json --html var/report.html
        otvet eval --leaks --content faq
    """
    if leaks:
        if questions:
            raise click.UsageError("--leaks asks the headings of the index; leave out QUESTIONS.")
        return check_leaks(folder, content, most)
    if not questions:
        raise click.UsageError("Missing argument 'QUESTIONS...'.")
    if content:
        raise click.UsageError("--content says what --leaks checks; give --leaks too.")
    from tqdm import tqdm

    from eval.evaluation import evaluate
    from eval.leaks.foreign import foreign
    from eval.mix import read_mix
    from eval.report.changes import verdict
    from eval.report.html import html
    from eval.report.record import as_json, check_writable, read_outcomes, write_json, write_text
    from eval.report.table import report
    from eval.report.trec import make_folder, write_trec
    from otvet.wiring import open_searcher

    if keep and not certify:
        raise click.UsageError("--keep keeps a certificate; give --certify too.")
    shares = read_mix(mix) if mix else None
    before = read_outcomes(baseline) if baseline else None
    for file in filter(None, (json_file, html_file)):
        check_writable(file)
    if trec:
        make_folder(trec)
    searcher = open_searcher(folder, reranker)
    bundle = searcher.bundle
    evaluation = evaluate(
        questions,
        searcher,
        facets=bundle.facets.choices(),
        foreign=foreign(bundle.sections, bundle.facets),
        known=seen(bundle),
        baseline=before,
        mix=shares,
        certify=certify,
        certificate=searcher.certificate,
        progress=lambda asked: tqdm(asked, file=sys.stderr, unit="question"),
    )
    if json_file:
        write_json(json_file, as_json(evaluation))
    if trec:
        write_trec(trec, evaluation.outcomes, bundle.sections)
    if html_file:
        write_text(html_file, html(evaluation, made=datetime.now(UTC), explain=searcher.explain))
    click.echo(report(evaluation), nl=False)
    if keep:
        keep_certificate(folder, searcher, evaluation)
    if evaluation.comparison and evaluation.comparison.regressions:
        raise click.ClickException(verdict(evaluation.comparison))


def check_leaks(folder: Path, content: Path | None, most: int) -> None:
    """Check an index, or a content, and print what was found.

    Raises:
        ClickException: if any text is shown to a reader whom it is not for, or if there is no facet to choose by.
    """
    from tempfile import TemporaryDirectory

    from eval.leaks.plain_reading import foreign_lines
    from eval.report.leaks import leak_report
    from ingest.content.pages import read_content
    from otvet.leak_check import checked
    from otvet.wiring import build_into, open_searcher

    if content:
        with TemporaryDirectory(prefix="otvet-leaks-") as made:
            build_into(Path(made), content, "hash")
            searcher = open_searcher(Path(made))
            pages = [page.text for page in read_content(content)]
            proof = checked(searcher, foreign_lines(pages, searcher.bundle.facets), most)
    else:
        proof = checked(open_searcher(folder), None, most)
    click.echo(leak_report(proof, read=content is not None), nl=False)
    if proof.leaks:
        raise click.ClickException(f"{len(proof.leaks)} texts are shown to readers whom they are not for.")


def keep_certificate(folder: Path, searcher: "Searcher", evaluation: "Evaluation") -> None:
    """Write what was certified beside the generation that was asked.

    Raises:
        ClickException: if nothing was.
    """
    from eval.certification import certificate_of
    from eval.statistics.certificate import Certified
    from index.storage.certificate import write_certificate

    if not isinstance(evaluation.certification, Certified):
        raise click.ClickException("no threshold was certified, so the index keeps what it had.")
    certificate = certificate_of(
        evaluation.certification,
        mix=evaluation.mix.mix if evaluation.mix else None,
        questions=list(evaluation.files.values()),
        parameters=searcher.parameters.digest,
        made=datetime.now(UTC),
    )
    generation = folder / "generations" / searcher.info.generation
    write_certificate(generation, certificate)
    click.echo(f"{generation}: certificate kept; a running server takes it up when it is started again", err=True)


def seen(bundle: "Bundle") -> list[str]:
    """The alternates of an index and the questions that its encoder was trained on."""
    from tune.training_entry import read_entries

    alternates = [passage.text for passage in bundle.passages if passage.kind == "alternate"]
    trained = bundle.manifest.encoder == BUNDLED or bundle.manifest.encoder.endswith(".npz")
    entries = read_entries(ENTRIES) if trained else ()
    return alternates + [text for entry in entries for text in (entry.question, *entry.asked)]
