"""Write the table of places: ``python -m tune.gazetteer``; needs the extra ``gazetteer``.

Prints, on stderr, the names that were left out as ordinary words.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from tune.gazetteer.cities import COLLOQUIAL, adjective, cities
from tune.gazetteer.countries import ORDINARY, countries
from tune.gazetteer.demonyms import demonyms
from tune.gazetteer.inflection import case_forms, is_place, shared_beginning
from tune.gazetteer.legal_forms import legal_forms

INDEX = Path(__file__).parents[2] / "index"
TABLE, WORDS = INDEX / "query" / "gazetteer.tsv", INDEX / "analysis" / "english.txt"

HEADER = """\
# Countries, their people and adjectives, main cities and legal forms, in Russian, English and Kazakh: name, kind, codes
# by ISO 3166-1, and where it has several forms their common beginning and what follows it in each.
# Made by: python -m tune.gazetteer
# Cities are from GeoNames (https://www.geonames.org), licensed under CC BY 4.0; names of countries, languages and
# time zones from Unicode CLDR and from Debian's iso-codes by way of pycountry. Changed: selected, folded, inflected.
"""

ENGLISH_WORDS = frozenset(
    {"bender", "bor", "cali", "douglas", "engels", "hamilton", "kingston", "lesnoy", "male", "marks", "nova", "oral"}
    | {"orel", "perm", "pest", "phoenix", "queens", "salvador", "stanley", "victoria"}
)
"""English words and given names that English names of cities coincide with, beyond the shipped list."""

OTHERS = {"country": 0.5, "city": 0.3}
"""Largest share that common nouns, adjectives and verbs may have among a name's readings, by kind."""

Row = tuple[str, str, set[str], dict[str, None]]


def places(kind: str, named: Iterable[tuple[str, str]], rows: dict[str, Row], left_out: list[str]) -> None:
    """Add countries or cities to the rows, less ordinary words; a name that is there already gets more codes."""
    spared = {"эмираты", *(name for names in COLLOQUIAL.values() for name in names.split(", "))}
    common = {*WORDS.read_text(encoding="utf-8").split(), *ENGLISH_WORDS, *ORDINARY}
    for name, codes in named:
        plain = name not in spared and (name in common or not is_place(name, others=OTHERS[kind]))
        if len(name) < 2 or plain:
            left_out.append(f"{kind} {name} {codes}")
        elif name in rows:
            if rows[name][1] == kind:
                rows[name][2].update(codes.split())
        else:
            forms = [form for form in case_forms(name) if name in spared or is_place(form, others=OTHERS[kind])]
            rows[name] = (name, kind, set(codes.split()), dict.fromkeys(forms))


def main() -> None:
    """Write the table and print what was left out."""
    rows: dict[str, Row] = {}
    left_out: list[str] = []
    named = list(countries())
    places("country", named, rows, left_out)
    for name, codes, forms in demonyms(named):
        if name not in rows:
            rows[name] = (name, "demonym", set(codes.split()), dict.fromkeys(forms))
        elif rows[name][1] == "demonym":
            rows[name][2].update(codes.split())
    towns = list(cities())
    of_towns: dict[str, Row] = {}
    for town, codes in towns:
        if (forms := adjective(town)) and forms[0] not in rows:
            of_towns.setdefault(forms[0], (forms[0], "demonym", set(), dict.fromkeys(forms)))[2].update(codes.split())
    rows |= of_towns
    places("city", towns, rows, left_out)
    for form, codes in legal_forms():
        rows.setdefault(form, (form, "form", set(codes.split()), {form: None}))
    kinds = ("country", "demonym", "city", "form")
    lines = [_line(row) for row in sorted(rows.values(), key=lambda row: (kinds.index(row[1]), row[0]))]
    TABLE.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print("Left out:", *sorted(set(left_out)), sep="\n", file=sys.stderr)
    for kind in kinds:
        of_kind = [row for row in rows.values() if row[1] == kind]
        covered = set[str]().union(*(row[2] for row in of_kind))
        print(f"{kind}: {len(of_kind)} names, {sum(len(row[3]) for row in of_kind)} forms, {len(covered)} countries")


def _line(row: Row) -> str:
    name, kind, codes, forms = row
    columns = [name, kind, " ".join(sorted(codes))]
    if len(forms) > 1:
        beginning = shared_beginning(forms)
        columns.append("|".join([beginning, *(form[len(beginning) :] for form in forms)]))
    return "\t".join(columns)


if __name__ == "__main__":
    main()
