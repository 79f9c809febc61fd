"""The table of rules: what each finds, how bad that is, why, and what to write instead."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of fault."""

    id: str
    """Stable: what a comment in the source allows and what filters name."""

    severity: Severity
    """error: readers get a wrong or broken answer; warning: some will; note: answers could be better."""

    why: str
    write: str


_RULES = (
    # Tags: what the parser had to put right.
    Rule(
        "unclosed-tag",
        "error",
        "What follows a tag that is never closed is read as part of it, and shown to its readers only.",
        "Close the tag where its content ends.",
    ),
    Rule(
        "stray-tag",
        "error",
        "A tag that opens or closes nothing says that its partner is lost, and with it whom the text is for.",
        "Remove the tag, or put its partner back.",
    ),
    Rule(
        "opener-as-closer",
        "error",
        "An opening tag stands where a closing one is meant, so that the rest of the page may be read as its content.",
        "Put the slash in.",
    ),
    Rule("misspelt-tag", "error", "A tag with another spelling is shown to readers as text.", "Spell the tag right."),
    Rule(
        "missing-panel",
        "error",
        "A tab without a panel tells its readers nothing.",
        "Add the tab's panel, or take the tab out.",
    ),
    Rule(
        "unnamed-panel",
        "error",
        "A panel that no tab names is shown to everyone, whomever it is for.",
        "Add a tab for it to the tab list.",
    ),
    Rule(
        "stray-text",
        "error",
        "Text between two panels belongs to no tab, and is guessed to belong to the next.",
        "Move it into a panel, or out of the tabs.",
    ),
    Rule("no-summary", "warning", "Details without a summary have no name to be found by.", "Add a summary."),
    Rule("too-deep", "error", "Containers this deep are dropped, and whom they are for with them.", "Nest less."),
    Rule(
        "unclosed-fence",
        "error",
        "A code block that is never closed swallows what follows up to the next heading.",
        "Close the block.",
    ),
    Rule(
        "front-matter",
        "warning",
        "A front matter that cannot be read is dropped, and the page is named after its file.",
        "Fix the line.",
    ),
    # Whom an answer is for.
    Rule(
        "tab-missing",
        "warning",
        "Readers of the value that has no tab get an answer without the part that differs for them.",
        "Add a tab for the missing value, even if it only says that there is nothing to do.",
    ),
    Rule(
        "tab-unknown",
        "warning",
        "A tab whose label the facets do not know is shown to everyone.",
        "Write a name that facets.toml declares, or declare this one.",
    ),
    Rule(
        "tabs-same",
        "warning",
        "Two tabs that say the same ask readers to choose where there is no choice, and may hide a forgotten edit.",
        "Take the tabs out, or mend the one that should differ.",
    ),
    Rule(
        "other-region",
        "error",
        "An address, number or currency of another value sends these readers to the wrong place.",
        "Write this value's own, or move the line to where it is true.",
    ),
    # Links.
    Rule("link-page", "error", "The link leads to a page that is not there.", "Link to a page of this content."),
    Rule(
        "link-anchor",
        "error",
        "The page is there and no heading on it has this anchor, so readers land at its top.",
        "Link to the anchor of a heading that is there.",
    ),
    Rule(
        "anchor-ambiguous",
        "warning",
        "Several headings of the page share this anchor, so the link leads to the first of them.",
        "Give the headings different words.",
    ),
    # Headings.
    Rule(
        "heading-repeats",
        "warning",
        "The same heading twice in one place of a page: which of the two answers is found is chance.",
        "Join the sections, or let each heading say what only its section answers.",
    ),
    Rule(
        "heading-elsewhere",
        "warning",
        "The same question on two pages has two answers, and a reader is given either.",
        "Keep one answer and link to it, or let each heading say for what it holds.",
    ),
    Rule(
        "heading-alike",
        "note",
        "Two questions mean the same, so that their answers compete.",
        "Join the sections, or let each heading say what only its section answers.",
    ),
    Rule(
        "heading-skips",
        "note",
        "A heading more than one level below the one above it stands under a parent that is not there.",
        "Write the next level.",
    ),
    Rule(
        "question-inside",
        "warning",
        "A question below the second level of a FAQ is part of the answer above it, and is not found by itself.",
        "Make it a heading of the second level.",
    ),
    # Answers.
    Rule("answer-empty", "warning", "A heading with nothing under it is a question without answer.", "Answer it."),
    Rule(
        "answer-only-link",
        "warning",
        "An answer that is only a link makes readers search again on another page.",
        "Say in a sentence what the page says, then link to it.",
    ),
    Rule(
        "answer-long",
        "note",
        "The encoder reads only the beginning of an answer this long, and readers little more.",
        "Give its parts questions of their own.",
    ),
    Rule(
        "number-differs",
        "warning",
        "Two sections say the same of one thing, with different numbers; one of them is wrong.",
        "Find out which number is true, and write it once.",
    ),
    # The comments that silence rules.
    Rule(
        "allow-broken",
        "warning",
        "A comment that allows nothing hides nothing, or will hide the next fault.",
        "Write <!-- otvet-lint: allow RULE reason --> right above the line that it is for.",
    ),
)

RULES = {rule.id: rule for rule in _RULES}
"""By id, in the order that the documentation has."""
