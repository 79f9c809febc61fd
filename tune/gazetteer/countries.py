"""Names of countries in Russian, English and Kazakh, from CLDR and ISO 3166."""

import gettext
import re
from collections.abc import Iterator

import pycountry
from babel import Locale

from tune.gazetteer.inflection import fold, latin

LANGUAGES = ("ru", "en", "kk")

SHORT = {
    "RU": "рф, rf, rus, россия, российская федерация, russian federation",
    "KZ": "рк, kz, kaz, казахстан, қр",
    "BY": "рб, blr, белоруссия, беларусь, byelorussia",
    "UZ": "руз, uz, uzb, өзбекстан",
    "KG": "киргизстан, кыргызстан, киргизия, кыргызская республика, kgz, kirghizia",
    "TJ": "tj, tjk",
    "AZ": "aze",
    "MD": "молдавия, молдова",
    "TM": "туркмения, туркменистан, tkm",
    "AE": "эмираты, оаэ, uae, emirates",
    "US": "сша, америка, usa, u.s, u.s.a, ақш, америка құрама штаттары, соединенные штаты",
    "GB": "uk, gbr, u.k, англия, британия, великобритания, шотландия, уэльс, england, britain, scotland, wales",
    "NL": "голландия, holland, нидерланды",
    "CN": "кнр, prc, chn, қхр",
    "KR": "южная корея, республика корея",
    "KR KP": "корея, korea",
    "CZ": "чешская республика, czech republic",
    "DE": "фрг, deu",
    "TR": "türkiye, turkiye, turkey, tur",
    "HK": "гонконг, hong kong, hongkong",
    "CD CG": "конго, congo",
    "MM": "бирма, burma",
    "VN": "vietnam, viet nam",
    "SZ": "свазиленд, swaziland",
    "DO": "доминикана",
}
"""What CLDR and ISO lack, by codes. Codes that are words or units («by», «kg», «md», «gb», «arm») are left out."""

ORDINARY = frozenset({"куба", "того", "чад", "chad", "иордан", "jordan", "guinea"})
"""Names that are other words or given names; their official names stay."""


def countries() -> Iterator[tuple[str, str]]:
    """Every folded name of every country in ISO 3166, with its code; several codes are parted by spaces."""
    for codes, names in SHORT.items():
        yield from ((name, codes) for name in names.split(", "))
    translations = [
        gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language]) for language in ("ru", "kk")
    ]
    for country in pycountry.countries:
        code: str = country.alpha_2
        official = [name for part in ("name", "common_name", "official_name") if (name := getattr(country, part, ""))]
        translated = [each.gettext(name) for each in translations for name in official]
        common = [Locale(language).territories.get(code, "") for language in LANGUAGES]
        for spelt in sorted({spelt for name in (*official, *translated, *common) for spelt in _spellings(name)}):
            yield spelt, code


def _spellings(name: str) -> Iterator[str]:
    """A name as it is written in running text: no article, brackets or inversion, with a word for «&»."""
    plain = fold(re.sub(r"^the ", "", name, flags=re.IGNORECASE))
    words = re.sub(r" \(.*\)$", "", plain).split(", ")
    name = re.sub(r"^the ", "", " ".join(reversed(words))).replace("&", "and").replace(" - ", " ")
    if len(words) <= 2 and len(name) > 3 and "(" not in name:
        yield name
        if (ascii_name := latin(name)) != name:
            yield ascii_name
