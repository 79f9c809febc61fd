from pathlib import Path

import pytest

from ingest.content.facets import Facets, read_facets
from ingest.errors import BadFacets, UnreadablePage
from tests.pages import bundled_facets

GOOD = """
[plan]
label = { ru = "Тариф" }
lead = { ru = ["тариф", "на тарифе"] }
[plan.values.basic]
label = { ru = "Базовый" }
names = ["базовый", "basic", "basic plus"]
[plan.values.pro]
label = { ru = "Про" }
names = ["про", "pro"]
hints = ["дорогой"]
"""


def read(tmp_path: Path, text: str) -> Facets:
    path = tmp_path / "facets.toml"
    path.write_text(text, encoding="utf-8")
    return read_facets(path)


def test_facets_are_read_in_order(tmp_path: Path) -> None:
    facets = read(tmp_path, GOOD)
    assert facets.values() == {"plan": ("basic", "pro")}
    plan = facets.get("plan")
    assert plan is not None
    assert plan.label == {"ru": "Тариф"}
    assert plan.values[1].hints == ("дорогой",)
    declared = {"базовый": "basic", "basic": "basic", "basic plus": "basic", "про": "pro", "pro": "pro"}
    assert plan.by_name.items() >= declared.items()
    assert facets.get("region") is None


def test_the_bundled_facets_are_the_four_that_the_faq_needs() -> None:
    assert bundled_facets().values() == {
        "region": ("moscow", "kazakhstan"),
        "scheme": ("prepaid", "postpaid"),
        "payer": ("individual", "company"),
        "residency": ("home", "foreign"),
    }


def test_no_facets_are_facets_too(tmp_path: Path) -> None:
    assert read(tmp_path, "") == Facets()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("тариф basic plus", "тариф basic plus", id="the-longest"),
        pytest.param("на тарифе: про", "на тарифе: про", id="lead-and-colon"),
        pytest.param("профи", None, id="whole-words"),
        pytest.param("non-pro", None, id="no-part-of-a-compound"),
        pytest.param("a.pro", None, id="no-part-of-an-address"),
    ],
)
def test_mention(tmp_path: Path, text: str, found: str | None) -> None:
    plan = read(tmp_path, GOOD).get("plan")
    assert plan is not None
    match = plan.mention.search(text)
    assert (match[0] if match else None) == found


TOML_ERROR = "not readable as TOML (Expected '=' after a key in a key/value pair (at line 1, column 3)); fix that line."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("a b", TOML_ERROR, id="no-toml"),
        pytest.param(
            '[facets.plan]\n[facets.plan.values.free]\nlabel = { ru = "x" }\n',
            "[facets.plan] stands in [facets]; write [plan] and [plan.values.ID].",
            id="in-another-table",
        ),
        pytest.param(
            "plan = 3", "[plan] has no values; add [plan.values.ID] tables with label and names.", id="no-table"
        ),
        pytest.param(
            '[plan]\nlabel = {ru = "a"}',
            "[plan] has no values; add [plan.values.ID] tables with label and names.",
            id="no-values",
        ),
        pytest.param(
            GOOD.replace('label = { ru = "Тариф" }', ""),
            '[plan] has no label; add label = { ru = "…" }.',
            id="no-label",
        ),
        pytest.param(
            GOOD.replace('{ ru = "Про" }', '{ en = "Pro" }'),
            '[plan.values.pro] has no label; add label = { ru = "…" }.',
            id="no-russian-label",
        ),
        pytest.param(
            GOOD.replace('{ ru = "Про" }', "{ ru = 3 }"),
            '[plan.values.pro] has no label; add label = { ru = "…" }.',
            id="label-is-no-text",
        ),
        pytest.param(
            GOOD.replace('names = ["про", "pro"]', ""),
            '[plan.values.pro] has no names; add names = ["…"], every form that a page may use.',
            id="no-names",
        ),
        pytest.param(
            GOOD.replace('["про", "pro"]', "[]"),
            '[plan.values.pro] has no names; add names = ["…"], every form that a page may use.',
            id="empty-names",
        ),
        pytest.param(
            GOOD.replace('["про", "pro"]', "[3]"),
            'names in [plan.values.pro] is not a list of words; write names = ["…"].',
            id="names-are-numbers",
        ),
        pytest.param(
            GOOD.replace('["про", "pro"]', '"про"'),
            'names in [plan.values.pro] is not a list of words; write names = ["…"].',
            id="names-are-one-word",
        ),
        pytest.param(
            GOOD.replace('["про", "pro"]', '["«»"]'),
            "[plan.values.pro] has a name without letters; remove it.",
            id="name-without-letters",
        ),
        pytest.param(
            GOOD.replace('"pro"]', '"Basic"]'),
            "[plan] has the name 'basic' in basic and in pro; keep it in one of them.",
            id="name-of-two-values",
        ),
        pytest.param(
            GOOD.replace('"тариф"', '""'),
            'ru in [plan.lead] is not a list of words; write ru = ["…"].',
            id="empty-lead",
        ),
        pytest.param(
            GOOD.replace('{ ru = ["тариф", "на тарифе"] }', '["на"]'),
            '[plan.lead] is not a table; write [plan.lead] and ru = ["…"] under it.',
            id="lead-without-language",
        ),
        pytest.param(
            "[site]\npages = 3\n",
            '[site] is not a table of strings; write base_url = "https://…" and pages = "/…".',
            id="site",
        ),
    ],
)
def test_bad_facets_are_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadFacets) as refused:
        read(tmp_path, text)
    assert str(refused.value) == f"{tmp_path / 'facets.toml'}: {message}"


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePage) as refused:
        read_facets(tmp_path)
    assert str(refused.value) == f"{tmp_path}: it is not a regular file; remove it."
    (tmp_path / "facets.toml").write_bytes(b"\xff")
    with pytest.raises(BadFacets, match=r"facets\.toml: line 1 is not UTF-8 \(byte 0xff"):
        read_facets(tmp_path / "facets.toml")
