"""Notices beside the answers of a result. Texts are for readers, hence in Russian.

The codes of a facet are ``<facet>_conflict``, ``differs_by_<facet>``, ``not_in_<facet>``, ``broader_<facet>``,
``only_in_<facet>`` and ``unlisted_<facet>``.
"""

from collections.abc import Iterable, Mapping, Sequence

from index.analysis.inflection import capitalised, case_forms
from index.asks_for_address import has_address
from index.query.facet_inference import Inferred
from index.query.repair import Repaired
from index.ranking.ranker import RankedSection
from index.result import Notice
from index.storage.bundle import Bundle
from ingest.content.facets import Facet
from ingest.content.statement import named
from ingest.markdown.split import walk
from ingest.scope.choice import stated
from ingest.scope.project import differs_by
from ingest.scope.restriction import Restriction
from ingest.section import Allowed, Scope, Section, all_hold

ENGINE_AWAY = "engine_away"
"""The code of the notice that passes: the same question gets it no more once the cluster is back."""


def elsewhere_notices(bundle: Bundle, held: Allowed, elsewhere: RankedSection | None) -> tuple[Notice, ...]:
    """Say that a section for other readers is nearer than all that hold; it is not named."""
    if elsewhere is None:
        return ()
    section = bundle.sections[elsewhere.section]
    return tuple(
        _elsewhere(facet, held[facet.id])
        for facet in bundle.facets.facets
        if _holds_for_others(section.scopes, facet, held)
    )


def differs_notices(bundle: Bundle, held: Allowed, first: RankedSection) -> tuple[Notice, ...]:
    """Say that the first answer depends on a facet for which no value is chosen."""
    depends = differs_by(bundle.sections[first.section], held)
    return tuple(_differs(facet) for facet in bundle.facets.facets if facet.id in depends and facet.id not in held)


def conflict_notices(bundle: Bundle, requested: Allowed, read: Mapping[str, Inferred]) -> tuple[Notice, ...]:
    """Say that the question says nothing of what was chosen, which is used."""
    return tuple(
        _conflict(facet, requested[facet.id], read[facet.id])
        for facet in bundle.facets.facets
        if facet.id in read and facet.id in requested and not requested[facet.id] & read[facet.id].values
    )


def broader_notices(bundle: Bundle, held: Allowed, first: RankedSection) -> tuple[Notice, ...]:
    """Say that the first answer is for a broader value than the one chosen, since none is for that alone."""
    section = bundle.sections[first.section]
    return tuple(
        _broader(facet, held[facet.id], broader)
        for facet in bundle.facets.facets
        if facet.id in held and (broader := _fallback(section, facet, held[facet.id]))
    )


def restricted_notices(bundle: Bundle, held: Allowed, restricted: Sequence[Restriction]) -> tuple[Notice, ...]:
    """Say that what the first answer tells holds for others only, in its own words.

    Args:
        bundle: The generation.
        held: What the search is held to.
        restricted: The restrictions in the first answer's section.
    """
    return tuple(
        _restricted(facet, held[facet.id], one.sentence)
        for one in restricted
        if all_hold([one.within], held)
        for facet in bundle.facets.facets
        if _holds_for_others([one.scope], facet, held)
    )


def unlisted_notices(unlisted: Iterable[tuple[Facet, str]]) -> tuple[Notice, ...]:
    """Say that the question names a place that is none of a facet's values.

    Args:
        unlisted: The facet, and the place in the nominative.
    """
    return tuple(_unlisted(facet, place) for facet, place in unlisted)


def repair_notices(repaired: Repaired) -> tuple[Notice, ...]:
    """Say what was searched for, if it is not what was typed."""
    return (Notice("repaired", f"Искали «{repaired.used}»."),) if repaired.repairs else ()


def engine_notices(*, by_stand_in: bool) -> tuple[Notice, ...]:
    """Say that the index on this machine was searched instead of the cluster."""
    message = "Общий поиск сейчас недоступен; ответ найден по копии на этом сервере."
    return (Notice(ENGINE_AWAY, message),) if by_stand_in else ()


def _elsewhere(facet: Facet, values: frozenset[str]) -> Notice:
    forms = case_forms(facet.label["ru"])
    message = f"Похоже, об этом есть раздел для {forms.other}, но не для {forms.genitive} {_named(facet, values)}."
    return Notice(f"not_in_{facet.id}", message)


def _restricted(facet: Facet, values: frozenset[str], sentence: str) -> Notice:
    """The words are quoted unless they have an address, which is for the others."""
    genitive = case_forms(facet.label["ru"]).genitive
    quoted = "" if has_address(sentence) else f": «{sentence.rstrip('.')}»"
    return Notice(f"only_in_{facet.id}", f"Для {genitive} {_named(facet, values)} это недоступно{quoted}.")


def _unlisted(facet: Facet, place: str) -> Notice:
    values = ", ".join(value.label["ru"] for value in facet.values)
    genitive = capitalised(case_forms(place).genitive, place)
    message = f"Отдельных ответов для {genitive} здесь нет. {facet.label['ru']}: {values}."
    return Notice(f"unlisted_{facet.id}", message)


def _differs(facet: Facet) -> Notice:
    forms = case_forms(facet.label["ru"])
    names = ", ".join(value.label["ru"] for value in facet.values)
    return Notice(f"differs_by_{facet.id}", f"Ответ зависит от {forms.genitive}. Выберите {forms.own}: {names}.")


def _conflict(facet: Facet, chosen: frozenset[str], inferred: Inferred) -> Notice:
    """The words are quoted unless they are an address: one of another value must not come with an answer."""
    forms = case_forms(facet.label["ru"])
    here, there = _named(facet, chosen), _named(facet, inferred.values)
    named = f"в вопросе сказано «{inferred.evidence}»"
    said = f"вопрос похож на вопрос {forms.prepositional} {there}" if set(inferred.evidence) & set(".@") else named
    message = f"Вы выбрали {forms.accusative} {here}, а {said}. Ответ показан для {forms.genitive} {here}."
    return Notice(f"{facet.id}_conflict", message)


def _broader(facet: Facet, values: frozenset[str], broader: frozenset[str]) -> Notice:
    genitive = case_forms(facet.label["ru"]).genitive
    message = (
        f"Отдельного ответа для {genitive} {_named(facet, values)} нет; "
        f"показан ответ для {genitive} {_named(facet, broader)}."
    )
    return Notice(f"broader_{facet.id}", message)


def _fallback(section: Section, facet: Facet, values: frozenset[str]) -> frozenset[str] | None:
    """The values of the narrowest block that holds for these, if it is for broader ones; None if all is for them."""
    if not any(value.within for value in facet.values if value.id in values):
        return None
    scopes = [*section.scopes, *(block.scope for block in walk(section.blocks))]
    holding = [of for scope in scopes if (of := frozenset(v for name, v in scope if name == facet.id)) & values]
    if not holding:
        return None
    narrowest = min(holding, key=lambda scope: (len(scope), sorted(scope)))
    return narrowest if values < narrowest else None


def _holds_for_others(scopes: Sequence[Scope], facet: Facet, held: Allowed) -> bool:
    """Whether the scopes name values of the facet, and none that the choice lets in."""
    named = {value for scope in scopes for name, value in scope if name == facet.id}
    return bool(named) and facet.id in held and not held[facet.id] & named


def _named(facet: Facet, values: frozenset[str]) -> str:
    """The values by their labels: «Казахстан», «Москва, Казань», «кроме: Москва»."""
    labels = {value.id: value.label["ru"] for value in facet.values}
    return named(stated(facet, values), labels, lambda left_out: f"кроме: {left_out}")
