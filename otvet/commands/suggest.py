"""`otvet suggest`."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from otvet.bundled import FAQ
from otvet.options import index_option


@click.command("suggest")
@index_option
@click.option(
    "--traffic",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="OTVET_TRAFFIC",
    help="The questions and feedback that `otvet serve` recorded.  [default: $OTVET_TRAFFIC, else beside the index]",
)
@click.option(
    "--proposals",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file of proposals (from --out, edited, or your own) to use instead of new ones from traffic.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the proposals here, as JSON lines.")
@click.option(
    "--replay",
    "questions",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Labelled questions on which each proposal is tried; may be repeated.",
)
@click.option(
    "--accept", "ids", multiple=True, metavar="ID", help="Write this proposal beside its page; may be repeated."
)
@click.option("--accept-better", "better", is_flag=True, help="Write every proposal whose trial recommends it.")
def suggest_changes(
    folder: Path,
    traffic: Path | None,
    proposals: Path | None,
    out: Path | None,
    questions: Sequence[Path],
    ids: Sequence[str],
    better: bool,
) -> None:
    """Propose alternates, synonyms, pins and missing questions from recorded traffic, and try them.

    Only --accept and --accept-better write to the content; both need --replay. Run `otvet index` afterwards.

    \b
    Example:
        otvet suggest --traffic var/traffic.sqlite --out var/proposals.jsonl
        otvet suggest --proposals var/proposals.jsonl --replay eval/questions/dev.jsonl --accept-better
    """
    from tqdm import tqdm

    from eval.labels.question_file import read_questions
    from eval.report.record import write_text
    from otvet.loaded_encoder import encoder_named
    from otvet.wiring import open_searcher, service_of
    from proposals.accept import choose, together, write
    from proposals.proposal import read_proposals
    from proposals.propose import from_store
    from proposals.replay import Replayed, Replayer
    from proposals.report import json_line, text

    if (ids or better) and not questions:
        raise click.UsageError("a proposal must be tried before it is accepted; add --replay QUESTIONS.jsonl.")
    searcher = open_searcher(folder)
    bundle, meanings = searcher.bundle, service_of(searcher).meanings
    kept = traffic or folder.absolute().parent / "traffic.sqlite"
    found = read_proposals(proposals) if proposals else from_store(kept, bundle, meanings)
    tried, accepted = [Replayed(one, one.texts) for one in found], []
    content, sections = Path(bundle.manifest.content), {section.id: section for section in bundle.sections}
    if questions:
        asked = read_questions(questions, facets=bundle.facets.choices())
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
        click.echo(f"{path}: {lines} lines added; run otvet index {content} to include them", err=True)
