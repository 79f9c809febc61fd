"""Report proposals and their effect, as text for a terminal and as JSON lines."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ingest.section import Section
from proposals.proposal import Proposal, as_record, total
from proposals.replay import Replayed
from proposals.verdict import Trial

SHOWN = 5
"""Queries named of each proposal; the JSON lines have all."""


def text(replayed: Sequence[Replayed], sections: Mapping[str, Section]) -> str:
    """Every proposal in a few lines, ended with a newline."""
    blocks = ["\n".join(_lines(one, sections)) for one in replayed]
    counts = total({one.verdict: 1} if one.verdict else {} for one in replayed)
    said = "; replayed: " + ", ".join(f"{count} {name}" for name, count in counts.items()) if counts else ""
    return "\n\n".join([*blocks, f"{len(replayed)} proposals{said}"]) + "\n"


def json_line(replayed: Replayed) -> str:
    """A proposal, and if it was tried what it would do, as a line ended with a newline."""
    record: dict[str, Any] = as_record(replayed.proposal)
    if replayed.verdict:
        record["replay"] = {
            "verdict": replayed.verdict,
            "reason": replayed.reason,
            "texts": replayed.texts,
            "refused": dict(replayed.refused),
        }
        if replayed.trial:
            record["replay"] |= _trial(replayed.trial)
    return json.dumps(record, ensure_ascii=False) + "\n"


def _trial(trial: Trial) -> dict[str, Any]:
    found = trial.comparison
    return {
        "differences": {name: asdict(one) for name, one in found.differences.items()},
        "worse": [asdict(change) for change in found.worse],
        "better": [asdict(change) for change in found.better],
        "given": list(trial.given),
        "taken": list(trial.taken),
        "near": trial.near,
        "near_own": trial.near_own,
        "reached": list(trial.reached),
    }


def _lines(one: Replayed, sections: Mapping[str, Section]) -> Iterator[str]:
    proposal = one.proposal
    facets = ", ".join(
        f"{name or 'no facets'} {count}" for name, count in total(each.facets for each in proposal.behind).items()
    )
    statuses = ", ".join(f"{name} {count}" for name, count in total(each.statuses for each in proposal.behind).items())
    asked = f"  asked {proposal.count}" + (f" ({facets}; {statuses})" if proposal.behind else "")
    yield f"{proposal.id}{asked}"
    yield f"  {_what(proposal, sections)}"
    yield from (f"  + {each}" for each in proposal.texts)
    for each in proposal.behind[:SHOWN]:
        liked, then = each.liked.get(proposal.section, 0), each.then.get(proposal.section, 0)
        said = f", helped {liked}" if liked else ""
        said += f", then answered there {then}" if then else ""
        yield f"    {each.count} × {each.query} (failed {each.failed}{said})"
    if len(proposal.behind) > SHOWN:
        yield f"    and {len(proposal.behind) - SHOWN} more"
    if one.verdict:
        yield f"  {one.verdict}: {one.reason}"
    yield from (f"  left out, as {why}: {each}" for each, why in one.refused.items())
    if one.trial:
        yield from _replay(one.trial)


def _what(proposal: Proposal, sections: Mapping[str, Section]) -> str:
    if proposal.kind == "missing":
        return "no section answers this"
    title = sections[proposal.section].title if proposal.section in sections else proposal.section
    said = {
        "alternate": "other ways to ask",
        "pin": "word for word this asks",
        "synonym": f"«{proposal.word}» is what people call «{proposal.means}» in",
    }[proposal.kind]
    return f"{said}: {title}"


def _replay(trial: Trial) -> Iterator[str]:
    hit = trial.comparison.differences.get("hit@1")
    if hit:
        yield (
            f"    hit@1 {hit.before:.3f} → {hit.after:.3f}, {hit.value:+.3f} [{hit.low:+.3f}, {hit.high:+.3f}], "
            f"p = {hit.p:.4f}, n = {hit.n}; the others behind it: {trial.reached[0]} → {trial.reached[1]} found"
        )
    for name, changes in (("worse", trial.comparison.worse), ("better", trial.comparison.better)):
        for change in changes:
            if 1 in (change.rank_before, change.rank_after) and change.rank_before != change.rank_after:
                moved = f"{change.rank_before or '-'} → {change.rank_after or '-'}"
                yield f"    {name} {change.id} {moved} {change.query[:70]}"
