"""Whether a content can be published, in one sentence, and the pages to fix first."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from eval.evaluation import Evaluation
from eval.run import Outcome

WRONG = 0.1
"""Share of wrong answers among the sure ones from which a content should not be published as it is."""

PAGES = 5
"""Pages named."""

Answer = Literal["yes", "no", "wait"]

_SENTENCES = {
    "ru": {
        "yes": "Можно выкладывать: {numbers}.",
        "leaks": "Выкладывать нельзя: {leaks} из {could} ответов показали то, что для других читателей; {numbers}.",
        "worse": "Лучше подождать: стало хуже, чем в прошлый раз ({worse}); {numbers}.",
        "wrong": "Лучше подождать: слишком много уверенных и неверных ответов; {numbers}.",
        "numbers": "из {answerable} вопросов верный ответ первым у {right}, уверенных ответов {sure}, "
        "из них неверных {wrong}",
    },
    "en": {
        "yes": "Ready to publish: {numbers}.",
        "leaks": "Do not publish: {leaks} of {could} answers showed what is for other readers; {numbers}.",
        "worse": "Better wait: it has got worse than last time ({worse}); {numbers}.",
        "wrong": "Better wait: too many sure answers are wrong; {numbers}.",
        "numbers": "of {answerable} questions {right} have the right answer first; {sure} answers are sure, "
        "{wrong} of them wrong",
    },
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an evaluation comes to."""

    answer: Answer
    sentence: str
    language: str
    """Of the sentence: that of most of the questions."""


class PageToFix(NamedTuple):
    """A page whose questions are not answered."""

    page: str
    missed: int
    """Questions whose first answer is wrong, or is not shown."""
    asked: int
    """Questions that it answers."""


def verdict(evaluation: Evaluation) -> Verdict:
    """One sentence: leaks weigh most, then what has got worse, then sure and wrong answers."""
    outcomes = evaluation.outcomes
    sure = [one for one in outcomes if one.status == "answered"]
    wrong = [one for one in sure if one.rank != 1]
    leakage, compared = evaluation.measures.overall.leakage, evaluation.comparison
    language = "ru" if _mostly_russian(outcomes) else "en"
    say = _SENTENCES[language]
    numbers = say["numbers"].format(
        answerable=sum(one.question.answerable for one in outcomes),
        right=sum(one.rank == 1 for one in outcomes),
        sure=len(sure),
        wrong=len(wrong),
    )
    answer: Answer
    if leakage and leakage.k:
        answer, text = "no", say["leaks"].format(leaks=leakage.k, could=leakage.n, numbers=numbers)
    elif compared and compared.regressions:
        answer, text = "wait", say["worse"].format(worse="; ".join(compared.regressions), numbers=numbers)
    elif len(wrong) > WRONG * len(sure):
        answer, text = "wait", say["wrong"].format(numbers=numbers)
    else:
        answer, text = "yes", say["yes"].format(numbers=numbers)
    return Verdict(answer, text, language)


def pages_to_fix(outcomes: Iterable[Outcome]) -> list[PageToFix]:
    """The pages with the most questions that are not answered rightly, at most ``PAGES``; ties by page."""
    asked, missed = Counter[str](), Counter[str]()
    for one in outcomes:
        if one.question.answerable:
            page = one.question.expect[0].page
            asked[page] += 1
            missed[page] += one.rank != 1 or not one.shown
    ordered = sorted((page for page in missed if missed[page]), key=lambda page: (-missed[page], page))
    return [PageToFix(page, missed[page], asked[page]) for page in ordered[:PAGES]]


def _mostly_russian(outcomes: Sequence[Outcome]) -> bool:
    return 2 * sum(bool(re.search("[а-яё]", one.question.query, re.IGNORECASE)) for one in outcomes) >= len(outcomes)
