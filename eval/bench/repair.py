"""How often does each kind of query repair fire, and how often is it right?

    python -m eval.bench.repair CONTENT QUESTIONS.jsonl...

``meant.jsonl`` beside this script has the intended text of the mistyped questions. All other questions are clean, and a
repair of one is counted as ``spoilt``. Clean questions are also typed in the other keyboard layout, whole and from
their middle on. Prints one JSON line.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from pydantic import TypeAdapter

from eval.bench.script import parser
from eval.labels import jsonl
from eval.labels.question_file import Question, read_questions
from index.analysis.analyzer import lemmas, tokenise
from index.analysis.vocabulary import Vocabulary, vocabulary
from index.query.keyboard_layout import mistyped
from index.query.repair import Repairer
from ingest.content.facets import read_facets
from ingest.content.pages import read_content
from ingest.page import parse_page
from ingest.render.text import plain_text

MEANT = Path(__file__).with_name("meant.jsonl")
FACETS = Path("faq/facets.toml")


def content_vocabulary(content: Path) -> Vocabulary:
    """The words of a folder of pages: of headings and everything under them."""
    facets = read_facets(FACETS)
    sections = [
        section for source in read_content(content) for section in parse_page(source.id, source.text, facets).sections
    ]
    return vocabulary(text for section in sections for text in (section.title, plain_text(section.blocks).text))


def what_was_meant() -> dict[str, str]:
    """Question id → the intended query, for mistyped questions."""
    return {record["id"]: record["meant"] for _, record in jsonl.records(MEANT, TypeAdapter(dict[str, str]))}


def by_type(questions: Sequence[Question], meant: Mapping[str, str], repairer: Repairer) -> dict[str, dict[str, int]]:
    """For each type of misspelt question: how many, repaired, restored to the word, and to the lemma."""
    counts: dict[str, dict[str, int]] = {}
    for question in questions:
        if question.id in meant:
            count = counts.setdefault(question.type, {"n": 0, "repaired": 0, "same_words": 0, "same_lemmas": 0})
            repaired, wanted = repairer.repair(question.query), meant[question.id]
            count["n"] += 1
            count["repaired"] += bool(repaired.repairs)
            count["same_words"] += tokenise(repaired.used) == tokenise(wanted)
            count["same_lemmas"] += lemmas(tokenise(repaired.used)) == lemmas(tokenise(wanted))
    return counts


def typo_words(questions: Sequence[Question], meant: Mapping[str, str], repairer: Repairer) -> dict[str, int]:
    """How many misspelt stretches were corrected, corrected in part, changed to other words, or left.

    ``spoilt`` counts the good words that were changed. Words compare by lemma.
    """
    counts = dict.fromkeys(("misspelt", "right", "partly", "wrong", "left", "spoilt"), 0)
    for question in questions:
        if question.type == "typo":
            used = repairer.repair(question.query).used
            for before, wanted in _changes(question.query, meant[question.id]):
                after = _counterpart(question.query, used, before)
                counts["misspelt"] += 1
                counts[_verdict(before, after, wanted)] += 1
            misspelt = {word for before, _ in _changes(question.query, meant[question.id]) for word in before.split()}
            changed = {word for before, _ in _changes(question.query, used) for word in before.split()}
            counts["spoilt"] += len(changed - misspelt)
    return counts


def _verdict(before: str, after: str, wanted: str) -> str:
    typed, got, due = (lemmas(tokenise(text)) for text in (before, after, wanted))
    if got == due:
        return "right"
    if after == before:
        return "left"
    return "partly" if set(got) - set(typed) <= set(due) else "wrong"


def relaid(clean: Sequence[str], repairer: Repairer) -> dict[str, dict[str, int]]:
    """How many clean queries, typed in the other layout as a whole or from the middle on, were restored."""
    counts: defaultdict[str, dict[str, int]] = defaultdict(lambda: {"n": 0, "same_words": 0})
    for query in clean:
        words = query.split()
        middle = len(words) // 2
        for kind, start in (("whole", 0), *([("half", middle)] if middle else [])):
            typed = " ".join([*words[:start], mistyped(" ".join(words[start:]))])
            counts[kind]["n"] += 1
            counts[kind]["same_words"] += tokenise(repairer.repair(typed).used) == tokenise(query)
    return dict(counts)


def _changes(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The words in which two texts differ, each stretch with its counterpart."""
    old, new = (re.findall(r"[\w-]+", text.lower().replace("ё", "е")) for text in (before, after))
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            if j - i == m - k:
                yield from zip(old[i:j], new[k:m], strict=True)
            else:
                yield " ".join(old[i:j]), " ".join(new[k:m])


def _counterpart(before: str, after: str, words: str) -> str:
    """What became of a stretch of words; the same if nothing did."""
    changes = dict(_changes(before, after))
    return changes.get(words) or " ".join(changes.get(word, word) for word in words.split())


def main() -> None:
    """Measure and print."""
    arguments = parser(__doc__)
    arguments.add_argument("content", type=Path)
    arguments.add_argument("questions", type=Path, nargs="+")
    given = arguments.parse_args()
    began = perf_counter()
    words = content_vocabulary(given.content)
    read_s = perf_counter() - began
    repairer, meant, questions = Repairer(words), what_was_meant(), read_questions(given.questions)
    clean = [question for question in questions if question.id not in meant]
    times = []
    for question in questions:  # each once, so that no cache knows the query
        began = perf_counter()
        repairer.repair(question.query)
        times.append(1000 * (perf_counter() - began))
    spoilt = {question.id: repaired.used for question in clean if (repaired := repairer.repair(question.query)).repairs}
    record = {
        "words": len(words.cyrillic),
        "read_content_s": round(read_s, 2),
        "clean": len(clean),
        "spoilt": spoilt,
        "by_type": by_type(questions, meant, repairer),
        "typo_words": typo_words(questions, meant, repairer),
        "relaid": relaid([question.query for question in clean if question.type != "kazakh"], repairer),
        "p50_ms": round(median(times), 3),
        "p95_ms": round(quantiles(times, n=20)[-1], 3),
    }
    print(json.dumps(record, ensure_ascii=False))


if __name__ == "__main__":
    main()
