"""A page's questions and answers in the vocabulary of schema.org, for search engines."""

import json
import re
from collections.abc import Sequence

from markupsafe import Markup

from index.result import Answer
from ingest.section import Chosen
from server.markdown.render import browsed
from server.translations import CONTENT

_MARK = re.compile(r"</?mark>")


def question_page(answers: Sequence[Answer], choice: Chosen) -> Markup:
    """A FAQPage in JSON-LD for a script element; empty if the page is not a list of questions.

    A page is a list of questions if most of its headings end in a question mark.

    Source: https://schema.org/FAQPage.
    """
    asked = [answer for answer in answers if answer.id != answer.page]
    if 2 * sum(answer.section.rstrip().endswith("?") for answer in asked) <= len(asked):
        return Markup()
    page = {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "url": browsed(asked[0].page, choice),
        "inLanguage": CONTENT,
        "mainEntity": [_question(answer, choice) for answer in asked],
    }
    # In HTML only `<` could end the element or open a comment, and JSON has it in strings alone.
    return Markup(json.dumps(page, ensure_ascii=False).replace("<", r"\u003c"))


def _question(answer: Answer, choice: Chosen) -> dict[str, object]:
    url = browsed(answer.id, choice)
    text = _MARK.sub("", answer.html)
    return {
        "@type": "Question",
        "name": answer.section,
        "acceptedAnswer": {"@type": "Answer", "text": text, "url": url},
    }
