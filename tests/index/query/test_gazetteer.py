"""Which countries, people and cities a question names."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.gazetteer import gazetteer
from index.query.tokens import tokenise

ROOT = Path(__file__).parents[3]


def named(text: str) -> list[tuple[str, str, str]]:
    tokens = tokenise(text)
    return [
        (text[tokens[place.first].start : tokens[place.last].end], place.kind, " ".join(sorted(place.countries)))
        for place in gazetteer().find(tokens)
        if place.kind != "form"
    ]


@pytest.mark.parametrize(
    ("text", "place", "kind", "country"),
    [
        ("счёт для компании из Казахстана", "Казахстана", "country", "KZ"),
        ("резидент РФ", "РФ", "country", "RU"),
        ("нерезидент РК", "РК", "country", "KZ"),
        ("фирма в ОАЭ", "ОАЭ", "country", "AE"),
        ("фирма в Эмиратах", "Эмиратах", "country", "AE"),
        ("работаем с Кипром", "Кипром", "country", "CY"),
        ("кипрская компания", "кипрская", "demonym", "CY"),
        ("для эстонских юрлиц", "эстонских", "demonym", "EE"),
        ("российскому заказчику", "российскому", "demonym", "RU"),
        ("для россиян", "россиян", "demonym", "RU"),
        ("мы казахстанцы", "казахстанцы", "demonym", "KZ"),
        ("узбекское ООО", "узбекское", "demonym", "UZ"),
        ("немецкой дочке", "немецкой", "demonym", "DE"),
        ("кубинская фирма", "кубинская", "demonym", "CU"),
        ("офис в Перми", "Перми", "city", "RU"),
        ("офис в Туле", "Туле", "city", "RU"),
        ("мы из Питера", "Питера", "city", "RU"),
        ("мы из Екб", "Екб", "city", "RU"),
        ("директор в Минске", "Минске", "city", "BY"),
        ("мы из Алма-Аты", "Алма-Аты", "city", "KZ"),
        ("Қазақстанда тіркелген", "Қазақстанда", "country", "KZ"),
        ("Ресейден төлейміз", "Ресейден", "country", "RU"),
        ("қазақстандық компания", "қазақстандық", "demonym", "KZ"),
        ("ресейлік заңды тұлға", "ресейлік", "demonym", "RU"),
        ("Ақтөбедегі кеңсе", "Ақтөбедегі", "city", "KZ"),
        ("Мәскеуде тұрамыз", "Мәскеуде", "city", "RU"),
        ("Kazakhstan's tax number", "Kazakhstan", "country", "KZ"),
        ("we are Germans", "Germans", "demonym", "DE"),
        ("an Uzbek company", "Uzbek", "demonym", "UZ"),
        ("a company in the U.S. pays", "U.S", "country", "US"),
        ("office in Yerevan", "Yerevan", "city", "AM"),
        ("turkey as a country of residence", "turkey", "country", "TR"),
    ],
)
def test_a_place_is_found_in_any_form(text: str, place: str, kind: str, country: str) -> None:
    assert named(text) == [(place, kind, country)]


@pytest.mark.parametrize(
    ("text", "place", "country"),
    [
        ("из Саудовской Аравии", "Саудовской Аравии", "SA"),
        ("в Объединённых Арабских Эмиратах", "Объединённых Арабских Эмиратах", "AE"),
        ("в Республике Беларусь", "Республике Беларусь", "BY"),
        ("по законам Российской Федерации", "Российской Федерации", "RU"),
        ("офис в Нижнем Новгороде", "Нижнем Новгороде", "RU"),
        ("офис в Набережных Челнах", "Набережных Челнах", "RU"),
        ("мы из Нур-Султана", "Нур-Султана", "KZ"),
        ("мы из нур султана", "нур султана", "KZ"),
        ("мы из Санкт Петербурга", "Санкт Петербурга", "RU"),
        ("в Ростове-на-Дону", "Ростове-на-Дону", "RU"),
        ("Кот-д’Ивуар", "Кот-д’Ивуар", "CI"),
        ("Қазақстан Республикасының резиденті", "Қазақстан Республикасының", "KZ"),
        ("a South Korea company", "South Korea", "KR"),
        ("office in New-York", "New-York", "US"),
    ],
)
def test_a_name_of_several_words_is_one_place(text: str, place: str, country: str) -> None:
    assert [(found, countries) for found, _, countries in named(text)] == [(place, country)]


@pytest.mark.parametrize(
    ("text", "country"),
    [("казхстан", "KZ"), ("в узбекестане", "UZ"), ("росийская", "RU"), ("каазхстан", "KZ"), ("kazahstan", "KZ")],
)
def test_one_slip_in_a_long_name_is_forgiven(text: str, country: str) -> None:
    assert [countries for _, _, countries in named(text)] == [country]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("акт, карта, счёт, орёл, шахты, мирный договор", id="common-nouns-and-adjectives"),
        pytest.param("чехол, чехарда, туловище, минус", id="beginnings-of-names"),
        pytest.param("малина, перуна, дать, дат, дали, того, чад, вена", id="name-and-ending"),
        pytest.param("нода куба, поды в кубе", id="jargon"),
        pytest.param("Владимир, Георгий, Герман, Доминик, Чехов, Иванова, Пушкина", id="people"),
        pytest.param("американка, панамка, болгарка, финка, швейцар", id="things-and-trades"),
        pytest.param("may I read it in Chad's reading of the nice mobile by no perm", id="english-words"),
        pytest.param("it, by, in, no, us, gb, md, arm, can, are, and", id="codes-that-are-words"),
        pytest.param("changed surname, Siberia, inland, hungry", id="english-words-one-slip-away"),
        pytest.param("орал, отан, қала, бала, жолдама", id="kazakh-words"),
        pytest.param("бизнес-класс, фото-бумага, IP-адрес", id="hyphens"),
        pytest.param("нью-йоркер и супер-казахстан-клуб", id="name-within-a-longer-word"),
    ],
)
def test_ordinary_words_are_no_places(text: str) -> None:
    assert named(text) == []


def test_a_word_of_the_dictionary_is_not_a_misspelt_name() -> None:
    assert named("австрийка, английски, армянка") == []


def test_a_name_that_places_of_several_countries_have_keeps_them_all() -> None:
    assert named("компания из Барселоны") == [("Барселоны", "city", "ES VE")]
    assert named("a Korea company") == [("Korea", "country", "KP KR")]


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("мы Acme GmbH & Co. KG", "AT CH DE"),
        ("Foo OÜ", "EE"),
        ("Bar s.r.o.", "CZ SK"),
        ("Hansen A/S", "CZ DK NO SK"),
        ("Baz Sp. z o.o.", "PL"),
        ("ТОО «Ромашка»", "KZ"),
    ],
)
def test_a_legal_form_tells_the_countries_that_have_it(text: str, countries: str) -> None:
    forms = [found for found in gazetteer().find(tokenise(text)) if found.kind == "form"]
    assert [" ".join(sorted(form.countries)) for form in forms] == [countries]


@pytest.mark.parametrize("text", ["ООО «Ромашка»", "АО", "JSC"])
def test_a_legal_form_that_home_has_too_tells_nothing(text: str) -> None:
    assert not [found for found in gazetteer().find(tokenise(text)) if found.kind == "form"]


def test_the_bundled_faq_names_only_real_places() -> None:
    text = (ROOT / "faq" / "qa-corporate.md").read_text(encoding="utf-8")
    found = {place.lower() for line in text.splitlines() for place, _, _ in named(line)}
    countries = "россии казахстана казахстан армении азербайджана беларуси кыргызстана узбекистана таджикистана"
    assert found == {*countries.split(), "литвы", "латвии", "эстонии", "грузии", "рф", "москва"}


def test_every_line_of_the_table_has_its_columns() -> None:
    path = ROOT / "index" / "query" / "gazetteer.tsv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    row = re.compile(r"[^\tA-ZЁё]+\t(country|demonym|city|form)\t[A-Z]{2}( [A-Z]{2})*(\t[^\t|]*(\|[^\t|]*){2,})?")
    assert len(lines) > 3000
    assert [line for line in lines if not row.fullmatch(line)] == []


@given(st.text(alphabet=st.sampled_from("алматыдң ресейұказхстн-'.,1#New YorkU"), max_size=60) | st.text(max_size=60))
def test_any_text_is_read_and_places_stand_in_order(text: str) -> None:
    tokens = tokenise(text)
    end = -1
    for place in gazetteer().find(tokens):
        assert end <= place.first <= place.last < len(tokens)
        assert place.countries
        end = place.last
