"""The controls by which a reader chooses values of facets, and what is chosen in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from index.analysis.inflection import capitalised, case_forms
from index.result import FacetChoice
from ingest.content.statement import OUT, parts
from ingest.content.statement import named as statement_named
from ingest.section import Chosen
from server.service import Service
from server.translations import CONTENT, Translator

SEGMENTS = 24
"""Most letters that all options of a row of segments have together: so many fit on a phone."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a reader may choose; of a choice of several, or of all but some, these too, as one option."""

    value: str
    """A statement, as `ingest.content.statement` has it."""
    label: str
    """In the reader's language."""
    chosen: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that was read from the question, and how a control shows it; an address that is sent has none of it."""

    value: str
    """A statement."""
    name: str
    """In the reader's language, as all that follows."""
    words: str
    """That it was read from the question."""
    title: str
    """From which words of it."""
    off: str
    """Address of the same question without what is read from it."""
    remove: str
    """What that does."""


@dataclass(frozen=True, slots=True)
class FacetControl:
    """A facet with the options that it has for a reader."""

    facet: str
    label: str
    """In the reader's language."""
    options: tuple[Option, ...]
    segments: bool
    """Whether the options stand side by side; else they open as a menu."""
    read: Reading | None = None
    """What the question says, where nothing is chosen."""

    @property
    def chosen(self) -> Option | None:
        """The chosen option; None: all values."""
        return next((option for option in self.options if option.chosen), None)


def facet_controls(
    service: Service, choice: Chosen, t: Translator, read: Mapping[str, Reading] = MappingProxyType({})
) -> list[FacetControl]:
    """A control for each facet that the service offers. The first is a row of segments if its options are short.

    Args:
        service: What offers them.
        choice: What the reader chose.
        t: The reader's language.
        read: Facet → what the question says.
    """
    controls: list[FacetControl] = []
    for facet in service.offered:
        values, statement = service.facets[facet], choice.get(facet, "")
        label = t.label(service.facet_labels.get(facet, facet))
        options = [Option(value, t.label(name), value == statement) for value, name in values.items()]
        if statement and statement not in values:
            options.append(Option(statement, named(statement, values, t), chosen=True))
        short = sum(len(option.label) for option in options) + len(t("every")) <= SEGMENTS
        controls.append(
            FacetControl(facet, label, tuple(options), segments=short and not controls, read=read.get(facet))
        )
    return controls


def named(statement: str, labels: Mapping[str, str], t: Translator) -> str:
    """A choice in the reader's language: «Казань», «Москва, Казань», «кроме: Москва».

    Args:
        statement: As `ingest.content.statement` has it; empty for all values.
        labels: Value → its Russian label; others are left out.
        t: The reader's language.
    """
    translated = {value: t.label(label) for value, label in labels.items()}
    return statement_named(statement, translated, lambda left_out: t("without", what=left_out))


def taken(statement: str | None) -> list[str]:
    """The values that a choice names, without those that it excludes."""
    return [part for part in parts(statement or "") if not part.startswith(OUT)]


def depends(label: str, t: Translator) -> str:
    """The sentence that an answer depends on a facet, which asks for the reader's own value.

    Args:
        label: The facet's label in the content's language; inflected where sentences in that language need it.
        t: The reader's language.
    """
    forms = case_forms(label) if t.language == CONTENT else None
    cases = {"of": forms.genitive, "own": forms.own} if forms else {}
    return t("differs_by_facet", facet=t.label(label), **cases)


def reading(facet: str, one: FacetChoice, service: Service, t: Translator, *, off: str) -> Reading:
    """What a question says of a facet, for its control.

    Args:
        facet: Its id.
        one: What was read.
        service: For the names.
        t: The reader's language.
        off: Address of the same question without what is read from it.
    """
    name = named(one.value, service.facets[facet], t)
    label = t.label(service.facet_labels.get(facet, facet))
    title = t("understood", evidence=one.evidence) if one.evidence else t("understood_so")
    return Reading(one.value, name, t("read"), title, off, t("remove", what=f"{label}: {name}"))


def show_for(label: str, t: Translator) -> str:
    """What a button says that shows the answer for a value: «Показать для Казахстана».

    Args:
        label: The value's, in the content's language; inflected where that language needs it.
        t: The reader's language.
    """
    if t.language != CONTENT:
        return t("show_for", value=t.label(label))
    return t("show_for", value=capitalised(case_forms(label).genitive, label))
