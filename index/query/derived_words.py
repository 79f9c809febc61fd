"""What a question may call a value beside its name: «московский», «казанцам», «Питер», «мск», «курьерская».

Used for facets that declare no words for questions, and never on content, where only names count.
"""

from collections.abc import Iterable, Iterator

from ingest.content.derived_names import forms_of
from ingest.morphology import nominative

SHORTEST = 5
"""Letters of a stem, and of the last part of a name with a hyphen («Санкт-Петербург»), that stands for the whole."""

_OTHER_NAMES = {
    "москва": "мск msk moscow moskva мәскеу",
    "санкт-петербург": "питер спб spb piter petersburg peterburg",
    "екатеринбург": "екб екат ekb yekaterinburg ekaterinburg",
    "новосибирск": "нск новосиб nsk novosibirsk",
    "казань": "kazan қазан",
    "алматы": "алма-ата almaty",
    "астана": "нур-султан astana нұр-сұлтан",
    "казахстан": "рк кз kz kazakhstan қазақстан",
    "россия": "рф rf russia ресей",
    "беларусь": "рб белоруссия belarus",
    "узбекистан": "уз uzbekistan өзбекстан",
}
"""Folded name of a place → names that are not derived from it, parted by spaces."""

_KAZAKH = frozenset("әғқңөұүһі")
_ENDINGS = "аяоеёыийьу"
_OF_PLACE = ("ск", "овск", "евск", "инск", "енск")
_OF_PEOPLE = ("ц", "ец", "ич", "чан")
_OF_THING = ("ск", "н")


def other_names(name: str) -> tuple[str, ...]:
    """Names that stand for a place as its own does, in all forms, in lower case; ``*`` ends a Kazakh stem."""
    if not _is(name, "Geox"):
        return ()
    folded = name.lower()
    last = folded.rpartition("-")[2]
    parts = (last,) if last != folded and len(last) >= SHORTEST else ()
    others = (*_OTHER_NAMES.get(folded, "").split(), *parts)
    return forms_of(f"{other}*" if _KAZAKH & set(other) else other for other in others)


def stems(names: Iterable[str]) -> Iterator[str]:
    """Stems of the adjectives of names, and of the people of a place: «казанск», «казанц»; some are no words."""
    for name in dict.fromkeys(name.lower().rpartition("-")[2] for name in names):
        base = name.rstrip(_ENDINGS)
        if _is(name, "Geox") and len(base) >= SHORTEST - 1:
            bases = {base, f"{base[:-1]}о{base[-1]}"}  # «Москва» → «московск»
            yield from (one + ending for one in sorted(bases) for ending in _OF_PLACE)
            yield from (base + ending for ending in _OF_PEOPLE)
            if base.endswith("г"):
                yield base[:-1] + "ж"  # «петербуржцы»
        elif _is(name, "NOUN") and len(base) >= SHORTEST:
            yield from (base + ending for ending in _OF_THING)


def _is(name: str, mark: str) -> bool:
    """Whether the dictionary has the name, of one word, and gives it the mark."""
    parse = nominative(name.rpartition("-")[2]) if " " not in name else None
    return parse is not None and parse.is_known and mark in parse.tag
