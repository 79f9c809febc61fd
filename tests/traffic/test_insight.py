"""Insight: every record is counted once, wherever it is looked for."""

from datetime import UTC, date, datetime, timedelta
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from index.result import Status
from traffic.insight import Seen, insight
from traffic.record import Feedback, QueryRecord, Reason

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
DAYS = [date(2026, 3, 2) + timedelta(days=number) for number in range(3)]
REGIONS = ["", "moscow", "kazakhstan"]

TIMES = st.integers(0, 3 * 24 * 60 - 1).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
QUERIES = st.sampled_from(["акт", "Акт ", "счёт", "пароль"])
SCHEMES = ["", "prepaid", "postpaid"]
HELD = st.builds(
    lambda region, scheme: {facet: value for facet, value in (("region", region), ("scheme", scheme)) if value},
    st.sampled_from(REGIONS),
    st.sampled_from(SCHEMES),
)
SHOWN = st.sampled_from([(), ("a.md#x",), ("a.md#y", "a.md#x")])
ASKED = st.builds(
    QueryRecord, TIMES, QUERIES, QUERIES, HELD, st.sampled_from(get_args(Status)), SHOWN, st.none(), st.just("g1")
)
SAID = st.builds(
    Feedback, TIMES, QUERIES, HELD, st.sampled_from(["a.md#x", "a.md#y"]), st.booleans(),
    st.sampled_from(get_args(Reason)), st.none(), st.just("g1"),
)  # fmt: skip


def asked(query: str, status: Status, *shown: str, region: str = "", used: str = "") -> QueryRecord:
    return QueryRecord(MONDAY, query, used or query, {"region": region} if region else {}, status, shown, None, "g1")


def said(query: str, section: str, helpful: bool, reason: Reason = "") -> Feedback:
    return Feedback(MONDAY, query, {}, section, helpful, reason, None, "g1")


@given(st.lists(ASKED), st.lists(SAID))
def test_days_values_and_lists_each_add_up_to_the_total(questions: list[QueryRecord], words: list[Feedback]) -> None:
    found = insight(questions, words, days=DAYS, facets=("region", "scheme"))
    for parts in (found.days.values(), *(values.values() for values in found.facets.values())):
        assert sum(counts.asked for counts in parts) == found.total.asked == len(questions)
        assert sum(counts.judged for counts in parts) == found.total.judged == len(words)
        assert sum(counts.repaired for counts in parts) == found.total.repaired
    sums = {name: sum(row.count for row in rows) for name, rows in found.lists.items()}
    assert sums == {
        "nothing": found.total.no_answer,
        "disliked": found.total.unhelpful,
        "unsure": found.total.unsure,
        "asked": found.total.asked,
        "liked": found.total.helpful,
    }
    assert sum(counts.asked for counts in found.sections.values()) == sum(bool(one.shown) for one in questions)
    assert sum(counts.judged for counts in found.sections.values()) == len(words)


@given(st.lists(ASKED), st.lists(SAID))
def test_the_values_of_a_facet_by_themselves_add_up_to_all(questions: list[QueryRecord], words: list[Feedback]) -> None:
    facets = ("region", "scheme")
    whole = insight(questions, words, days=DAYS, facets=facets)
    parts = [insight(questions, words, days=DAYS, facets=facets, only={"region": region}) for region in REGIONS]
    assert sum(part.total.asked for part in parts) == whole.total.asked
    assert sum(part.total.judged for part in parts) == whole.total.judged
    for region, part in zip(REGIONS, parts, strict=True):
        assert part.facets["region"] == whole.facets["region"]  # all of them are compared, whichever is chosen
        assert sum(counts.asked for counts in part.facets["scheme"].values()) == part.total.asked
        assert {row.facets.get("region", "") for rows in part.lists.values() for row in rows} <= {region}


def test_a_wording_is_a_row_whatever_its_case_and_says_what_became_of_it() -> None:
    questions = [asked("Акт сверки", "answered", "a.md#x"), asked(" акт  сверки", "unsure", "a.md#y", "a.md#x")]
    (row,) = insight(questions, [], days=DAYS).lists["asked"]
    assert (row.query, row.count) == ("Акт сверки", 2)
    assert row.seen == {Seen("answered", "a.md#x"): 1, Seen("unsure", "a.md#y"): 1}


def test_feedback_knows_what_its_query_was_repaired_to() -> None:
    lists = insight(
        [asked("frn", "answered", "a.md#x", used="акт")], [said("frn", "a.md#x", False, "outdated")], days=DAYS
    ).lists
    (row,) = lists["disliked"]
    assert (row.used, row.seen) == ("акт", {Seen(None, "a.md#x", "outdated"): 1})


def test_days_are_those_of_utc_and_stand_there_when_nothing_happened() -> None:
    late = datetime.fromisoformat("2026-03-03T01:00:00+05:00")
    question = QueryRecord(late, "акт", "акт", {}, "answered", ("a.md#x",), 0.9, "g1")
    assert [counts.asked for counts in insight([question], [], days=DAYS).days.values()] == [1, 0, 0]
