import errno
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import (
    BrokenIndex,
    CannotWriteIndex,
    EncoderMismatch,
    IndexBusy,
    IndexingError,
    NoEarlierGeneration,
    NoIndex,
)
from index.storage.generations import current, load, new_generation, rollback
from index.storage.lease import Lease, unread
from index.storage.manifest import Manifest, check_encoder, check_files, read_manifest, write_manifest

ROOT = Path(__file__).resolve().parents[3]
MANIFEST = Manifest(
    created="2026-11-22T19:00:00Z",
    content="faq",
    dialect="tags",
    encoder="letters",
    encoder_digest="0123456789abcdef",
    dim=8,
    pages=1,
    sections=2,
    passages=3,
    content_digests={"оплата.md": "ab" * 32},
    facets_digest="cd" * 32,
)


def write(draft: Path, text: str) -> None:
    (draft / "lexical").mkdir()
    (draft / "lexical" / ".writer.lock").touch()
    (draft / "lexical" / "words").write_text(text, encoding="utf-8")
    (draft / "sections.jsonl").write_text(text * 100, encoding="utf-8")
    write_manifest(draft, MANIFEST)


def build(folder: Path, text: str) -> Path:
    with new_generation(folder) as draft:
        write(draft, text)
    return current(folder)


def words(generation: Path) -> str:
    return (generation / "lexical" / "words").read_text(encoding="utf-8")


def generations(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "generations").iterdir())


def test_the_newest_is_live_and_one_earlier_is_kept(tmp_path: Path) -> None:
    first, second, third = (build(tmp_path, text) for text in ("a", "b", "c"))
    assert generations(tmp_path) == [second.name, third.name]
    assert words(current(tmp_path)) == "c"
    assert [path.name[:6] for path in (first, second, third)] == ["000001", "000002", "000003"]
    assert (tmp_path / "CURRENT").read_text(encoding="utf-8") == third.name + "\n"


def test_a_failed_build_changes_nothing(tmp_path: Path) -> None:
    before = build(tmp_path, "a")

    def fail(draft: Path) -> None:
        write(draft, "b")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), new_generation(tmp_path) as draft:
        fail(draft)
    assert current(tmp_path) == before
    assert generations(tmp_path) == [before.name]


def test_a_draft_without_manifest_or_with_a_changed_file_is_not_published(tmp_path: Path) -> None:
    before = build(tmp_path, "a")
    with pytest.raises(BrokenIndex, match=r"manifest\.json: is missing"), new_generation(tmp_path):
        pass

    def change_after(draft: Path) -> None:
        write(draft, "b")
        (draft / "lexical" / "words").write_text("c", encoding="utf-8")

    with pytest.raises(BrokenIndex, match=r"has changed since it was written"), new_generation(tmp_path) as draft:
        change_after(draft)
    assert current(tmp_path) == before


def test_rolling_back_goes_one_step_and_the_next_build_goes_on(tmp_path: Path) -> None:
    first, second = build(tmp_path, "a"), build(tmp_path, "b")
    assert rollback(tmp_path) == first == current(tmp_path)
    with pytest.raises(NoEarlierGeneration, match=f"no generation earlier than {first.name} is kept"):
        rollback(tmp_path)
    third = build(tmp_path, "c")
    assert third.name > second.name
    assert generations(tmp_path) == [first.name, third.name]


def test_rolling_back_leaves_a_live_generation_that_cannot_be_read(tmp_path: Path) -> None:
    first, second = build(tmp_path, "a"), build(tmp_path, "b")
    (second / "manifest.json").unlink()
    assert rollback(tmp_path) == first


