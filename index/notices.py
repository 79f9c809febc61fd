"""What a reader should know of a result beside its answers. Texts are for people, hence Russian."""

from collections.abc import Mapping

from index.query.facet_inference import Inferred
from index.query.repair import Repaired
from index.ranking.ranker import RankedSection, Ranking
from index.result import Notice
from index.storage.bundle import Bundle
from ingest.scope.project import differs_by
from ingest.section import Chosen

REGION = "region"


def elsewhere_notices(bundle: Bundle, chosen: Chosen, ranking: Ranking) -> tuple[Notice, ...]:
    """Says that a section of another region is nearer than all of the reader's; names it by its region alone."""
    elsewhere = ranking.elsewhere
    if REGION not in chosen or elsewhere is None or not _for_other_region(bundle, elsewhere, chosen):
        return ()
    label = _labels(bundle).get(chosen[REGION], chosen[REGION])
    return (Notice("not_in_region", f"Похоже, об этом есть раздел для другого региона, но не для региона {label}."),)


def differs_notices(bundle: Bundle, chosen: Chosen, first: RankedSection) -> tuple[Notice, ...]:
    """Says that the first answer depends on a region that is not known."""
    if REGION in chosen or REGION not in differs_by(bundle.sections[first.section]):
        return ()
    names = ", ".join(_labels(bundle).values())
    return (Notice("differs_by_region", f"Ответ зависит от региона. Выберите свой: {names}."),)


def conflict_notices(bundle: Bundle, requested: Chosen, read: Mapping[str, Inferred]) -> tuple[Notice, ...]:
    """Says that the words speak of another region than the one chosen, which stands.

    The words are quoted unless they are an address: one of another region must not come with an answer.
    """
    inferred = read.get(REGION)
    if inferred is None or requested.get(REGION, inferred.value) == inferred.value:
        return ()
    labels = _labels(bundle)
    here, there = labels[requested[REGION]], labels[inferred.value]
    named = f"в вопросе сказано «{inferred.evidence}»"
    said = f"вопрос похож на вопрос о регионе {there}" if set(inferred.evidence) & set(".@") else named
    message = (
        f"Вы выбрали регион {here}, а {said}. Ответ показан для региона {here}; "
        f"чтобы увидеть ответ для региона {there}, переключите регион."
    )
    return (Notice("region_conflict", message),)


def repair_notices(repaired: Repaired) -> tuple[Notice, ...]:
    """Says what was searched for, if it is not what was typed."""
    return (Notice("repaired", f"Искали «{repaired.used}»."),) if repaired.repairs else ()


def _for_other_region(bundle: Bundle, one: RankedSection, chosen: Chosen) -> bool:
    named = {pair for scope in bundle.sections[one.section].scopes for pair in scope if pair[0] == REGION}
    return bool(named) and (REGION, chosen[REGION]) not in named


def _labels(bundle: Bundle) -> dict[str, str]:
    region = bundle.facets.get(REGION)
    return {value.id: value.label["ru"] for value in region.values} if region else {}
