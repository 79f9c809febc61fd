"""Adjectives and people of countries, derived from the names of languages and countries."""

import re
from collections.abc import Iterable, Iterator

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages

from tune.gazetteer.inflection import fold, is_place, paradigm, parses, shares

BY_HAND = {
    "US": "американский, американец, american, американ",
    "GB": "английский, британский, англичанин, британец, шотландский, english, british, ағылшын",
    "DE": "немецкий, германский, немец, german",
    "FR": "француз, french",
    "AE": "эмиратский, emirati",
    "SA": "саудовский, saudi",
    "IN": "индус, indian",
    "IL": "israeli",
    "CH": "swiss",
    "AT": "austrian",
    "BE": "belgian",
    "CA": "canadian",
    "BR": "brazilian",
    "PT": "португалец, португальский, portuguese",
    "EG": "egyptian, египтянин",
    "IR": "иранец, iranian",
    "IQ": "iraqi",
    "CY": "киприот, cypriot",
    "NL": "голландский, голландец, dutch",
    "TR": "турок, turkish",
    "CN": "chinese",
    "GR": "грек, greek",
    "PL": "поляк, polish",
    "CZ": "чех, czech",
    "SE": "швед, swedish",
    "FI": "финн, finnish",
    "DK": "датчанин, danish",
    "NO": "норвежец, норвежский, norwegian, норвег",
    "HU": "венгр, hungarian",
    "BG": "bulgarian",
    "RS": "серб",
    "HR": "хорват",
    "SI": "словенец",
    "LV": "латыш",
    "LT": "литовец",
    "AR": "argentine, argentinian",
    "MX": "mexican",
    "SG": "singaporean",
    "HK": "гонконгский, hongkonger",
    "TW": "taiwanese",
    "MD": "молдавский, молдованин, moldovan, молдаванин",
    "AZ": "азербайджанец",
    "KG": "кыргызский, кыргызстанский, кыргызстанец, киргизстанский, киргиз, kirghiz",
    "UZ": "узбек",
    "BY": "белорус, belorussian, byelorussian",
    "TM": "туркменский, туркмен, туркменистанский",
    "RU": "орыс, русский, русские",
    "KR": "южнокорейский",
}
"""What the rules miss among the countries that customers are likely from."""

_SHARED = {"ar", "sw", "la", "en", "pt", "ms", "fa", "tn", "ss", "ta", "zh_Hant"}
"""Official languages that name no single country, or another than the one CLDR deems the likeliest."""
_PLACE_ENDINGS = ("", "ь", "я", "а", "ия")
_OTHER_PEOPLE = {"швейцар"}
"""Nouns that a rule makes and that are no people of that country."""


def demonyms(countries: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every demonym in its basic form, with the country's code and its other forms.

    Args:
        countries: Folded names with their codes.
    """
    adjectives: dict[str, str] = {}
    by_hand = ((name, codes) for codes, names in BY_HAND.items() for name in names.split(", "))
    for name, codes in (*_languages(), *by_hand):
        if name.endswith(("ский", "цкий")):
            adjectives[name] = codes
            yield name, codes, paradigm(name, "ADJF", guess=True)
        elif name.isascii():
            yield name, codes, (name,) if name.endswith(("h", "s", "e")) else (name, name + "s")
        else:
            forms = paradigm(name, "NOUN", "anim", guess=name.endswith("ец"))
            yield name, codes, tuple(form for form in forms if form == name or _mostly(form, name)) or (name,)
    for name, codes in countries:
        for adjective in _adjectives(name):
            adjectives.setdefault(adjective, codes)
            yield adjective, codes, paradigm(adjective, "ADJF")
        yield from ((each, codes, (each, each + "s")) for each in _english(name))
    for adjective, codes in adjectives.items():
        for person in _people(adjective):
            yield (
                person,
                codes,
                tuple(form for form in paradigm(person, "NOUN", "anim", "masc") if _mostly(form, person)),
            )


def _languages() -> Iterator[tuple[str, str]]:
    """Names of a country's own language in three languages, as adjectives: «узбекский», Uzbek, «өзбек»."""
    for code in get_global("territory_languages"):
        for language in get_official_languages(code):
            likely = get_global("likely_subtags").get(language, "")
            if language in _SHARED or not likely.endswith("_" + code):
                continue
            language = "no" if language == "nb" else language
            russian, english, kazakh = (fold(Locale(each).languages.get(language, "")) for each in ("ru", "en", "kk"))
            if " " not in russian and russian.endswith(("ский", "цкий")):
                yield russian, code
                yield english, code
                people = kazakh.removesuffix(" тілі")
                if people != kazakh and " " not in people and len(people) > 3 and not shares(people):
                    yield people, code


def _adjectives(name: str) -> list[str]:
    """The dictionary's adjectives that are made of a country's Russian name and of no other place's."""
    if not re.fullmatch(r"[а-я]{4,}", name) or not is_place(name, others=0.5):
        return []
    stem = re.sub(r"(?:ия|[аяьиыоеуй])$", "", name)
    ends = ("ийский", "ьский", "ский") if name.endswith("ия") else ("ский", "ьский", "йский", "ийский")
    plain = [known for end in ends if paradigm(known := stem + end, "ADJF")]
    if plain and len(stem) >= 3:
        return plain[:1]
    longer = [base + middle for base in (name, stem) if len(base) >= 3 for middle in ("ан", "ян", "ин")]
    return [base + "ский" for base in longer if paradigm(base + "ский", "ADJF") and not _of_another_place(base, name)]


def _of_another_place(base: str, name: str) -> bool:
    """Whether a base is that of another place than the country: «кубан», of Кубань."""
    places = (base + end for end in _PLACE_ENDINGS)
    return any((share := shares(place)) and share.place >= 0.5 for place in places if place != name)


def _people(adjective: str) -> list[str]:
    """The dictionary's nouns for people that are made as an adjective is: «казахстанец», «россиянин», «узбек»."""
    base = re.sub(r"ский$|кий$", "", adjective)
    short = base[:-1] if base[-1] in "йь" else base
    nouns = {short, base + "ец", short + "ец", short + "ин", base + "тянин", base.removesuffix("й") + "янин"}
    people = (noun for noun in nouns - _OTHER_PEOPLE if len(base) >= 4 and paradigm(noun, "NOUN", "anim", "masc"))
    return sorted(noun for noun in people if _mostly(noun, noun))


def _mostly(form: str, word: str) -> bool:
    """Whether a form is one of this word at least as likely as of any others."""
    own: float = sum(parse.score for parse in parses(form) if fold(parse.normal_form) == word and "anim" in parse.tag)
    return own >= 0.5


def _english(name: str) -> list[str]:
    """Regular English demonyms: Austrian, Kazakhstani."""
    if re.fullmatch(r"[a-z]{3,}(?:ia|ya)", name):
        return [name + "n"]
    return [name + "i"] if re.fullmatch(r"[a-z]+stan", name) else []