def test_rolling_back_to_a_damaged_generation_is_refused(tmp_path: Path) -> None:
    first, second = build(tmp_path, "a"), build(tmp_path, "b")
    (first / "sections.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(BrokenIndex, match=r"sections\.jsonl: has 0 bytes, and 100 were written"):
        rollback(tmp_path)
    assert current(tmp_path) == second


@pytest.mark.parametrize("pointer", [None, b"", b"\xff\xfe", b"000002-2026", b"000009-20261122T190000Z\n"])
def test_rolling_back_without_a_pointer_goes_to_the_newest(tmp_path: Path, pointer: bytes | None) -> None:
    _, second = build(tmp_path, "a"), build(tmp_path, "b")
    (tmp_path / "CURRENT").unlink()
    if pointer is not None:
        (tmp_path / "CURRENT").write_bytes(pointer)
    with pytest.raises(BrokenIndex, match=f"CURRENT: .*; go back with: otvet index --rollback --out {tmp_path}, or"):
        current(tmp_path)
    assert rollback(tmp_path) == second == current(tmp_path)


def test_two_builders_do_not_meet(tmp_path: Path) -> None:
    before = build(tmp_path, "a")
    with new_generation(tmp_path) as draft:
        told = rf"process {os.getpid()} \(since 20\S+Z\) is building an index here; wait for it"
        with pytest.raises(IndexBusy, match=told), new_generation(tmp_path):
            pass
        with pytest.raises(IndexBusy):
            rollback(tmp_path)
        assert current(tmp_path) == before
        write(draft, "b")
    assert words(current(tmp_path)) == "b"


def test_whoever_opened_a_generation_keeps_it_while_others_are_published(tmp_path: Path) -> None:
    with (build(tmp_path, "a") / "lexical" / "words").open(encoding="utf-8") as held:
        build(tmp_path, "b")
        build(tmp_path, "c")
        assert held.read() == "a"


def test_opening_starts_again_when_the_generation_is_replaced_meanwhile(tmp_path: Path) -> None:
    build(tmp_path, "a")
    tried: list[Path] = []

    def opener(generation: Path) -> str:
        tried.append(generation)
        if len(tried) == 1:
            build(tmp_path, "b")
            build(tmp_path, "c")
        return words(generation)

    assert load(tmp_path, opener) == "c"
    assert len(tried) == 2


def test_an_opener_that_fails_on_the_live_generation_fails(tmp_path: Path) -> None:
    build(tmp_path, "a")

    def opener(generation: Path) -> str:
        raise FileNotFoundError(generation)

    with pytest.raises(FileNotFoundError):
        load(tmp_path, opener)


def test_a_build_mends_a_folder_whose_pointer_is_broken(tmp_path: Path) -> None:
    first, second = build(tmp_path, "a"), build(tmp_path, "b")
    (tmp_path / "CURRENT").write_bytes(b"\xff../..\n")
    with pytest.raises(BrokenIndex, match=r"CURRENT: names generation .*, which is not there"):
        current(tmp_path)
    third = build(tmp_path, "c")
    assert first.name < second.name < third.name
    assert generations(tmp_path) == [second.name, third.name]
    assert rollback(tmp_path) == second


def test_a_reader_keeps_its_generation_however_many_are_built(tmp_path: Path) -> None:
    first = build(tmp_path, "a")
    reader = load(tmp_path, Lease)
    second, third = build(tmp_path, "b"), build(tmp_path, "c")
    assert generations(tmp_path) == [first.name, second.name, third.name]
    fourth = build(tmp_path, "d")
    assert generations(tmp_path) == [first.name, third.name, fourth.name]
    del reader
    fifth = build(tmp_path, "e")
    assert generations(tmp_path) == [fourth.name, fifth.name]


def test_no_reader_opens_a_generation_that_is_being_deleted(tmp_path: Path) -> None:
    generation = build(tmp_path, "a")
    with unread(generation) as free:
        assert free
        with pytest.raises(BrokenIndex, match="is being deleted"):
            Lease(generation)
    Lease(generation)


def test_a_write_that_ends_early_is_told_as_a_full_disk(tmp_path: Path) -> None:
    full = pytest.raises(CannotWriteIndex, match="the disk may be full: 2400 requested and 1200 written")
    with full, new_generation(tmp_path):
        raise OSError("2400 requested and 1200 written")  # as numpy.ndarray.tofile does
    assert generations(tmp_path) == []


def test_nothing_is_deleted_before_the_pointer_is_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = build(tmp_path, "a"), build(tmp_path, "b")

    def fail(path: Path) -> None:
        raise OSError(errno.EIO, "Input/output error", str(path))

    monkeypatch.setattr("ingest.atomic_file.sync", fail)
    with pytest.raises(CannotWriteIndex, match=r"cannot write an index here \(.*Input/output error"):
        build(tmp_path, "c")
    assert generations(tmp_path)[:2] == [first.name, second.name]
    assert words(current(tmp_path)) in ("b", "c")


def test_only_generations_are_ever_removed(tmp_path: Path) -> None:
    (tmp_path / "generations" / "mine").mkdir(parents=True)
    (tmp_path / "notes.txt").touch()
    for text in "abc":
        build(tmp_path, text)
    assert "mine" in generations(tmp_path)
    assert (tmp_path / "notes.txt").exists()


def nothing(folder: Path) -> None:
    (folder / "CURRENT").unlink()


def emptied(folder: Path) -> None:
    (folder / "CURRENT").write_bytes(b"")


def a_folder(folder: Path) -> None:
    (folder / "CURRENT").unlink()
    (folder / "CURRENT").mkdir()


def no_generations(folder: Path) -> None:
    shutil.rmtree(folder / "generations")
    (folder / "CURRENT").unlink()


def edited_manifest(folder: Path) -> None:
    path = current(folder) / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"pages": 1,', '"pages": 2,'), encoding="utf-8")


def no_generation(folder: Path) -> None:
    (folder / "CURRENT").write_text("000009-20261122T190000Z\n", encoding="utf-8")


def outside(folder: Path) -> None:
    (folder / "CURRENT").write_text("..\n", encoding="utf-8")


def other_version(folder: Path) -> None:
    path = current(folder) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"format": 99}), encoding="utf-8")


