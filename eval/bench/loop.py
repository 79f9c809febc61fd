"""Does the learning loop close gaps, and does it refuse harm? One simulated month, proposed from, tried and accepted.

    python -m eval.bench.loop [--folder DIR] [--seed 7] [--days 30] [--readers 60]

The content is the bundled FAQ's page as it was before anybody wrote an alternate. Of 20 planted gaps ten are intents
that a section answers and people word otherwise (``loop.toml``), ten are topics that nothing answers (``plan.toml``);
other traffic asks the alternates, and liars like the wrong sections. Then `otvet suggest` proposes, tries everything on
the development questions and accepts; ten harmful proposals are tried too; the index is built anew, and asked fresh
questions of the same intents, in words that were never in the traffic. Prints one JSON line.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.bench.plan import Plan, Topic, planted
from eval.bench.script import parser
from eval.bench.traffic import QUESTIONS, ids, remembered, simulate
from eval.statistics.paired import Difference, difference
from index.build import build
from index.bundled_model.cache import default_cache
from index.encoders.protocol import Encoder
from index.encoders.registry import BUNDLED, load_encoder
from index.result import Query, Search
from index.search import Searcher
from index.storage.bundle import Bundle, open_bundle
from index.storage.generations import load
from ingest.content.alternates import alternates_beside, read_alternates
from traffic.store import Store

FAQ = Path(__file__).parent.parent.parent / "faq"
PLANTED = Path(__file__).with_suffix(".toml")
UNTIL = datetime(2026, 3, 31, 20, tzinfo=UTC)
TOPICS = 10
"""Planted topics that nothing answers."""
GAP_SHARE = 0.35
"""Of the readers, who come with a planted gap."""
EVERY = 4
"""One of so many alternates is asked by the other readers."""

Command = Callable[[Sequence[str]], None]
"""Runs `otvet` with these arguments."""


@dataclass(frozen=True, slots=True)
class Intent:
    """Something that a section answers, worded otherwise."""

    topic: Topic
    section: str
    """Its heading."""
    fresh: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looped:
    """What a loop did."""

    proposals: Mapping[str, int]
    """Kind and verdict → how many."""
    found: Sequence[str]
    """Ids of the planted gaps that were proposed."""
    kept: Sequence[str]
    """Of these, those of which a proposal was not rejected."""
    planted: int
    harm: Sequence[str]
    """A verdict for each harmful proposal."""
    accepted: int
    fresh: Difference
    """hit@1 on the fresh questions."""
    labelled: Difference
    """hit@1 on the questions that proposals were tried on."""


def loop(
    folder: Path,
    otvet: Command,
    encoder: Encoder,
    *,
    intents: Sequence[Intent],
    topics: Sequence[Topic],
    harm: Sequence[Mapping[str, Any]],
    questions: Path = QUESTIONS,
    days: int,
    readers: int,
    seed: int,
) -> Looped:
    """Plant, propose, try, accept and measure, in a folder that is empty."""
    content, index, traffic = folder / "content", folder / "index", folder / "traffic.sqlite"
    content.mkdir(parents=True)
    for name in ("qa-corporate.md", "facets.toml"):
        shutil.copy(FAQ / name, content / name)
    before = built(content, index, encoder)
    section_ids = ids(before.bundle)
    gaps = [*(intent.topic for intent in intents), *topics]
    plan = Plan(others(before.bundle), gaps, planted()[1], days=days, readers=readers, gap_share=GAP_SHARE)
    with Store(traffic, clock=lambda: UNTIL) as store:
        for record in simulate(plan, remembered(before), section_ids, until=UNTIL, seed=seed):
            store.add(record)
    proposed, tried = folder / "proposals.jsonl", folder / "tried.jsonl"
    shared = ["suggest", "--index", str(index), "--replay", str(questions)]
    (folder / "harm.jsonl").write_text(
        "".join(
            json.dumps({"kind": "alternate", "section": section_ids[one["section"]], "texts": one["texts"]}) + "\n"
            for one in harm
        ),
        encoding="utf-8",
    )
    otvet([*shared, "--proposals", str(folder / "harm.jsonl"), "--out", str(tried)])
    otvet([*shared, "--traffic", str(traffic), "--out", str(proposed), "--accept-better"])
    proposals = records(proposed)
    after = built(content, index, encoder)
    labelled = [one for one in records(questions) if one["expect"]]
    kinds = [f"{one['kind']} {one['replay']['verdict'] if 'replay' in one else 'draft'}" for one in proposals]
    return Looped(
        proposals={kind: kinds.count(kind) for kind in sorted(set(kinds))},
        found=[gap.id for gap in gaps if any(proposes(one, gap, section_ids) for one in proposals)],
        kept=[gap.id for gap in gaps if any(proposes(one, gap, section_ids) for one in proposals if not rejected(one))],
        planted=len(gaps),
        harm=[one["replay"]["verdict"] for one in records(tried)],
        accepted=sum(kind.endswith("accept") for kind in kinds),
        fresh=gain(before, after, [(text, {intent.section}) for intent in intents for text in intent.fresh]),
        labelled=gain(
            before,
            after,
            [(one["query"], {label["section"] for label in (*one["expect"], *one["also"])}) for one in labelled],
        ),
    )


def built(content: Path, index: Path, encoder: Encoder) -> Searcher:
    """A searcher on the content as it is now."""
    build(content, index, encoder, default_facets=FAQ / "facets.toml")
    return Searcher(load(index, open_bundle), encoder)


def others(bundle: Bundle) -> list[Topic]:
    """What everybody else asks: some of the bundled alternates, by section."""
    asked: dict[str, list[str]] = {}
    for alternate in read_alternates(alternates_beside(FAQ))[::EVERY]:
        asked.setdefault(alternate.anchor, []).append(alternate.text)
    titles = {section.anchor: section.title for section in bundle.sections}
    return [Topic(anchor, tuple(texts), frozenset({titles[anchor]})) for anchor, texts in asked.items()]


def records(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def proposes(proposal: Mapping[str, Any], gap: Topic, section_ids: Mapping[str, str]) -> bool:
    """Whether the proposal is what the gap asks for, and at least half of what is behind it is about the gap."""
    wanted = {section_ids[title] for title in gap.sections} or {""}
    if proposal.get("section", "") not in wanted:
        return False
    behind = proposal.get("behind", [])
    own = sum(one["count"] for one in behind if one["query"] in gap.wordings)
    return bool(2 * own >= sum(one["count"] for one in behind))


def rejected(proposal: Mapping[str, Any]) -> bool:
    """Whether its trial spoke against it."""
    return bool(proposal.get("replay", {}).get("verdict") == "reject")


def gain(before: Search, after: Search, questions: Sequence[tuple[str, set[str]]]) -> Difference:
    """hit@1 of two searches; of a question one of the headings is right."""

    def hits(search: Search) -> list[float]:
        shown = [(search(Query(text, {}, limit=1, abstain=False)).answers, right) for text, right in questions]
        return [float(bool(answers) and answers[0].section in right) for answers, right in shown]

    return difference(hits(before), hits(after))


def read_planted() -> tuple[list[Intent], list[dict[str, Any]]]:
    """The intents and the harmful proposals."""
    read = tomllib.loads(PLANTED.read_text(encoding="utf-8"))
    intents = [
        Intent(
            Topic(one["id"], tuple(one["wordings"]), frozenset({one["section"]})), one["section"], tuple(one["fresh"])
        )
        for one in read["gap"]
    ]
    return intents, read["harm"]


def run(arguments: Sequence[str]) -> None:
    """`otvet` as a process of its own."""
    subprocess.run([sys.executable, "-m", "otvet", *arguments], check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Run the loop and say what came of it."""
    arguments = parser(__doc__)
    arguments.add_argument("--folder", type=Path, help="Empty, and kept.  [default: one that is removed]")
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("--days", type=int, default=30)
    arguments.add_argument("--readers", type=int, default=60)
    given = arguments.parse_args()
    intents, harm = read_planted()
    with tempfile.TemporaryDirectory() as scratch:
        found = loop(
            given.folder or Path(scratch, "loop"),
            run,
            load_encoder(BUNDLED, cache=default_cache(os.environ)),
            intents=intents,
            topics=planted()[0][:TOPICS],
            harm=harm,
            days=given.days,
            readers=given.readers,
            seed=given.seed,
        )
    print(json.dumps(asdict(found), ensure_ascii=False))


if __name__ == "__main__":
    main()
