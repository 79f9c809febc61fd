"""Forms of names and leads derived beside those that a facet declares."""

from pathlib import Path

import pytest

from ingest.content.derived_names import forms_of
from ingest.content.facets import Facets, read_facets
from ingest.scope.phrases import label, opening

SHOP = """
[city]
label = { ru = "Город" }
values.moscow = { label = { ru = "Москва" }, names = ["Москва"] }
values.spb = { label = { ru = "Санкт-Петербург" }, names = ["Санкт-Петербург"] }

[way]
label = { ru = "Способ получения" }
values.courier = { label = { ru = "Курьер" }, names = ["Курьер"] }
values.pickup = { label = { ru = "Самовывоз" }, names = ["Самовывоз"] }
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Facets:
    path = tmp_path_factory.mktemp("shop") / "facets.toml"
    path.write_text(SHOP, encoding="utf-8")
    return read_facets(path)


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        pytest.param("В Санкт-Петербурге: Лиговский проспект, 84.", ("city", "spb"), id="inflected"),
        pytest.param("В городе Москва — завтра.", ("city", "moscow"), id="the-facets-own-name"),
        pytest.param("При самовывозе: покажите паспорт.", ("way", "pickup"), id="a-preposition"),
        pytest.param("Для курьера — 350 рублей.", ("way", "courier"), id="genitive"),
    ],
)
def test_an_item_that_opens_with_a_derived_form_is_scoped(shop: Facets, text: str, pair: tuple[str, str]) -> None:
    assert opening(text, shop)[0] == {pair}


@pytest.mark.parametrize("text", ["Город: Москва", "город Санкт-Петербург", "Способ получения: Курьер", "Самовывозом"])
def test_a_label_with_the_facets_name_is_a_scope(shop: Facets, text: str) -> None:
    assert len(label(text, shop)[0]) == 1


@pytest.mark.parametrize("text", ["Только в Москве: самовывоз.", "Кроме Москвы: почтой.", "Москвич — это мы."])
def test_a_restriction_or_another_word_is_no_scope(shop: Facets, text: str) -> None:
    assert not opening(text, shop)[0]


def test_names_in_other_letters_stay_as_they_are() -> None:
    assert forms_of(["Almaty", "Алматы Almaty", "GZ1"]) == ("Almaty", "Алматы Almaty", "GZ1")


def test_a_form_that_two_values_share_names_neither(tmp_path: Path) -> None:
    path = tmp_path / "facets.toml"
    path.write_text(
        """
[meal]
label = { ru = "Рацион" }
values.mash = { label = { ru = "Каша" }, names = ["Каша"] }
values.mashes = { label = { ru = "Каши" }, names = ["Каши"] }
""",
        encoding="utf-8",
    )
    (facet,) = read_facets(path).facets
    assert facet.by_name["каша"] == "mash"
    assert facet.by_name["каши"] == "mashes"
    assert "кашей" in facet.by_name


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        pytest.param("Способ получения", {"способом получения", "способе получения"}, id="what-follows-the-noun-stays"),
        pytest.param("частное лицо", {"частного лица", "частному лицу", "частным лицом"}, id="an-adjective-agrees"),
        pytest.param("юр. лица", {"юр. лиц", "юр. лицам"}, id="an-abbreviation-stays"),
        pytest.param(
            "предоплатный", {"предоплатная", "предоплатную", "предоплатных"}, id="an-adjective-in-each-gender"
        ),
        pytest.param("Нижний Новгород", {"нижнего новгорода", "нижнем новгороде"}, id="an-adjective-and-a-place"),
        pytest.param("Москва", {"москвою", "москвой"}, id="both-instrumentals"),
    ],
)
def test_forms_agree_and_only_the_name_is_inflected(name: str, forms: set[str]) -> None:
    assert forms <= set(forms_of([name]))


@pytest.mark.parametrize("name", ["на территории РФ", "ФЛ", "юридического лица", "Из РФ"])
def test_what_is_no_name_in_the_nominative_stays_as_it_is(name: str) -> None:
    assert forms_of([name]) == (name,)


def test_forms_and_the_facets_own_name_are_derived_beside_declared_leads(tmp_path: Path) -> None:
    path = tmp_path / "facets.toml"
    path.write_text(SHOP.replace("[way]", 'lead = { ru = ["в", "доставка в"] }\n[way]', 1), encoding="utf-8")
    city = read_facets(path).facets[0]
    assert {"доставка в", "в", "город", "в городе"} <= set(city.lead)
    assert not {"из", "из города"} & set(city.lead)
    assert label("в городе Санкт-Петербурге", read_facets(path))[0] == {("city", "spb")}
