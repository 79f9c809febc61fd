"""Damage copies of an index at random: each fault must be named with its file, or the answers must be the same bytes.

    python -m tests.attacks.damage var/index --count 10000 --seed 1

The exit code is 1 if a fault was missed. A copy is made of hard links, and the digest of a file that was not touched is
computed once, so most faults cost milliseconds.
"""

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest.mock import patch

from index.bundled_model.cache import default_cache
from index.encoders.protocol import Encoder
from index.encoders.registry import load_encoder
from index.errors import IndexingError
from index.result import Query
from index.search import Searcher
from index.storage import manifest
from index.storage.bundle import open_bundle
from index.storage.generations import load
from server.api.models import SearchResponse, as_json

PAGE = 4096
ASKED = 20
"""Headings that are asked, to compare answers."""


@dataclass(frozen=True)
class Victim:
    """A copy of an index that may be damaged."""

    index: Path
    generation: Path
    """The live one."""
    earlier: Path | None
    chance: random.Random

    def files(self) -> list[Path]:
        """Those of the live generation that hold something."""
        return sorted(path for path in self.generation.rglob("*") if path.is_file() and path.stat().st_size)

    def any_file(self) -> Path:
        """One of them."""
        return self.chance.choice(self.files())


Fault = Callable[[Victim], Sequence[Path]]
"""Damages a victim; returns the files that it changed, none if there was nothing to change."""


def overwrite(path: Path, data: bytes) -> list[Path]:
    """Another file of the same name, so that the original behind the hard link stays."""
    if data == path.read_bytes():
        return []
    path.unlink()
    path.write_bytes(data)
    return [path]


