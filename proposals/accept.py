"""Write accepted proposals beside the pages: alternates for the next build, missing questions as drafts."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from ingest.atomic_file import replace_text
from ingest.content.alternates import ENDING, alternate_lines, read_alternates
from ingest.content.pages import content_root
from ingest.fold import fold
from ingest.section import Section
from proposals.errors import CannotWriteAccepted, Harmful, UnknownProposal, WorseTogether
from proposals.proposal import Proposal
from proposals.replay import Replayed, Replayer

DRAFTS = "missing.questions.jsonl"
"""Beside the pages: questions that no section answers yet, in the format of question files."""


def choose(replayed: Sequence[Replayed], ids: Sequence[str], *, better: bool) -> list[Replayed]:
    """The proposals that are accepted, in order: those named, and with ``better`` those whose verdict is to accept.

    Raises:
        UnknownProposal: if a named one is not there.
        Harmful: if a named one was rejected.
    """
    known = {one.proposal.id: one for one in replayed}
    if unknown := [each for each in ids if each not in known]:
        raise UnknownProposal(unknown)
    for each in ids:
        if known[each].verdict == "reject":
            raise Harmful(each, known[each].reason)
    return [one for one in replayed if one.proposal.id in ids or (better and one.verdict == "accept")]


def together(replayer: Replayer, accepted: Sequence[Replayed], named: Sequence[str]) -> list[Replayed]:
    """The accepted proposals that do no harm together; each was tried alone before.

    Those that gain the fewest right answers, and of these the least asked, are left out first; named ones are kept.

    Raises:
        WorseTogether: if the named ones do harm together.
    """
    kept = [one for one in accepted if one.trial]
    kept.sort(key=lambda one: (one.proposal.id not in named, -_given(one), -one.proposal.count))
    while len(kept) > 1 and (worse := replayer.together(kept).regressions):
        if kept.pop().proposal.id in named:
            raise WorseTogether(", ".join(worse))
    return [one for one in accepted if not one.trial or one in kept]


def _given(one: Replayed) -> int:
    return len(one.trial.given) if one.trial else 0


def write(accepted: Iterable[Replayed], content: Path, sections: Mapping[str, Section]) -> dict[Path, int]:
    """Append what was accepted to the files beside the pages, each file replaced at once; existing lines stay.

    Returns:
        File → lines that were new.

    Raises:
        CannotWriteAccepted: naming the file; the files before it in order of path are written then.
        BadAlternate: a file of alternates cannot be read.
    """
    added: dict[Path, list[str]] = {}
    root = content_root(content)
    for one in accepted:
        if one.proposal.kind == "missing":
            added.setdefault(root / DRAFTS, []).append(draft_line(one.proposal))
            continue
        section = sections[one.proposal.section]
        texts = unwritten(one.texts, section, written(beside(section, root)))
        lines = alternate_lines(section.anchor, texts, f"traffic: {one.proposal.id}")
        added.setdefault(beside(section, root), []).extend(lines)
    return {path: append(path, lines) for path, lines in sorted(added.items())}


def written(path: Path) -> frozenset[tuple[str, str]]:
    """The anchor and folded text of each alternate in a file beside a page; none if there is no file.

    Raises:
        BadAlternate: the file cannot be read.
    """
    return frozenset((each.anchor, fold(each.text)) for each in read_alternates([path] if path.exists() else []))


def unwritten(texts: Iterable[str], section: Section, known: Collection[tuple[str, str]]) -> list[str]:
    """Those of the texts that are no alternates of the section yet, by what ``written`` says of its page's file."""
    return [text for text in texts if (section.anchor, fold(text)) not in known]


def beside(section: Section, root: Path) -> Path:
    """The file of alternates of the section's page."""
    return (root / section.page).with_suffix(ENDING)


def draft_line(proposal: Proposal) -> str:
    """A missing question as a line of a question file, with no section that answers it."""
    others = "; ".join(f"«{text}»" for text in proposal.texts[1:])
    also = f" Спрашивают и так: {others}." if others else ""
    note = f"Черновик: никакой раздел не отвечает, спрашивали раз: {proposal.count}.{also} Напишите раздел."
    line: dict[str, object] = {"id": proposal.id, "query": proposal.texts[0], "type": "draft"}
    line |= {"expect": [], "note": note}
    return json.dumps(line, ensure_ascii=False) + "\n"


def append(path: Path, lines: Iterable[str]) -> int:
    """Append the lines that are not in the file yet, all at once, and return how many.

    Raises:
        CannotWriteAccepted: the file stays as it was then.
    """
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        there = set(before.split("\n"))
        new = [line for line in dict.fromkeys(lines) if line.removesuffix("\n") not in there]
        if not new:
            return 0
        gap = "\n" if before and not before.endswith("\n") else ""
        replace_text(path, before + gap + "".join(new))
    except OSError as exc:
        raise CannotWriteAccepted(path, exc.strerror or str(exc)) from exc
    return len(new)
