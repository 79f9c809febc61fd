"""The measures as tables of at most 120 columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from eval.certification import NotCertified
from eval.evaluation import Evaluation
from eval.measure import ALL, Leakage, Measures, SubsetMeasures
from eval.mix import Mix, MixMeasures
from eval.pairs import PAIRED, PairMeasures
from eval.report.changes import changes
from eval.run import Outcome
from eval.statistics.certificate import LEVEL, RISK, Certified
from eval.statistics.interval import Estimate, rule_of_three
from index.storage.certificate import Certificate

MEANING = {
    "hit@1": "first section is right (answerable questions)",
    "hit@3": "a right section among the first three",
    "MRR@10": "mean of 1 / rank of the first right section",
    "nDCG@10": "gain of all right sections by rank, against the ideal order",
    "must": "first answer, where expected, has every required fragment",
    "must_not": "first answer has no forbidden fragment",
    "right": "right section shown first, or correct abstention",
    "abstain": "shown if answerable, held back if not",
    "abstain_unanswerable": "held back (unanswerable questions)",
    "shown_answerable": "shown (answerable questions)",
    "answered_answerable": "right section first, status answered (answerable)",
    "coverage": "shown (all questions)",
    "wrong_shown": "wrong section first among shown (lower is better)",
    "wrong_sure": "the same where status is answered (lower is better)",
    "related_answered": "answered, but near is not enough (lower is better)",
    "auroc": "confidence: right first answers above unanswerable",
    "auroc_trap": "the same above those of type trap",
    "both_right": "first answer has the right variant for both questions of a pair",
    "both_offered": "the same, or the right section is one of two that are offered",
}
BLOCKS = (
    ("hit@1", "hit@3", "MRR@10", "right"),
    ("must", "must_not", "abstain", "wrong_shown"),
    ("answered_answerable", "wrong_sure", "related_answered"),
)
"""Measures side by side in the tables by type and by facet: four fit the width."""

MIXED = ("right", "answered_answerable", "coverage", "wrong_shown", "wrong_sure", "auroc")
"""Measures that the mix changes and that are shown for it; the record has all."""

CLAIM = f"at most {100 * RISK:.0f} % wrong of answered at {100 * LEVEL:.0f} % confidence"
EXCHANGEABLE = "It holds for questions like these only: the files, or the mix, must be as readers ask."

NAME, CELL, LEAKS = 22, 24, 10


def report(evaluation: Evaluation) -> str:
    """An evaluation as text; a comparison with the baseline comes last."""
    compared = "" if evaluation.comparison is None else f"\n{changes(evaluation.comparison)}"
    return (
        table(evaluation.outcomes, evaluation.measures)
        + _mix(evaluation.mix)
        + _certificates(evaluation)
        + _left_out(evaluation.left_out)
        + compared
    )


def table(outcomes: Sequence[Outcome], measures: Measures) -> str:
    """The measures, each with its interval and n."""
    return (
        "\n".join(
            [*_head(outcomes), "", *_overall(measures), *_pairs(measures.pairs), *_groups(measures), *_leaks(outcomes)]
        )
        + "\n"
    )


def _head(outcomes: Sequence[Outcome]) -> Iterator[str]:
    answerable = sum(outcome.question.answerable for outcome in outcomes)
    index = outcomes[0].index
    yield f"{len(outcomes)} questions: {answerable} answerable, {len(outcomes) - answerable} not"
    yield f"index {index.generation}, encoder {index.encoder}"


def _overall(measures: Measures) -> Iterator[str]:
    yield f"{'measure':<{NAME}}{'value [95 % interval]':<{CELL - 5}}{'n':>5}"
    for name in ALL:
        yield f"{name:<{NAME}}{_cell(measures.overall.estimates.get(name))}  {MEANING[name]}"
    yield f"{'leakage':<{NAME}}{leakage(measures.overall.leakage)}"
    yield f"{'latency':<{NAME}}p50 {measures.p50_ms:.1f} ms, p95 {measures.p95_ms:.1f} ms"


def leakage(found: Leakage | None) -> str:
    """``k of n`` with the upper bound of the rate."""
    if found is None:
        return "not measured: no question has facet values and a fragment to look for"
    three = f"; rule of three: 3 / {found.n} = {rule_of_three(found.n):.4f}" if found.k == 0 else ""
    return f"{found.k} of {found.n}, rate at most {found.at_most:.4f} (exact 95 % bound{three})"


def _pairs(found: PairMeasures | None) -> Iterator[str]:
    if found is None:
        return
    yield ""
    yield f"{'kind of pair':<{NAME}}" + "".join(f"{name:<{CELL - 6}}{'pairs':>5} " for name in PAIRED).rstrip()
    for title, estimates in (("all", found.overall), *found.by_kind.items()):
        yield _short(title) + "".join(_cell(estimates.get(name)) for name in PAIRED).rstrip()


def _groups(measures: Measures) -> Iterator[str]:
    for title, groups in (("type", measures.by_type), *measures.by_facet.items()):
        for block in BLOCKS:
            yield ""
            yield from _block(title, groups, block)
        yield ""
        yield f"{title:<{NAME}}leakage"
        for name, group in groups.items():
            if group.leakage is not None:
                yield f"{_short(name)}{group.leakage.k} of {group.leakage.n}, at most {group.leakage.at_most:.3f}"


def _block(title: str, groups: Mapping[str, SubsetMeasures], names: Sequence[str]) -> Iterator[str]:
    yield f"{title:<{NAME}}" + "".join(f"{name:<{CELL - 5}}{'n':>4} " for name in names).rstrip()
    for group_name, group in groups.items():
        yield _short(group_name) + "".join(_cell(group.estimates.get(name)) for name in names).rstrip()


def _cell(estimate: Estimate | None) -> str:
    """``0.87 [0.83, 0.91]  372``, as wide as a column; a dash where the measure was asked of nothing."""
    if estimate is None:
        return f"{'-':<{CELL}}"
    return f"{estimate.value:.2f} [{estimate.low:.2f}, {estimate.high:.2f}] {estimate.n:>5} "


def _short(name: str) -> str:
    return f"{name if len(name) < NAME else name[: NAME - 2] + '…':<{NAME}}"


def _leaks(outcomes: Iterable[Outcome]) -> Iterator[str]:
    found = [(outcome.question, leak) for outcome in outcomes for leak in outcome.leaks or ()]
    if found:
        yield ""
        yield "leaks"
    for question, leak in found[:LEAKS]:
        fragment = leak.fragment if len(leak.fragment) <= 50 else f"{leak.fragment[:49]}…"
        values = ", ".join(question.chosen.values()) or "read"
        yield f"  {question.id} ({values}): {leak.field} has {fragment!r} (evidence: {leak.evidence})"
    if len(found) > LEAKS:
        yield f"  and {len(found) - LEAKS} more; --json FILE has them all"


def _mix(found: MixMeasures | None) -> str:
    if found is None:
        return ""
    rows = [f"{name:<{NAME}}{_cell(found.estimates.get(name))}  {MEANING[name]}" for name in MIXED]
    return "\n".join(["", f"in a mix of {shares(found.mix)}", *rows]) + "\n"


def _certificates(evaluation: Evaluation) -> str:
    kept, found = evaluation.certificate, evaluation.certification
    lines = [] if kept is None else ["", f"certificate of the index: {kept_as(kept)}"]
    lines += [] if found is None else ["", certification(found), EXCHANGEABLE]
    return "".join(f"{line}\n" for line in lines)


def certification(found: Certified | NotCertified) -> str:
    """The threshold with what was seen above it, or what is lacking."""
    if isinstance(found, Certified):
        return f"certified, {CLAIM}: confidence from {_seen(found)}"
    if found.more is None:
        return f"not certified, {CLAIM}: more labels do not help, too many answers are wrong"
    return f"not certified, {CLAIM}: at this error rate {found.more} more labelled questions"


def kept_as(kept: Certificate) -> str:
    """The certificate of an index in one line."""
    mix = f", in a mix of {shares(kept.mix)}" if kept.mix else ""
    return f"answered from {_seen(kept)}{mix} ({kept.created[:10]})"


def _seen(found: Certified | Certificate) -> str:
    return f"{found.threshold:.2f}, {found.answered} of {found.asked} questions answered, {found.wrong} wrong"


def shares(mix: Mix) -> str:
    """``0.4 answers, 0.6 nothing``."""
    return ", ".join(f"{share:.2g} {kind}" for kind, share in mix.items())


def _left_out(left_out: Mapping[str, str]) -> str:
    if not left_out:
        return ""
    names = ", ".join(sorted(left_out))
    return (
        f"\nnot counted, because the index or its encoder has (nearly) the same question: {len(left_out)} ({names})\n"
    )
