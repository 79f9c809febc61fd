"""`otvet eval`."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.encoders.registry import BUNDLED
from otvet.bundled import ENTRIES
from otvet.options import index_option

if TYPE_CHECKING:
    from index.storage.bundle import Bundle


@click.command("eval")
@click.argument("questions", nargs=-1, required=True, type=click.Path(path_type=Path))
@index_option
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

    from eval.evaluation import evaluate
    from eval.leaks.foreign import foreign
    from eval.report.changes import verdict
    from eval.report.html import html
    from eval.report.record import as_json, check_writable, read_outcomes, write_json, write_text
    from eval.report.table import report
    from eval.report.trec import make_folder, write_trec
    from otvet.wiring import open_searcher

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
        facets=bundle.facets.choices(),
        foreign=foreign(bundle.sections, bundle.facets),
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


def seen(bundle: "Bundle") -> list[str]:
    """The alternates of an index and the questions that its encoder was trained on."""
    from tune.training_entry import read_entries

    alternates = [passage.text for passage in bundle.passages if passage.kind == "alternate"]
    trained = bundle.manifest.encoder == BUNDLED or bundle.manifest.encoder.endswith(".npz")
    entries = read_entries(ENTRIES) if trained else ()
    return alternates + [text for entry in entries for text in (entry.question, *entry.asked)]
