"""Make facets of the labels that stand side by side and that no facet declares."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count

from index.analysis.analyzer import tokenise
from index.analysis.dictionary import russian
from ingest.content.facets import NO_FACETS
from ingest.fold import fold, fold_phrase
from ingest.markdown.anchors import anchor
from init.label_kinds import no_choice, place_kind
from init.label_sets import LabelSet
from init.toml import commented, table

PLACES = {"city": "Город", "country": "Страна"}
UNNAMED = "Вариант"
"""The label where neither the labels nor a heading suggest one."""

MOST = 6
"""Facets that a reader is offered; of more, those with the most label sets."""

RESERVED = NO_FACETS | {"q", "query", "limit", "abstain", "repair", "infer", "partial", "id", "page", "section"}
"""No ids of facets: other tables of facets.toml, and parameters of requests."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A facet of one group of label sets."""

    label: str
    sure: bool
    """The label is what the values are, and no word of a heading."""

    values: tuple[str, ...]
    """The labels, in the order in which they are first found."""

    doubt: str
    """Why it is probably no choice of readers; such a facet is written as a comment. Empty if it may be one."""

    first: LabelSet
    sets: int

    @property
    def names(self) -> frozenset[str]:
        """The values as they are compared."""
        return frozenset(map(fold_phrase, self.values))


def proposals(groups: Iterable[Sequence[LabelSet]]) -> list[Proposal]:
    """A facet for each group, in the same order."""
    found = [_proposal(group) for group in groups]
    likely = sorted((one for one in found if not one.doubt), key=lambda one: (not one.sure, -one.sets))
    rare = likely[MOST:]
    return [
        replace(one, doubt=f"{len(likely)} facets are too many to choose by") if one in rare else one for one in found
    ]


def proposed_tables(proposed: Iterable[Proposal], *, taken: Iterable[str]) -> Iterator[str]:
    """The facets as tables of names alone, whose forms are derived; those in doubt last, as comments.

    Args:
        proposed: The facets.
        taken: Ids that are not free.
    """
    ids = {*taken, *RESERVED}
    for one in sorted(proposed, key=lambda one: bool(one.doubt)):
        name = _free(identifier(one.label).replace("-", "_"), ids)
        sets = "set" if one.sets == 1 else "sets"
        where = f"From {one.sets} {sets} of labels, first at {one.first.page}:{one.first.line}."
        if one.doubt:
            yield commented(
                f"{where}\nEveryone sees all of them, since {one.doubt}. "
                f"Uncomment this if readers choose by them:\n{_table(name, one)}"
            )
        else:
            advice = "" if one.sure else f" «{one.label}» is a guess: say what readers choose here."
            yield _table(name, one, where + advice)


def identifier(label: str) -> str:
    """A label as an id: transliterated, in small Latin letters, digits and hyphens."""
    return "-".join(filter(None, anchor(label).encode("ascii", "ignore").decode().split("_"))) or "value"


def _proposal(group: Sequence[LabelSet]) -> Proposal:
    values = {fold_phrase(label): label for one in reversed(group) for label in reversed(one.labels)}
    labels = tuple(reversed(values.values()))
    kind = place_kind(labels)
    label = PLACES[kind] if kind else _shared(labels) or _subject(one.heading for one in group)
    doubt = f"{what} say nothing of the reader" if not kind and (what := no_choice(labels)) else ""
    return Proposal(label, kind is not None, labels, doubt, group[0], len(group))


def _shared(labels: Sequence[str]) -> str:
    """The noun that all labels have: «Филиал» of «Филиал Северный», «Филиал Южный»; empty if there is none."""
    first, *others = [list(_nouns(label)) for label in labels]
    return next((noun.capitalize() for noun in first if others and all(noun in other for other in others)), "")


def _subject(headings: Iterable[str]) -> str:
    """The noun in most of the headings, the earliest of several."""
    nouns = Counter(noun for heading in headings for noun in dict.fromkeys(_nouns(heading)))
    return nouns.most_common(1)[0][0].capitalize() if nouns else UNNAMED


def _nouns(text: str) -> Iterator[str]:
    for word in tokenise(text):
        first = russian().parses(word)[0] if russian().known(fold(word)) else None
        if first and "NOUN" in first.tag and len(word) > 2:
            yield first.normal_form


def _table(name: str, one: Proposal, comment: str = "") -> str:
    ids: set[str] = set()
    values = {
        f"values.{_free(identifier(label), ids)}": {"label": {"ru": label}, "names": [label]} for label in one.values
    }
    return table(name, {"label": {"ru": one.label}, **values}, comment)


def _free(name: str, taken: set[str]) -> str:
    """The name, or the name with a number if it is taken; it is taken from then on."""
    free = next(each for each in chain([name], (f"{name}{number}" for number in count(2))) if each not in taken)
    taken.add(free)
    return free
