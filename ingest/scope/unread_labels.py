"""Labels side by side: which are not understood, whom their blocks are left to, and the reports of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ingest.content.facets import Facet, Facets
from ingest.diagnostic import Diagnostic
from ingest.scope.choice import OTHER
from ingest.scope.labels import Label, Named, What, named, shortened
from ingest.scope.phrases import merged
from ingest.section import EVERYONE, Scope

CODE = "unread-scope"

_ADVICE: Mapping[What, str] = {
    "tab": "label it «{label}» and nothing else, or add this label to the names in facets.toml",
    "details": "write the summary «{label}», or begin it with what it says for everyone",
    "code": "make its title «{label}», or one that names no value; if it is no code, indent it less",
    "item": "begin it with «{label}: », or with what it says for everyone",
    "heading": "make it «{label}» and nothing else, or begin with what it says for everyone",
    "caption": "make it «{label}:» and nothing else, or begin with what it says for everyone",
    "column": "head it «{label}» and nothing else",
    "row": "begin it with «{label}» and nothing else",
    "sentence": "write what is for «{label}» as a step or a paragraph of its own",
    "bracket": "write «({label})», or move the words out of the brackets if they hold for everyone",
}

Group = Sequence[tuple[int, Label]]
"""Labels side by side, each with the number of what it is the label of."""


class UnreadLabels:
    """Finds the labels of a page that are not understood, and collects reports."""

    def __init__(self, page: str, facets: Facets) -> None:
        self.page, self.facets = page, facets
        self.faults: list[Diagnostic] = []
        self.names: dict[tuple[Label, str], Named | None] = {}
        self.beyond: dict[int, tuple[Group, Group]] = {}
        """By its identity, a group, and the labels beside the container that it is in."""
        self.groups: dict[tuple[int, str], tuple[Group, set[frozenset[str]]]] = {}
        """The group is kept with what it says, so that no other takes its identity."""

    def decided(self, labels: Group, beside: Group = ()) -> dict[int, Scope]:
        """The scopes of those among labels side by side that are not understood, by the number with each."""
        found: dict[int, Scope] = {}
        for facet in self.facets.facets if labels else ():
            for at, label, values in self.unread([label for _, label in labels], beside, facet):
                number = labels[at][0]
                found[number] = merged(found.get(number, EVERYONE), frozenset((facet.id, value) for value in values))
                if label.what != "column" or number == next(iter(found)):  # without one of them no other is read
                    self.report(label, facet, values)
        return found

    def unread(
        self, labels: Sequence[Label], beside: Group, facet: Facet
    ) -> Iterator[tuple[int, Label, frozenset[str]]]:
        """Of labels side by side, those that are not understood, and the values that they are left to."""
        said = [self.said(label, facet) for label in labels]
        own = {one.values for one in said if one}
        around = own | self.around(beside, facet)
        left = frozenset({value.id for value in facet.values}.difference(*own))
        understood = sum(label.held(facet) != frozenset() for label in labels)
        for at, (label, one) in enumerate(zip(labels, said, strict=True)):
            if label.held(facet):
                continue
            if one and one.values and (one.alone or any(values and values != one.values for values in around)):
                yield at, label, one.values
            elif (one is None or one.guessed) and _is_odd_one_out(label, understood, len(labels), left):
                yield at, label, left if len(left) == 1 and understood == len(labels) - 1 else frozenset({OTHER})

    def around(self, beside: Group, facet: Facet) -> set[frozenset[str]]:
        """What any of these labels names, found once for each group."""
        key = (id(beside), facet.id)
        if key not in self.groups:
            found = {one.values for _, label in beside if (one := self.said(label, facet))}
            outer = self.beyond.get(id(beside), ((), ()))[1]
            self.groups[key] = beside, found | self.around(outer, facet) if outer else found
        return self.groups[key][1]

    def wider(self, group: Group, more: Group) -> Group:
        """A group with more labels, beside what it is beside."""
        result = [*group, *more]
        self.beyond[id(result)] = result, self.beyond.get(id(group), ((), ()))[1]
        return result

    def values(self, labels: Iterable[Label], facet: Facet) -> set[frozenset[str]]:
        """What each of these labels names of a facet."""
        return {said.values for one in labels if (said := self.said(one, facet)) and said.values}

    def said(self, label: Label, facet: Facet) -> Named | None:
        """What a label is understood to say, or names."""
        if held := label.held(facet):
            return Named(held, False)
        key = (label, facet.id)
        if key not in self.names:
            self.names[key] = named(label, facet, self.facets)
        return self.names[key]

    def report(self, label: Label, facet: Facet, values: Collection[str]) -> None:
        """Collect the report of a label that is not understood."""
        if not label.text.strip():
            return  # that it has no label is reported
        name = facet.label["ru"]
        known = next((value.label["ru"] for value in facet.values if value.id in values), "")
        says = f"names «{known}» ({name})" if known else f"says no value of «{name}», as those beside it do,"
        found = f"the {label.what} «{shortened(label.text)}» {says} and is not understood"
        advice = _ADVICE[label.what].format(label=known or facet.values[0].label["ru"])
        withheld = "until then readers with another value do not get its text"
        self.faults.append(Diagnostic(self.page, label.line, CODE, found, f"{advice}; {withheld}"))


def _is_odd_one_out(label: Label, understood: int, count: int, left: Collection[str]) -> bool:
    """Whether every other label says a value, so that this one must say one too; a tab's must if any other does and it
    says nothing."""
    if label.what == "tab" and not label.text.strip():
        return understood > 0
    return label.what in ("tab", "item") and label.apart and bool(left) and 0 < understood == count - 1
