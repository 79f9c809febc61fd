import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.markdown.anchors import Anchors, anchor


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Где взять счет?", "gde_vzyat_schet"),
        ("Ёжик, объём и съезд", "ezhik_obem_i_sezd"),
        ("Щука, чаща, вьюга, яхта, шоу", "shchuka_chashcha_vyuga_yahta_shou"),
        ("IP-адрес (v6)", "ip_adres_v6"),
        ("50\u00a0ТБ — предел", "50_tb_predel"),
        ("Қазақстан өңірі", "kazakstan_oniri"),
        ("snake_case", "snake_case"),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_anchor(heading: str, expected: str) -> None:
    assert anchor(heading) == expected


def test_an_anchor_is_given_once() -> None:
    anchors = Anchors()
    assert [anchors.give(name) for name in ("A", "a", "A 2", "a!", "?", "!")] == [
        "a",
        "a_2",
        "a_2_2",
        "a_3",
        "section",
        "section_2",
    ]


@given(st.lists(st.text(max_size=8), max_size=20))
def test_anchors_differ(headings: list[str]) -> None:
    anchors = Anchors()
    given_out = [anchors.give(heading) for heading in headings]
    assert len(set(given_out)) == len(given_out)
    assert all(name and name.strip("_") == name for name in given_out)