def flipped(data: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def bits(victim: Victim) -> Sequence[Path]:
    path = victim.any_file()
    return overwrite(path, flipped(path.read_bytes(), victim.chance))


def zeroed_page(victim: Victim) -> Sequence[Path]:
    path = victim.any_file()
    data = path.read_bytes()
    start = victim.chance.randrange(0, len(data), PAGE)
    nothing = bytes(len(data[start : start + PAGE]))
    return overwrite(path, data[:start] + nothing + data[start + PAGE :])


def zeroed_tail(victim: Victim) -> Sequence[Path]:
    path = victim.any_file()
    data = path.read_bytes()
    start = victim.chance.randrange(len(data))
    return overwrite(path, data[:start] + bytes(len(data) - start))


def cut(victim: Victim) -> Sequence[Path]:
    path = victim.any_file()
    data = path.read_bytes()
    return overwrite(path, data[: victim.chance.randrange(len(data))])


def swapped(victim: Victim) -> Sequence[Path]:
    one, other = victim.chance.sample(victim.files(), 2)
    data, others = one.read_bytes(), other.read_bytes()
    return [*overwrite(one, others), *overwrite(other, data)]


def older(victim: Victim) -> Sequence[Path]:
    """The file of the generation before, of the same size more often than not."""
    if victim.earlier is None:
        return []
    pairs = [(path, victim.earlier / path.relative_to(victim.generation)) for path in victim.files()]
    pairs = [(path, other) for path, other in pairs if other.exists()]
    alike = [(path, other) for path, other in pairs if path.stat().st_size == other.stat().st_size]
    path, other = victim.chance.choice(alike if alike and victim.chance.random() < 0.8 else pairs)
    return overwrite(path, other.read_bytes())


def lost(victim: Victim) -> Sequence[Path]:
    path = victim.any_file()
    path.unlink()
    return [path]


def edited_manifest(victim: Victim) -> Sequence[Path]:
    """Still JSON: a value is another, a key is gone or new, or it is only written in another way."""
    path, chance = victim.generation / manifest.MANIFEST, victim.chance
    record = json.loads(path.read_bytes())
    place = record
    while True:
        key = chance.choice(sorted(place))
        if not isinstance(place[key], dict) or not place[key] or chance.random() < 0.2:
            break
        place = place[key]
    match chance.randrange(20):
        case 0:
            pass
        case edit if edit < 7:
            del place[key]
        case edit if edit < 13:
            place[f"{key}-"] = place[key]
        case _:
            place[key] = place[key] + 1 if isinstance(place[key], int) else "0" * 64
    return overwrite(path, json.dumps(record, indent=chance.choice((None, 1, 2))).encode())


def edited_pointer(victim: Victim) -> Sequence[Path]:
    path, chance = victim.index / "CURRENT", victim.chance
    data = path.read_bytes()
    edits = (
        flipped(data, chance),
        data[: chance.randrange(len(data))],
        data + chance.randbytes(chance.randrange(1, 40)),
        chance.randbytes(chance.randrange(200)),
        data.lower(),
        b"../generations/" + data,
        b"",
    )
    return overwrite(path, chance.choice(edits))


def lost_pointer(victim: Victim) -> Sequence[Path]:
    (victim.index / "CURRENT").unlink()
    return [victim.index / "CURRENT"]


FAULTS: tuple[Fault, ...] = (bits, zeroed_page, zeroed_tail, cut, swapped, older, lost, edited_manifest, edited_pointer)
RARE: tuple[Fault, ...] = (lost_pointer,)
"""There is only one way to do it."""


@dataclass
class Tally:
    """What came of the faults."""

    named: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    """Which fault, in which files, and what was said."""


def trial(index: Path, encoder: Encoder, *, count: int, seed: int, most_missed: int = 20) -> Tally:
    """Damage an index that many times; it stays as it is.

    Args:
        index: It has an earlier generation too, or older files are not tried.
        encoder: The index's.
        count: Faults.
        seed: Of the faults.
        most_missed: Missed faults after which the trial ends.
    """
    chance, tally = random.Random(seed), Tally()
    with tempfile.TemporaryDirectory() as scratch, digests_kept():
        whole, copy = Path(scratch, "whole"), Path(scratch, "copy")
        shutil.copytree(index, whole)
        expected = answers(whole, encoder)
        while tally.named.total() + tally.same.total() + len(tally.missed) < count:
            fault = chance.choice(RARE if chance.random() < 0.01 else FAULTS)
            shutil.copytree(whole, copy, copy_function=os.link)
            touched = fault(victim_in(copy, chance))
            if touched:
                judge(copy, fault.__name__, [path.name for path in touched], encoder, expected, tally)
            shutil.rmtree(copy)
            if len(tally.missed) >= most_missed:
                break
    return tally


def victim_in(index: Path, chance: random.Random) -> Victim:
    name = (index / "CURRENT").read_text(encoding="utf-8").strip()
    earlier = [path for path in sorted((index / "generations").iterdir()) if path.name < name]
    return Victim(index, index / "generations" / name, earlier[-1] if earlier else None, chance)


def judge(index: Path, fault: str, touched: Sequence[str], encoder: Encoder, expected: str, tally: Tally) -> None:
    """Open a damaged index, and ask it if it opens."""
    try:
        found = answers(index, encoder)
    except IndexingError as exc:
        # The manifest of another build is whole by itself: the message names a file that does not fit it.
        foreign = fault == "older" and manifest.MANIFEST in touched
        if foreign or any(name in str(exc) for name in touched):
            tally.named[fault] += 1
        else:
            tally.missed.append(f"{fault} {', '.join(touched)}: not named: {exc}")
    except Exception as exc:
        tally.missed.append(f"{fault} {', '.join(touched)}: {type(exc).__name__}: {exc}")
    else:
        if found == expected:
            tally.same[fault] += 1
        else:
            tally.missed.append(f"{fault} {', '.join(touched)}: other answers")


def answers(index: Path, encoder: Encoder) -> str:
    """What the index answers to its own headings."""
    searcher = Searcher(load(index, open_bundle), encoder)
    headings = [section.title for section in searcher.bundle.sections[:ASKED]]
    results = [replace(searcher(Query(heading, {})), took_ms=0.0) for heading in headings]
    return "\n".join(as_json(SearchResponse(result)) for result in results)


@contextmanager
def digests_kept() -> Iterator[None]:
    """Within the context a file's digest is computed once, and not for each of its hard links."""
    known: dict[tuple[int, int, int], manifest.FileDigest] = {}
    compute = manifest._digest

    def digest(path: Path) -> manifest.FileDigest:
        state = path.stat()
        if state.st_nlink == 1:  # a file that a fault has written
            return compute(path)
        key = (state.st_ino, state.st_size, state.st_mtime_ns)
        if key not in known:
            known[key] = compute(path)
        return known[key]

    with patch.object(manifest, "_digest", digest):
        yield


def main() -> None:
    """Run a trial and print its tally as a line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    encoder = load_encoder(load(given.index, open_bundle).manifest.encoder, cache=default_cache(os.environ))
    tally = trial(given.index, encoder, count=given.count, seed=given.seed)
    for line in tally.missed:
        print(line, file=sys.stderr)
    faults = tally.named.total() + tally.same.total() + len(tally.missed)
    missed = len(tally.missed)
    print(json.dumps({"faults": faults, "missed": missed, "named": dict(tally.named), "same": dict(tally.same)}))
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
