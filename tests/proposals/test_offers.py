"""What the owners' page may accept of a proposals file, and what is written then."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import BadAlternate
from ingest.section import Section
from proposals.errors import BadProposal, UnknownProposal
from proposals.offers import accept_offer, offers
from proposals.proposal import Proposal
from tests.pages import sections_of
from traffic.fixes import Fix

PAGE = "# Оплата\n\n## Как оплатить?\n\nПереводом.\n"
SECTIONS: Mapping[str, Section] = {one.id: one for one in sections_of(PAGE, "pay.md")}
PAY = next(name for name in SECTIONS if "oplatit" in name)
GOOD = {"kind": "alternate", "section": PAY, "texts": ["куда платить", "реквизиты"]}
BEHIND = [{"query": "Куда  платить", "count": 3, "failed": 3}]


def file(folder: Path, *records: Mapping[str, Any]) -> Path:
    path = folder / "proposals.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return path


def tried(verdict: str, left: list[str], **record: Any) -> dict[str, Any]:
    return {**GOOD, **record, "replay": {"verdict": verdict, "texts": left, "reason": "как-то так"}}


def test_only_what_a_trial_recommends_is_offered_with_the_texts_that_it_left(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        tried("accept", ["куда платить"], behind=BEHIND),
        tried("reject", ["плохо"], texts=["плохо"]),
        tried("undecided", ["неясно"], texts=["неясно"]),
        {**GOOD, "texts": ["не проверено"]},
        tried("accept", ["нет раздела"], section="gone.md#gone", texts=["нет раздела"]),
        {"kind": "missing", "texts": ["где скачать"], "replay": {"verdict": "accept", "texts": ["где скачать"]}},
    )
    (found,) = offers(path, tmp_path, SECTIONS)
    assert (found.section, found.texts, found.queries) == (PAY, ("куда платить",), frozenset({"куда платить"}))


def test_an_accepted_one_is_written_beside_its_page_once(tmp_path: Path) -> None:
    path = file(tmp_path, tried("accept", ["куда платить"]))
    name = Proposal("alternate", PAY, ("куда платить", "реквизиты")).id
    beside = tmp_path / "pay.alternates.jsonl"
    assert accept_offer(path, name, tmp_path, SECTIONS) == {beside: 1}
    (line,) = map(json.loads, beside.read_text(encoding="utf-8").splitlines())
    assert (line["text"], line["origin"]) == ("куда платить", f"traffic: {name}")
    assert accept_offer(path, name, tmp_path, SECTIONS) == {beside: 0}


def test_what_owners_accept_at_once_is_all_kept(tmp_path: Path) -> None:
    texts = [f"куда платить {number}" for number in range(24)]
    path = file(tmp_path, *(tried("accept", [text], texts=[text]) for text in texts))
    names = [Proposal("alternate", PAY, (text,)).id for text in texts]
    with ThreadPoolExecutor(8) as owners:
        list(owners.map(lambda name: accept_offer(path, name, tmp_path, SECTIONS), names))
    lines = (tmp_path / "pay.alternates.jsonl").read_text(encoding="utf-8").splitlines()
    assert sorted(json.loads(line)["text"] for line in lines) == sorted(texts)


def test_what_is_written_already_is_not_offered_again(tmp_path: Path) -> None:
    path = file(tmp_path, tried("accept", ["куда платить", "реквизиты"], behind=BEHIND))
    beside = tmp_path / "pay.alternates.jsonl"
    anchor = SECTIONS[PAY].anchor
    beside.write_text(json.dumps({"anchor": anchor, "text": "Реквизиты", "lang": "ru", "origin": "written"}) + "\n")
    (left,) = offers(path, tmp_path, SECTIONS)
    assert left.texts == ("куда платить",)
    accept_offer(path, left.id, tmp_path, SECTIONS)
    (left,) = offers(path, tmp_path, SECTIONS)
    question = Fix("unsure", "question x", "x", "", 3, 3, {}, "new", queries=frozenset({"куда платить"}))
    assert (left.texts, question.offered([left])) == ((), [])


def test_a_damaged_file_beside_the_page_is_named(tmp_path: Path) -> None:
    path = file(tmp_path, tried("accept", ["куда платить"], behind=BEHIND))
    (tmp_path / "pay.alternates.jsonl").write_text("{\n", encoding="utf-8")
    with pytest.raises(BadAlternate, match=r"pay\.alternates\.jsonl:1: "):
        offers(path, tmp_path, SECTIONS)


@pytest.mark.parametrize("verdict", ["reject", "undecided"])
def test_what_no_trial_recommends_is_not_accepted(tmp_path: Path, verdict: str) -> None:
    path = file(tmp_path, tried(verdict, ["куда платить"]))
    name = Proposal("alternate", PAY, ("куда платить", "реквизиты")).id
    with pytest.raises(UnknownProposal):
        accept_offer(path, name, tmp_path, SECTIONS)
    assert not (tmp_path / "pay.alternates.jsonl").exists()


def test_without_a_file_nothing_is_offered_and_a_damaged_one_is_named(tmp_path: Path) -> None:
    assert offers(tmp_path / "proposals.jsonl", tmp_path, SECTIONS) == []
    (tmp_path / "proposals.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(BadProposal, match=r"proposals\.jsonl:1: "):
        offers(tmp_path / "proposals.jsonl", tmp_path, SECTIONS)
