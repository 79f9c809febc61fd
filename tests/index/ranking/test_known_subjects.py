"""How far a question's subject is a section's own."""

from pathlib import Path

import numpy as np
import pytest

from index.ranking.known_subjects import OWN, KnownSubjects, SubjectLeads, read_subjects, shipped, write_subjects
from index.result import Query
from index.search import Searcher
from index.storage.token_store import coarse
from index.vectors import Vectors, unit


def directions(seed: int, count: int) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=(count, 16)).astype(np.float32))


SUBJECTS = KnownSubjects("encoder", coarse(directions(1, 300)))
CENTRES = unit(SUBJECTS.centres.astype(np.float32))


def test_a_lead_is_that_of_the_two_nearest_on_either_side() -> None:
    answers, query = directions(2, 5), directions(3, 1)[0]
    found = SubjectLeads(SUBJECTS, answers)(query[np.newaxis], np.array([4, 0]))
    cosines = (CENTRES @ query).tolist()
    for lead, section in zip(found, (4, 0), strict=True):
        own = set(np.argsort(-(CENTRES @ answers[section]))[:OWN].tolist())
        inside = sorted(cosines[one] for one in own)[-2:]
        outside = sorted(cosine for one, cosine in enumerate(cosines) if one not in own)[-2:]
        assert lead == pytest.approx(np.mean(inside) - np.mean(outside), abs=1e-5)


def test_a_section_leads_with_its_own_subject_and_trails_with_anothers() -> None:
    leads = SubjectLeads(SUBJECTS, CENTRES[[7, 8]])
    own, other = leads(CENTRES[[7]], np.array([0, 1]))
    assert own > 0 > other


def test_of_several_texts_it_is_the_mean() -> None:
    leads, queries, sections = SubjectLeads(SUBJECTS, directions(2, 5)), directions(3, 2), np.array([1, 3])
    assert leads(queries, sections) == pytest.approx((leads(queries[:1], sections) + leads(queries[1:], sections)) / 2)


def test_a_content_without_sections_has_no_leads() -> None:
    assert SubjectLeads(SUBJECTS, directions(1, 0))(directions(3, 1), np.empty(0, np.int64)).shape == (0,)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write_subjects(tmp_path / "subjects.npz", SUBJECTS)
    read = read_subjects(tmp_path / "subjects.npz")
    assert read.encoder == SUBJECTS.encoder
    assert np.array_equal(read.centres, SUBJECTS.centres)


def test_what_ships_is_of_the_bundled_encoder(searcher: Searcher) -> None:
    assert shipped().encoder == searcher.bundle.manifest.encoder_digest


def test_a_near_miss_trails_where_the_question_itself_leads(searcher: Searcher) -> None:
    own, other = (
        searcher.explain(Query(text, {}))[0].evidence["subject"]
        for text in ("как получить акт сверки", "почему акт сверки пришёл с ошибкой в имени директора")
    )
    assert own > other
