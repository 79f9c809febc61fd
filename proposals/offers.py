"""Proposals that a trial recommends, as the owners' page offers them, and how one is accepted there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from filelock import FileLock
from pydantic import TypeAdapter

from ingest.content.pages import content_root
from ingest.jsonl import Text, read
from ingest.section import Section
from proposals.accept import beside, unwritten, write, written
from proposals.errors import BadProposal, CannotWriteAccepted, UnknownProposal
from proposals.proposal import Proposal, read_proposals
from proposals.replay import Replayed
from traffic.fixes import Offer
from traffic.insight import key


@dataclass(frozen=True, slots=True)
class _Replay:
    verdict: str
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class _Tried:
    """What a line of a proposals file says beside the proposal."""

    replay: _Replay | None = None


def offers(path: Path, content: Path, sections: Mapping[str, Section]) -> list[Offer]:
    """What may be accepted of a file that ``otvet suggest --replay --out`` wrote; nothing if there is no file.

    Raises:
        BadProposal: naming file and line.
        BadAlternate: the same of a file beside a page.
    """
    root, known = content_root(content), cache(written)
    return [
        Offer(
            one.id,
            one.section,
            tuple(unwritten(texts, sections[one.section], known(beside(sections[one.section], root)))),
            frozenset(key(each.query) for each in one.behind),
        )
        for one, texts in _recommended(path)
        if one.section in sections
    ]


def accept_offer(path: Path, name: str, content: Path, sections: Mapping[str, Section]) -> dict[Path, int]:
    """Write one beside its page, and return file → lines that were new.

    What other owners accept meanwhile waits for it, also in other processes: a file is replaced as a whole.

    Raises:
        UnknownProposal: if the file has no such one, or no trial recommends it.
        CannotWriteAccepted: naming the file.
        BadAlternate: the file beside the page cannot be read.
    """
    for one, texts in _recommended(path):
        if one.id == name and one.section in sections:
            with _lock(path):
                return write([Replayed(one, texts)], content, sections)
    raise UnknownProposal([name])


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    lock = FileLock(f"{path}.lock")
    try:
        lock.acquire()
    except OSError as exc:
        raise CannotWriteAccepted(Path(lock.lock_file), exc.strerror or str(exc)) from exc
    try:
        yield
    finally:
        lock.release()


def _recommended(path: Path) -> Iterator[tuple[Proposal, tuple[str, ...]]]:
    """Proposals for a section whose verdict is to accept, with the texts that the trial left."""
    if not path.exists():
        return
    tried = [record.replay for _, record in read(path, TypeAdapter(_Tried), BadProposal)]
    for one, replay in zip(read_proposals(path), tried, strict=True):
        if one.kind != "missing" and replay and replay.verdict == "accept" and replay.texts:
            yield one, replay.texts
