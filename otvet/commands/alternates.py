"""`otvet alternates`."""

import os
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import click

from index.encoders.registry import BUNDLED
from otvet.bundled import FAQ
from otvet.options import index_option


@click.group()
def alternates() -> None:
    """Other ways to ask the questions of a content."""


@alternates.command()
@click.argument("content", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--llm", "url", metavar="URL", required=True, help="An OpenAI-compatible endpoint; key in $OTVET_LLM_KEY."
)
@click.option("--model", metavar="NAME", default="", help="Its model to use.")
@click.option("--per-section", "count", type=click.IntRange(1, 50), default=10, show_default=True)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="One file for all drafts.  [default: PAGE.drafted.jsonl beside each page]",
)
@click.option(
    "--questions",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="Labelled questions that must keep their answers, and that no draft may nearly equal; may be repeated.",
)
@index_option
@click.option(
    "--timeout", type=click.FloatRange(0.05, 3600), default=120, show_default=True, help="Seconds for one section."
)
@click.option("--dry-run", is_flag=True, help="Print what would be asked and about what it costs, and ask nothing.")
def draft(
    content: Path,
    url: str,
    model: str,
    count: int,
    out: Path | None,
    questions: Sequence[Path],
    folder: Path,
    timeout: float,
    dry_run: bool,
) -> None:
    """Let a language model draft alternates for each section of CONTENT, check them, and write them down for review.

    No index reads the drafts by itself: review them, then append them to PAGE.alternates.jsonl. Sections with drafts
    are skipped, so that an interrupted run can be repeated. With an index of the content, its encoder and vectors are
    used.

    \b
    Example:
        otvet alternates draft docs/faq --llm http://localhost:11434/v1 --model qwen3:8b --dry-run
    """
    from tqdm import tqdm

    from eval.labels.question_file import read_questions
    from eval.report.record import check_writable
    from index.storage.bundle import open_bundle
    from index.storage.generations import load
    from llm.endpoint import Endpoint
    from otvet.loaded_encoder import encoder_named
    from proposals.accept import append
    from proposals.draft import Unanswered, drafts, text
    from proposals.draft_checks import Checks
    from proposals.draft_plan import draft_file, plan
    from proposals.draft_request import ask
    from proposals.scratch_index import ScratchIndex

    endpoint = Endpoint(url, model, os.environ.get("OTVET_LLM_KEY", ""), timeout)
    planned = plan(content, out=out, default_facets=FAQ / "facets.toml")
    for file in {draft_file(content, out, brief.section.page) for brief in planned.briefs}:
        check_writable(file)
    click.echo(planned.text(count), err=True)
    if dry_run or not planned.briefs:
        return
    there = (folder / "CURRENT").exists()
    encoder = encoder_named(load(folder, open_bundle).manifest.encoder if there else BUNDLED)
    labelled = read_questions(questions) if questions else []
    unanswered = 0
    scratch = ScratchIndex(content, encoder, default_facets=FAQ / "facets.toml", vectors=folder if there else None)
    with closing(scratch):
        checks = Checks(scratch, encoder, labelled=labelled, drafts=planned.drafts)
        briefs = tqdm(planned.briefs, file=sys.stderr, unit="section")
        for outcome in drafts(briefs, lambda brief: ask(endpoint, brief, count), checks):
            if isinstance(outcome, Unanswered):
                unanswered += 1
            else:
                append(draft_file(content, out, outcome.section.page), outcome.lines)
            click.echo(text(outcome))
    if unanswered:
        raise click.ClickException(f"{unanswered} sections got no usable answer; run it again, or take another model.")
