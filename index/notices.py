"""Notices beside the answers of a result. Texts are for readers, hence in Russian.

The codes of a facet are ``<facet>_conflict``, ``differs_by_<facet>`` and ``not_in_<facet>``.
"""

from collections.abc import Mapping

from index.analysis.inflection import case_forms
from index.query.facet_inference import Inferred
from index.query.repair import Repaired
from index.ranking.ranker import RankedSection, Ranking
from index.result import Notice
from index.storage.bundle import Bundle
from ingest.content.facets import Facet
from ingest.scope.project import differs_by
from ingest.section import Chosen, Section


def elsewhere_notices(bundle: Bundle, chosen: Chosen, ranking: Ranking) -> tuple[Notice, ...]:
    """Say that a section for other readers is nearer than all that hold; it is not named."""
    if ranking.elsewhere is None:
        return ()
    section = bundle.sections[ranking.elsewhere.section]
    return tuple(
        _elsewhere(facet, chosen[facet.id])
        for facet in bundle.facets.facets
        if _holds_for_others(section, facet, chosen)
    )


def differs_notices(bundle: Bundle, chosen: Chosen, first: RankedSection) -> tuple[Notice, ...]:
    """Say that the first answer depends on a facet for which no value is chosen."""
    depends = differs_by(bundle.sections[first.section])
    return tuple(_differs(facet) for facet in bundle.facets.facets if facet.id in depends and facet.id not in chosen)


def conflict_notices(bundle: Bundle, requested: Chosen, read: Mapping[str, Inferred]) -> tuple[Notice, ...]:
    """Say that the question names another value than the one chosen, which is used."""
    return tuple(
        _conflict(facet, requested[facet.id], read[facet.id])
        for facet in bundle.facets.facets
        if facet.id in read and requested.get(facet.id, read[facet.id].value) != read[facet.id].value
    )


def repair_notices(repaired: Repaired) -> tuple[Notice, ...]:
    """Say what was searched for, if it is not what was typed."""
    return (Notice("repaired", f"Искали «{repaired.used}»."),) if repaired.repairs else ()


def _elsewhere(facet: Facet, value: str) -> Notice:
    forms = case_forms(facet.label["ru"])
    message = (
        f"Похоже, об этом есть раздел для {forms.other}, но не для {forms.genitive} {_labels(facet).get(value, value)}."
    )
    return Notice(f"not_in_{facet.id}", message)


def _differs(facet: Facet) -> Notice:
    forms = case_forms(facet.label["ru"])
    names = ", ".join(_labels(facet).values())
    return Notice(f"differs_by_{facet.id}", f"Ответ зависит от {forms.genitive}. Выберите {forms.own}: {names}.")


def _conflict(facet: Facet, chosen: str, inferred: Inferred) -> Notice:
    """The words are quoted unless they are an address: one of another value must not come with an answer."""
    forms, labels = case_forms(facet.label["ru"]), _labels(facet)
    here, there = labels[chosen], labels[inferred.value]
    named = f"в вопросе сказано «{inferred.evidence}»"
    said = f"вопрос похож на вопрос {forms.prepositional} {there}" if set(inferred.evidence) & set(".@") else named
    message = (
        f"Вы выбрали {forms.accusative} {here}, а {said}. Ответ показан для {forms.genitive} {here}; "
        f"чтобы увидеть ответ для {forms.genitive} {there}, переключите {forms.accusative}."
    )
    return Notice(f"{facet.id}_conflict", message)


def _holds_for_others(section: Section, facet: Facet, chosen: Chosen) -> bool:
    """Whether the whole section is for values of the facet other than the chosen one."""
    named = {value for scope in section.scopes for name, value in scope if name == facet.id}
    return bool(named) and facet.id in chosen and chosen[facet.id] not in named


def _labels(facet: Facet) -> dict[str, str]:
    return {value.id: value.label["ru"] for value in facet.values}
