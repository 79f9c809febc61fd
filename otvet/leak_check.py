"""Check all outputs of an index for text of other readers."""

import sys
from collections.abc import Callable, Collection

import click
from tqdm import tqdm

from eval.leaks.find import Suspect, suspects
from eval.leaks.foreign import foreign, foreign_titles
from eval.leaks.plain_reading import Values
from eval.leaks.proof import Proof, asked_about, prove
from eval.leaks.readers import Reader, readers
from index.search import Searcher
from ingest.scope.project import differs_by
from otvet.outputs import outputs

Source = Callable[[Values], Collection[str]]


def checked(searcher: Searcher, source: Source | None, most: int) -> Proof:
    """Ask about up to ``most`` sections as every reader.

    Args:
        searcher: The index.
        source: What a reader must not see, by a plain reading of the pages; None if they were not read.
        most: Sections, see `eval.leaks.proof.asked_about`.

    Raises:
        ClickException: if the content has no facets, so that all readers see the same.
    """
    sections, facets = searcher.bundle.sections, searcher.bundle.facets
    everyone = readers(facets)
    if not everyone:
        raise click.ClickException("the content has no facets, so nothing in it is for some readers only.")
    by_scope, titles = foreign(sections, facets), foreign_titles(sections, facets)

    def wanted(reader: Reader) -> Collection[Suspect]:
        found = {*suspects(by_scope(reader.chosen), "foreign"), *suspects(titles(reader.chosen), "foreign")}
        known = {suspect.fragment for suspect in found}
        read = source(reader.values) if source else ()
        return found | set(suspects((text for text in read if text not in known), "source"))

    return prove(
        asked_about(sections, {one.id for one in sections if one.scopes or differs_by(one)}, most=most),
        everyone,
        outputs(searcher),
        wanted,
        progress=lambda asked: tqdm(asked, file=sys.stderr, unit="reader"),
    )
