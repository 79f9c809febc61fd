"""`otvet tune`."""

import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from otvet.bundled import ENTRIES, FAQ


@click.group()
def tune() -> None:
    """Train the encoder's adapter and the weights of the ranking."""


@tune.command("encoder")
@click.argument("entries", type=click.Path(exists=True, file_okay=False, path_type=Path), default=ENTRIES)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The adapter, a .npz file.")
@click.option("--epochs", type=click.IntRange(1, 20), default=3, show_default=True)
@click.option("--without", help="Leave out a subject (the name of an entries file), to evaluate on it.")
@click.option(
    "--content",
    type=click.Path(exists=True, path_type=Path),
    help="Also train on these pages: each heading is a question, and the text under it its answer.",
)
@click.option("--threads", type=click.IntRange(1, 64), default=1, show_default=True)
def tune_encoder(
    entries: Path, out: Path, epochs: int, without: str | None, content: Path | None, threads: int
) -> None:
    """Train an adapter for the bundled encoder on ENTRIES (default: our own). Requires the extra "models".

    To use the adapter, build an index with `--encoder FILE.npz`.

    \b
    Example:
        otvet tune encoder --out index/bundled_model/otvet-e5-small.npz
        otvet tune encoder --content docs/faq --out var/ours.npz
    """
    from index.bundled_model.adapter import Adapter, write_adapter
    from index.bundled_model.cache import DIGEST, default_cache, torch_folder
    from tune.headings import from_headings
    from tune.lora import Recipe, train
    from tune.training_entry import digest, read_entries

    chosen = [entry for entry in read_entries(entries) if entry.subject != without]
    if content:
        chosen += from_headings(content, default_facets=FAQ / "facets.toml")
    recipe = Recipe(epochs=epochs)
    additions, head = train(torch_folder(default_cache(os.environ)), chosen, recipe, threads=threads)
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
    help="An index and labelled questions on its content; may be repeated, once for each content.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The weights, a .json file."
)
@click.option("--confidence-only", is_flag=True, help="Keep the shipped weights and fit the confidence alone.")
def tune_ranking(corpora: Sequence[tuple[Path, Path]], out: Path, confidence_only: bool) -> None:
    """Fit the weights of the features and the calibration of confidence on questions about several contents.

    \b
    Example:
        otvet tune ranking --on var/a a.jsonl --on var/b b.jsonl --out index/ranking/learnt.json
    """
    from eval.labels.question_file import digests, read_questions
    from index.ranking.parameters import shipped, write_parameters
    from otvet.wiring import open_searcher
    from tune.ranking import labelled_rankings, learn

    known = {
        f"{questions.stem} on {folder.name}": labelled_rankings(
            open_searcher(folder).explain, read_questions([questions])
        )
        for folder, questions in corpora
    }
    counts = {corpus: len(questions) for corpus, questions in known.items()}
    learnt = learn(known, shipped().weights if confidence_only else None)
    write_parameters(out, learnt, {"asked": counts, "digests": digests([questions for _, questions in corpora])})
    click.echo(out.read_text(encoding="utf-8"), err=True)