def no_manifest(folder: Path) -> None:
    (current(folder) / "manifest.json").write_text("{", encoding="utf-8")


def strange_manifest(folder: Path) -> None:
    (current(folder) / "manifest.json").write_text('{"format": 3, "files": {}, "mood": 3}', encoding="utf-8")


def same_size(folder: Path) -> None:
    (current(folder) / "lexical" / "words").write_text("b", encoding="utf-8")


def lost_file(folder: Path) -> None:
    (current(folder) / "sections.jsonl").unlink()


@pytest.mark.parametrize(
    ("damage", "error", "message"),
    [
        (nothing, BrokenIndex, r"CURRENT: is missing; go back with: otvet index --rollback --out /.*, or build the"),
        (
            emptied,
            BrokenIndex,
            r"CURRENT: is empty; go back with: otvet index --rollback --out /.*, or build the index",
        ),
        (a_folder, BrokenIndex, r"CURRENT: cannot be read \(Is a directory\); go back with"),
        (
            no_generations,
            NoIndex,
            r"no index here \(the folder is empty\); build one with: otvet index CONTENT --out /",
        ),
        (no_generation, BrokenIndex, r"CURRENT: names generation '000009-20261122T190000Z', which is not there"),
        (outside, BrokenIndex, r"CURRENT: names generation '\.\.', which is not there"),
        (other_version, BrokenIndex, r"manifest\.json: has index format 99, and this version reads 3; build the index"),
        (no_manifest, BrokenIndex, r"manifest\.json: is no manifest \("),
        (strange_manifest, BrokenIndex, r"manifest\.json: is no manifest \(.*mood"),
        (edited_manifest, BrokenIndex, r"manifest\.json: has changed since it was written; build the index again with"),
        (same_size, BrokenIndex, r"words: has changed since it was written; build the index again with: otvet index"),
        (lost_file, BrokenIndex, r"sections\.jsonl: cannot be read \(No such file or directory\)"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_damage_is_named(
    tmp_path: Path, damage: Callable[[Path], None], error: type[IndexingError], message: str
) -> None:
    build(tmp_path, "a")
    damage(tmp_path)
    with pytest.raises(error, match=message):
        current(tmp_path)


def test_a_folder_that_was_never_indexed_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for name, found in (("nowhere", "No such file or directory"), ("file", "Not a directory")):
        folder = tmp_path / name
        with pytest.raises(NoIndex, match=rf"{name}: no index here \({found}\)"):
            current(folder)
        with pytest.raises(NoIndex, match=rf"{name}: no index here \({found}\)"):
            rollback(folder)
    assert not (tmp_path / "nowhere").exists()
    with pytest.raises(CannotWriteIndex, match=r"file: cannot write an index here \(File exists\)"):
        build(tmp_path / "file", "a")


def test_a_manifest_comes_back_the_same(tmp_path: Path) -> None:
    generation = build(tmp_path, "a")
    manifest = read_manifest(generation)
    assert sorted(manifest.files) == ["lexical/words", "sections.jsonl"]  # not lexical/.writer.lock
    assert replace(manifest, files={}) == MANIFEST


def test_every_byte_of_a_large_file_counts(tmp_path: Path) -> None:
    (tmp_path / "vectors").write_bytes(b"a" * (3 << 20))
    manifest = write_manifest(tmp_path, MANIFEST)
    check_files(tmp_path, manifest)
    with (tmp_path / "vectors").open("r+b") as file:  # a page that the disk lost
        file.seek((2 << 20) + 4096)
        file.write(bytes(4096))
    with pytest.raises(BrokenIndex, match=r"vectors: has changed"):
        check_files(tmp_path, manifest)


def test_a_manifest_of_an_earlier_version_has_no_seal_and_is_read(tmp_path: Path) -> None:
    path = build(tmp_path, "a") / "manifest.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    assert record.pop("sha256")
    path.write_text(json.dumps(record), encoding="utf-8")
    assert words(current(tmp_path)) == "a"


@pytest.mark.parametrize(("name", "digest"), [("words", "0123456789abcdef"), ("letters", "f" * 16)])
def test_another_encoder_is_refused(name: str, digest: str) -> None:
    check_encoder(Path("var/index"), MANIFEST, name="letters", digest="0123456789abcdef")
    built, loaded = r"letters \(digest 0123456789ab\)", rf"{name} \(digest {digest[:12]}\)"
    message = f"^var/index was built with encoder {built}, but {loaded} is loaded; run: otvet index CONTENT --out DIR$"
    with pytest.raises(EncoderMismatch, match=message):
        check_encoder(Path("var/index"), MANIFEST, name=name, digest=digest)


BUILDER = """
    import os, signal, sys
    from pathlib import Path
    from index.storage.generations import current
    from index.storage.manifest import check_files, read_manifest
    from tests.index.storage.test_generations import build

    folder, moment = Path(sys.argv[1]), int(sys.argv[2])
"""


def python(script: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)]


def test_a_build_killed_before_any_of_its_steps_leaves_a_whole_index(tmp_path: Path) -> None:
    """Every call that touches the file system announces itself to an audit hook; what does not (write, flush, fsync) is
    seen by a profiler. The process is killed at the first such step, then at the second, and so on."""
    steps = """
    count = 0
    STEPS = ("generations.py", "atomic_file.py", "build_lock.py", "lease.py")

    def step() -> None:
        global count
        count += 1
        if count == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_audit(event: str, arguments: object) -> None:
        if event.startswith(("open", "os.", "shutil.", "fcntl.")):
            step()

    def on_call(frame: object, event: str, function: object) -> None:
        if event in ("c_call", "c_return") and frame.f_code.co_filename.endswith(STEPS):
            step()

    while True:
        moment += 1
        child = os.fork()
        if not child:
            sys.addaudithook(on_audit)
            sys.setprofile(on_call)
            build(folder, f"{moment}")
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        for kept in folder.glob("generations/0*"):
            check_files(kept, read_manifest(kept))
        print(moment, status, current(folder).joinpath("lexical/words").read_text(), flush=True)
        if status != signal.SIGKILL:
            break
        build(folder, f"{moment}")
        assert len(list(folder.glob("generations/*"))) == 2
    """
    build(tmp_path, "0")
    run = subprocess.run(python(BUILDER + steps, tmp_path, 0), cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [tuple(map(int, line.split())) for line in run.stdout.splitlines()]
    assert len(lines) > 100
    assert [status for _, status, _ in lines] == [signal.SIGKILL] * (len(lines) - 1) + [0]
    assert all(found in (moment - 1, moment) for moment, _, found in lines)
    assert lines[-1][2] == lines[-1][0]


def test_builds_killed_at_random_moments_leave_a_whole_index(tmp_path: Path) -> None:
    script = (
        BUILDER
        + """
    print("ready", flush=True)
    while True:
        moment += 1
        build(folder, f"{moment:06d}" * 5000)
    """
    )
    random.seed(7)
    build(tmp_path, "000000")
    for _ in range(8):
        start = int(words(current(tmp_path))[:6])
        with subprocess.Popen(python(script, tmp_path, start), cwd=ROOT, stdout=subprocess.PIPE) as builder:
            assert builder.stdout is not None
            builder.stdout.readline()
            time.sleep(random.uniform(0, 0.1))
            os.kill(builder.pid, signal.SIGKILL)
        text = words(current(tmp_path))
        assert int(text[:6]) >= start
        assert text == text[:6] * (len(text) // 6)
        assert (current(tmp_path) / "sections.jsonl").read_text(encoding="utf-8") == text * 100
    build(tmp_path, "999999")
    assert len(generations(tmp_path)) == 2


def test_two_builders_at_once_and_kills_leave_a_whole_index(tmp_path: Path) -> None:
    """Both build as often as they can; each finds the other at it now and then. One is killed over and over."""
    script = (
        BUILDER
        + """
    from index.errors import IndexBusy

    print("ready", flush=True)
    while True:
        try:
            build(folder, sys.argv[3] * 20000)
        except IndexBusy as busy:
            print(busy, flush=True)
    """
    )
    random.seed(11)
    build(tmp_path, "0" * 20000)
    busy = re.compile(rf"{tmp_path}: (another process|process \d+ \(since \S+\)) is building an index here; .*")
    said: list[str] = []
    with subprocess.Popen(python(script, tmp_path, 0, "a"), cwd=ROOT, stdout=subprocess.PIPE, text=True) as steady:
        assert steady.stdout is not None
        steady.stdout.readline()
        for _ in range(6):
            with subprocess.Popen(python(script, tmp_path, 0, "b"), cwd=ROOT, stdout=subprocess.PIPE, text=True) as one:
                assert one.stdout is not None
                one.stdout.readline()
                for _ in range(20):
                    text = load(tmp_path, words)
                    assert text in ("0" * 20000, "a" * 20000, "b" * 20000)
                time.sleep(random.uniform(0, 0.05))
                one.kill()
                said += one.stdout.read().splitlines()[:-1]  # the last may be cut by the kill
        steady.kill()
        said += steady.stdout.read().splitlines()[:-1]
    assert said
    assert all(busy.fullmatch(line) for line in said)
    build(tmp_path, "end")
    assert words(current(tmp_path)) == "end"
