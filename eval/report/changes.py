"""The comparison with an earlier run as text of at most 120 columns."""

from collections.abc import Iterator, Sequence

from eval.compare import GATED, NOISE, Change, Comparison
from eval.measure import MEASURES
from eval.pairs import PAIRED
from eval.statistics.paired import Difference

NAME, SHOWN = 22, 20


def changes(comparison: Comparison) -> str:
    """The comparison as lines. A good verdict is included; a bad one is raised as an error by the caller."""
    found = comparison
    lines = [
        "compared with the baseline",
        f"index {found.before.generation} → {found.after.generation}, "
        f"encoder {found.before.encoder} → {found.after.encoder}",
        f"{found.compared} questions in both; not compared: {found.asked_otherwise} changed, "
        f"{found.only_before} only before, {found.only_after} only now",
        "",
        f"{'measure':<{NAME}}{'before':>6}{'now':>7}  {'difference [95 % interval]':<27}{'p':>8}{'n':>6}",
        *(_row(name, found.differences[name]) for name in (*MEASURES, "leakage", *PAIRED) if name in found.differences),
        *_questions("worse", found.worse),
        *_questions("better", found.better),
        *(() if comparison.regressions else ("", verdict(comparison))),
    ]
    return "\n".join(lines) + "\n"


def verdict(comparison: Comparison) -> str:
    """One line: whether this run is significantly worse, and in which measures."""
    if comparison.regressions:
        return f"worse than the baseline beyond noise: {', '.join(comparison.regressions)}"
    return f"not worse than the baseline beyond noise (p < {NOISE} in {', '.join(GATED)}; no new leak)"


def _row(name: str, found: Difference) -> str:
    interval = f"{found.value:+.3f} [{found.low:+.3f}, {found.high:+.3f}]"
    return f"{name:<{NAME}}{found.before:>6.3f}{found.after:>7.3f}  {interval:<27}{found.p:>8.4f}{found.n:>6}"


def _questions(title: str, found: Sequence[Change]) -> Iterator[str]:
    yield ""
    yield f"{title}: {len(found)}"
    for change in found[:SHOWN]:
        moved = f"{change.rank_before or '-'} → {change.rank_after or '-'}"
        status = " → ".join(dict.fromkeys((change.status_before, change.status_after)))
        query = change.query if len(change.query) <= 60 else f"{change.query[:59]}…"
        yield f"  {change.id:<8} rank {moved:<8}{status:<22} {' '.join(query.split())}"
    if len(found) > SHOWN:
        yield f"  and {len(found) - SHOWN} more; --json FILE has them all"
