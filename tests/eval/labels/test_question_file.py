import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.errors import BadQuestion, EvalError, NoQuestions, QuestionsUnreadable
from eval.labels.question_file import Label, Question, digests, read_questions

PAY = {"page": "pay.md", "section": "Как оплатить?"}
PLAIN: dict[str, object] = {"id": "a1", "query": "как платить", "region": None, "type": "keyword", "expect": [PAY]}


def write(path: Path, *records: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


def test_a_full_line_becomes_a_question(tmp_path: Path) -> None:
    also = {"page": "card.md", "section": "Карта"}
    more: dict[str, object] = {
        "region": "kazakhstan",
        "also": [also],
        "must": ["pay@kz.example"],
        "must_not": ["₽"],
        "note": "why",
        "facets": {"scheme": "prepaid"},
        "pair": "p1",
        "kind": "region",
    }
    full: dict[str, object] = {**PLAIN, **more}
    assert read_questions([write(tmp_path / "q.jsonl", full, {**full, "id": "a2"})])[:1] == [
        Question(
            id="a1",
            query="как платить",
            region="kazakhstan",
            type="keyword",
            expect=(Label("pay.md", "Как оплатить?"),),
            also=(Label("card.md", "Карта"),),
            must=("pay@kz.example",),
            must_not=("₽",),
            note="why",
            facets={"scheme": "prepaid"},
            pair="p1",
            kind="region",
        )
    ]


def test_region_is_short_for_a_facet(tmp_path: Path) -> None:
    first = {**PLAIN, "region": "kz", "facets": {"scheme": "prepaid"}}
    second = {**PLAIN, "id": "a2", "facets": {"region": "kz"}}
    short, long = read_questions([write(tmp_path / "q.jsonl", first, second)])
    assert short.chosen == {"scheme": "prepaid", "region": "kz"}
    assert long.chosen == {"region": "kz"}


def test_optional_fields_may_be_absent_and_expect_empty(tmp_path: Path) -> None:
    record: dict[str, object] = {"id": "a1", "query": "погода", "type": "unanswerable_far", "expect": []}
    question = read_questions([write(tmp_path / "q.jsonl", record)])[0]
    assert question == Question("a1", "погода", None, "unanswerable_far", ())
    assert not question.answerable


def test_mark_blank_lines_windows_ends_and_line_separators_are_tolerated(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    second = json.dumps({**PLAIN, "id": "a2", "query": "раз\u2028два"}, ensure_ascii=False)
    path.write_bytes(f"\ufeff\r\n{json.dumps(PLAIN)}\r\n   \r\n{second}".encode())
    assert [question.query for question in read_questions([path])] == ["как платить", "раз\u2028два"]


BAD = [
    pytest.param('{"id": "a1",', r"1: not JSON \(.*column 13\); write one JSON object on the line\.", id="cut-off"),
    pytest.param("[" * 100_000, r"1: not JSON \(.*\); write one JSON object", id="too-deep"),
    pytest.param('["a1"]', r"1: a list on the line; write an object with id, query,", id="no-object"),
    pytest.param('{"id": "a", "id": "b"}', r"1: field 'id' occurs twice; keep one of them\.", id="field-twice"),
    pytest.param({"query": ...}, r"1: the record has no field 'query'; add it\.", id="missing-query"),
    pytest.param({"expect": ...}, r"1: the record has no field 'expect'; add it\.", id="missing-expect"),
    pytest.param({"regoin": "x"}, r"1: the record has an unknown field 'regoin'; write only id, query,", id="unknown"),
    pytest.param({"id": 7}, r"1: id is a number; write a string\.", id="id-number"),
    pytest.param({"query": "\u00a0"}, r"1: query is an empty string; write a text", id="query-empty"),
    pytest.param({"query": "\ud83d"}, r"1: query holds half a character", id="half-a-character"),
    pytest.param({"region": ["moscow"]}, r"1: region is a list; write a string\.", id="region-list"),
    pytest.param(
        {"region": "mosocw"}, r"1: region 'mosocw' is not known; write one of kz, moscow, or leave it out", id="region"
    ),
    pytest.param({"facets": []}, r"1: facets is a list; write an object", id="facets-list"),
    pytest.param({"facets": {"scheme": 1}}, r"1: facets\.scheme is a number; write a string\.", id="facet-number"),
    pytest.param({"facets": {"scheme": "later"}}, r"1: scheme 'later' is not known; write one of prepaid", id="value"),
    pytest.param({"facets": {"planet": "mars"}}, r"1: facet 'planet' is not known; write one of", id="facet"),
    pytest.param(
        {"region": "kz", "facets": {"region": "kz"}}, r"1: region beside facets.region; keep one of them", id="twice"
    ),
    pytest.param({"expect": PAY}, r"1: expect is an object; write a list\.", id="expect-object"),
    pytest.param(
        {"expect": ["Карта"]}, r"1: expect\[0\] is a string; write an object with page, section\.", id="label-string"
    ),
    pytest.param({"expect": [{"page": "a"}]}, r"1: expect\[0\] has no field 'section'; add it", id="label-short"),
    pytest.param(
        {"also": [{**PAY, "n": 1}]}, r"1: also\[0\] has an unknown field 'n'; write only page", id="label-long"
    ),
    pytest.param({"also": [PAY]}, r"1: section 'Как оплатить\?' is named twice; name it once", id="expect-and-also"),
    pytest.param({"must": "руб"}, r"1: must is a string; write a list\.", id="must-string"),
    pytest.param({"must_not": [""]}, r"1: must_not\[0\] is an empty string", id="fragment-empty"),
    pytest.param(
        {"must": ["Ещё"], "must_not": ["еще"]}, r"1: 'Ещё' stands in must and in must_not", id="contradiction"
    ),
    pytest.param({"pair": 6}, r"1: pair is a number; write a string\.", id="pair-number"),
    pytest.param({"kind": "region"}, r"1: kind without pair; name the pair, or leave kind out\.", id="kind-of-no-pair"),
    pytest.param({"pair": "p1"}, r"1: pair 'p1' has one question; give each pair exactly two\.", id="half-a-pair"),
    pytest.param({"expect": [], "must": ["x"]}, r"1: also or must beside an empty expect; name the", id="must-of-none"),
    pytest.param(
        {"related": [{**PAY, "section": "Карта"}]},
        r"1: related beside expect; leave it out: it says",
        id="related-to-answered",
    ),
]


@pytest.mark.parametrize(("line", "message"), BAD)
def test_a_bad_line_is_named(tmp_path: Path, line: str | dict[str, object], message: str) -> None:
    path = tmp_path / "q.jsonl"
    if isinstance(line, dict):
        record = {key: value for key, value in {**PLAIN, **line}.items() if value is not ...}
        line = json.dumps(record)
    path.write_text(line, encoding="utf-8")
    with pytest.raises(BadQuestion, match=r"q\.jsonl:" + message):
        read_questions([path], facets={"region": {"moscow", "kz"}, "scheme": {"prepaid"}})


def test_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_bytes(b'\n{"id": "\xef\xee"}\n')
    with pytest.raises(
        BadQuestion, match=r"q\.jsonl:2: not UTF-8 \(byte 0xef at offset 8 of the line\); save the file"
    ):
        read_questions([path])


def test_an_id_taken_in_another_file_is_refused(tmp_path: Path) -> None:
    first, second = write(tmp_path / "one.jsonl", PLAIN), write(tmp_path / "two.jsonl", {**PLAIN, "id": "b"}, PLAIN)
    with pytest.raises(BadQuestion, match=r"two\.jsonl:2: id 'a1' is taken by .*one\.jsonl:1; write an id"):
        read_questions([first, second])


def test_a_pair_over_two_files_is_counted_in_both(tmp_path: Path) -> None:
    first, second, third = ({**PLAIN, "id": name, "pair": "p1"} for name in ("a1", "a2", "a3"))
    one, two = write(tmp_path / "one.jsonl", first), write(tmp_path / "two.jsonl", second)
    assert [question.pair for question in read_questions([one, two])] == ["p1", "p1"]
    more = write(tmp_path / "more.jsonl", {**PLAIN, "id": "b"}, third)
    with pytest.raises(BadQuestion, match=r"more\.jsonl:2: pair 'p1' has 3 questions; give each pair exactly two\."):
        read_questions([one, two, more])


def test_twins_have_one_kind(tmp_path: Path) -> None:
    twins = ({**PLAIN, "id": name, "pair": "p1", "kind": name} for name in ("scheme", "region"))
    with pytest.raises(BadQuestion, match=r"q\.jsonl:2: pair 'p1' has the kinds 'scheme' and 'region'; give both"):
        read_questions([write(tmp_path / "q.jsonl", *twins)])


def test_what_cannot_be_opened_and_what_is_empty_are_errors_of_the_room(tmp_path: Path) -> None:
    with pytest.raises(QuestionsUnreadable, match=r"nowhere\.jsonl: cannot be read \(No such file or directory\)"):
        read_questions([tmp_path / "nowhere.jsonl"])
    with pytest.raises(QuestionsUnreadable, match=r"cannot be read \(a folder without qrels/\*\.tsv\); give a file"):
        read_questions([tmp_path])
    with pytest.raises(NoQuestions, match=r"no question in .*empty\.jsonl; write one"):
        read_questions([write(tmp_path / "empty.jsonl")])
    assert issubclass(NoQuestions, EvalError)


@pytest.mark.parametrize(
    ("page", "section", "expected"),
    [
        pytest.param("pay.md", "Как оплатить?", True, id="same"),
        pytest.param("faq/ru/pay.md", "Как оплатить?", True, id="in-a-folder"),
        pytest.param("prepay.md", "Как оплатить?", False, id="only-the-end-of-a-name"),
        pytest.param("pay.md", "КАК\u00a0 оплатить? ", True, id="folded"),
        pytest.param("pay.md", "Как оплатить картой?", False, id="another-section"),
    ],
)
def test_a_label_names_a_section(page: str, section: str, expected: bool) -> None:
    assert Label("pay.md", "Как оплатить?").names(page, section) is expected


def test_the_digest_changes_with_the_file(tmp_path: Path) -> None:
    one, two = write(tmp_path / "one.jsonl", PLAIN), write(tmp_path / "two.jsonl", PLAIN, PLAIN)
    copy = write(tmp_path / "copy.jsonl", PLAIN)
    found = digests([one, copy, two])
    assert found[str(one)] == found[str(copy)] != found[str(two)]


@given(st.binary(max_size=200))
def test_any_bytes_are_questions_or_a_clear_error(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    path.write_bytes(content)
    with pytest.raises(EvalError, match=r"any\.jsonl"):
        read_questions([path])
