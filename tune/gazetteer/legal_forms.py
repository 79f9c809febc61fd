"""Legal forms of companies that tell the country of a company."""

from collections.abc import Iterator

FORMS = {
    "RU": "пао, фгуп, фгбу, фгау, муп, мбу",
    "KZ": "тоо, too, жшс",
    "KG": "осоо",
    "UZ": "мчж, mchj",
    "BY": "чуп, чтуп, одо",
    "UA": "фоп",
    "US": "llc, l.l.c, inc, corp, pllc, lllp",
    "GB US KZ SG": "llp, l.l.p",
    "GB IE IL HK CY SG AU IN": "ltd",
    "DE AT CH": "gmbh, gmbh & co kg, g.m.b.h, ag",
    "DE": "kgaa, ohg, gbr",
    "FR": "sasu, eurl",
    "FR LU CH": "sarl, s.a.r.l",
    "FR ES LU CH PL AR": "s.a, sa",
    "NL BE": "bv, b.v, nv, n.v, bvba",
    "IT": "s.p.a",
    "IT RO MD": "srl, s.r.l",
    "CH": "sagl",
    "ES": "s.l.u",
    "PT BR": "ltda, lda",
    "EE": "oü",
    "LV": "sia",
    "LT": "uab",
    "FI": "oy, oyj",
    "SE": "ab",
    "DK NO CZ SK": "a s",
    "DK": "aps",
    "PL": "sp z o.o, sp z oo",
    "CZ SK": "sro, s.r.o",
    "HU": "kft, zrt",
    "SI HR RS BA ME MK": "doo, d.o.o",
    "BG": "ood, eood, оод, еоод",
    "TR": "a ş",
    "SG": "pte, pte ltd",
    "AU": "pty, pty ltd",
    "MY": "sdn bhd",
    "IN": "pvt ltd",
    "AE": "fze, fzco",
}
"""By codes of the countries that have them, as ``tokenise`` finds them. What many countries have, Russia
among them («ООО», «АО»), says nothing and is left out."""


def legal_forms() -> Iterator[tuple[str, str]]:
    """Every folded form with the codes of its countries."""
    for codes, forms in FORMS.items():
        for form in forms.split(", "):
            yield form.replace("& ", ""), codes
