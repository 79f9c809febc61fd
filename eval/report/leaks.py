"""A check for leaks as text."""

from collections.abc import Iterator

from eval.leaks.proof import Proof
from eval.statistics.interval import rate, rule_of_three

SHOWN = 20
"""Most leaks that are listed."""


def leak_report(proof: Proof, *, read: bool) -> str:
    """What was checked, how many leaks each output has, and how many there may be at most.

    Args:
        proof: The check.
        read: Whether the pages' source was read plainly, beside the index.
    """
    return "\n".join(_lines(proof, read)) + "\n"


def _lines(proof: Proof, read: bool) -> Iterator[str]:
    leaking = proof.leaking()
    by = "the scopes of the index and a plain reading of the source" if read else "the scopes of the index"
    yield f"{proof.combinations} combinations: {proof.sections} sections × {proof.readers} readers × fields of outputs"
    yield f"{proof.fragments} texts and addresses for other readers, by {by}"
    if not read:
        yield "the source was not read: --content PATH checks the reading of the pages, too"
    yield ""
    yield f"{'output':<24}{'combinations':>14}{'with a leak':>14}"
    for output, count in proof.fields.items():
        yield f"{output:<24}{count:>14}{leaking[output]:>14}"
    yield ""
    found = leaking.total()
    share = rate(found, proof.combinations)
    bound = f"; rule of three {rule_of_three(proof.combinations):.2e}" if not found else ""
    yield f"leaks: {found} of {proof.combinations}; 95 % interval up to {share.high:.2e} (Clopper-Pearson){bound}"
    for one in proof.leaks[:SHOWN]:
        chosen = ", ".join(f"{facet}={value}" for facet, value in one.chosen.items())
        yield f"  {one.output} {one.leak.field}, {one.section}, {chosen}: {one.leak.fragment!r} ({one.leak.evidence})"
    if len(proof.leaks) > SHOWN:
        yield f"  and {len(proof.leaks) - SHOWN} more"
