"""Slips in the names of values and in the words that decide how they are meant; real words near a name say nothing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.vocabulary import vocabulary
from index.query.facet_inference import infer
from index.query.repair import Repairer
from index.query.slips import distance_between, one_slip_from
from ingest.content.facets import Facets, read_facets
from ingest.scope.choice import stated

ROOT = Path(__file__).parents[3]
FACETS = read_facets(ROOT / "faq" / "facets.toml")
SHOP = read_facets(ROOT / "eval" / "contents" / "shop" / "facets.toml")

SLIPS = """
region kazakhstan: казхастане казхстнае казхатсан кзахстане казастане кахазстан козохстан казаастна Kazahstna
region kazakhstan: kazakhtsan kazakhsatn kazakstn Қазақсатн Қазакстан аламты алмтаы астнаа асатне шымкнет карагнада
region moscow: масква моксва мосвка мсокве масквой росия россси рассии Moskow Mosocw Мәксеу рублеь
scheme prepaid: предопалте придаплата предоптала препдолата предполата prepayd prepiad авнсом
scheme postpaid: пстоплате постпалта постаплатой постполате postapid postpayd
payer individual: физлцио физлецо физилцом
payer company: юрилцо юрлцио юрлецом
residency foreign: нерезедент нерзидент нерезидетн
"""

REAL_WORDS = """
казахский казак казаки казахи казначейство казарма казино Казань кассир касса маска маске мостовая москит местная
мокрая оплата оплате доплата переплата недоплата выплата предплечье предоставьте постоянная постановка построение
россыпь росинка русский астма астра остановка таран актовый рубеж рубильник тендер тенденция физик юрист юрта орлица
лицо резиденция президент авансцена карандаш Томск Орск Пакистан Таджикистан Кыргызстан prepare prepared repaid
postpone postman macOS moscato алмады алмадым сіздің біздің төлеуге мәселе
"""


def said(question: str, facets: Facets = FACETS, content: frozenset[str] = frozenset()) -> dict[str, str]:
    found = infer(question, facets, content)
    return {facet.id: stated(facet, found[facet.id].values) for facet in facets.facets if facet.id in found}


@pytest.mark.parametrize(
    ("facet", "value", "word"),
    [
        pytest.param(*means.split(), word, id=word)
        for means, words in (line.split(":") for line in SLIPS.strip().splitlines())
        for word in words.split()
    ],
)
def test_a_slip_in_a_name_is_read_as_the_value(facet: str, value: str, word: str) -> None:
    assert said(word) == {facet: value}
    assert infer(word, FACETS)[facet].evidence == word


@pytest.mark.parametrize("word", REAL_WORDS.split())
def test_a_real_word_near_a_name_says_nothing(word: str) -> None:
    assert said(word) == {}


def test_the_lists_are_long_enough() -> None:
    assert sum(len(line.split(":")[1].split()) for line in SLIPS.strip().splitlines()) >= 40
    assert len(REAL_WORDS.split()) >= 40


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("праект в регоине казхастан", {"region": "kazakhstan"}, id="things"),
        pytest.param("казахсатнский проект, где акт", {"region": "kazakhstan"}, id="adjective"),
        pytest.param("крмое казхастана, куда писать", {"region": "moscow"}, id="ruled-out"),
        pytest.param("испульзуем казхастан, не москву", {"region": "kazakhstan"}, id="not-the-other"),
        pytest.param("не по предопалте работаем", {"scheme": "postpaid"}, id="not-a-scheme"),
        pytest.param("перенсти проект в казхастан", {}, id="a-move"),
        pytest.param("казхастан или масква", {}, id="both"),
        pytest.param("карта казхастанского банка", {}, id="a-bank"),
    ],
)
def test_a_question_full_of_slips_is_read_as_search_reads_it(question: str, expected: dict[str, str]) -> None:
    page = (ROOT / "faq" / "qa-corporate.md").read_text(encoding="utf-8")
    assert said(Repairer(vocabulary([page])).repair(question).used) == expected


def test_a_word_of_the_content_is_no_slip_and_one_as_near_leaves_it_open() -> None:
    assert said("посква") == {"region": "moscow"}
    assert said("посква", content=frozenset({"посква"})) == {}
    assert said("посква", content=frozenset({"позква"})) == {}


def test_two_values_as_near_are_left_open(tmp_path: Path) -> None:
    path = tmp_path / "facets.toml"
    values = "".join(
        f'values.{at} = {{ label = {{ ru = "{name}" }}, names = ["{name}"] }}\n'
        for at, name in (("first", "вортан"), ("second", "вортал"))
    )
    path.write_text(f'[make]\nlabel = {{ ru = "Марка" }}\n{values}', encoding="utf-8")
    facets = read_facets(path)
    assert said("вортак", facets) == {}
    assert said("воратн", facets) == {"make": "first"}


@pytest.mark.parametrize(
    ("question", "city"),
    [("самвывоз в Казнаи", "kazan"), ("доставка в Мсокву", "moscow"), ("доставка в томат", None)],
)
def test_a_facet_of_labels_and_names_alone_is_read_with_slips(question: str, city: str | None) -> None:
    assert said(question, SHOP).get("city") == city


words = st.text(alphabet="абвг", max_size=6)


@given(words, words)
def test_distance_is_symmetric_and_one_for_every_slip(one: str, other: str) -> None:
    assert distance_between(one, other) == distance_between(other, one) <= max(len(one), len(other))
    assert all(distance_between(one, near) <= 1 for near in one_slip_from(one))
    assert (distance_between(one, other) <= 1) == (other in {one, *one_slip_from(one)})
