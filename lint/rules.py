"""The rules: what each finds, its severity, why it matters, and what to write instead."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of fault."""

    id: str
    """Stable: comments in the source and filters name it."""

    severity: Severity
    """error: readers get a wrong or broken answer; warning: some do; note: answers could be better."""

    why: str
    write: str


_RULES = (
    # Markup that the parser recovered from.
    Rule(
        "unclosed-tag",
        "error",
        "The text after a tag that is never closed becomes part of it and is shown only to the readers of the tag.",
        "Close the tag where its content ends.",
    ),
    Rule(
        "stray-tag",
        "error",
        "A tag without its partner is dropped, and the scope of the text between them is lost.",
        "Remove the tag, or add its partner.",
    ),
    Rule(
        "opener-as-closer",
        "error",
        "An opening tag in place of a closing one can take the rest of the page as its content.",
        "Add the slash.",
    ),
    Rule("misspelt-tag", "error", "A misspelt tag is shown to readers as text.", "Correct the spelling."),
    Rule(
        "missing-panel",
        "error",
        "A tab without a panel is not shown.",
        "Add a panel, or remove the tab.",
    ),
    Rule(
        "unnamed-panel",
        "error",
        "A panel without a tab is shown to everyone.",
        "Add a tab for it to the tab list.",
    ),
    Rule(
        "stray-text",
        "error",
        "Text between two panels is taken to belong to the next one, which may be wrong.",
        "Move it into a panel or out of the tabs.",
    ),
    Rule("no-summary", "warning", "Details without a summary have no title for search to match.", "Add a summary."),
    Rule("too-deep", "error", "Containers this deep are dropped, and their scopes with them.", "Reduce the nesting."),
    Rule(
        "unclosed-fence",
        "error",
        "A code block that is never closed takes everything up to the next heading as code.",
        "Close the block.",
    ),
    Rule(
        "unclosed-comment",
        "error",
        "A comment, style or script that is never closed hides everything up to the next heading.",
        "Close it where it ends.",
    ),
    Rule(
        "unread-condition",
        "error",
        "What a condition or table of another generator holds may be for some readers only, so it is shown to nobody.",
        "Write it as tabs labelled with the values, or as a Markdown table.",
    ),
    Rule(
        "unread-template",
        "error",
        "A variable, include or tag that only the site's generator knows leaves a gap, and a tag around text may be a "
        "condition.",
        "Write the text itself, or tabs where it is for some readers.",
    ),
    Rule(
        "front-matter",
        "warning",
        "Front matter that cannot be read is ignored, and the page's title is made from its file name.",
        "Fix the line.",
    ),
    Rule(
        "invisible-character",
        "warning",
        "A character that nobody sees is removed when the page is read; it can split a word, or hide instructions "
        "to an agent from whoever reviews the page.",
        "Delete the character.",
    ),
    # Scopes.
    Rule(
        "tab-missing",
        "warning",
        "Readers with the value that has no tab get an answer without this part.",
        "Add a tab for the missing value, even if it only says that nothing needs to be done.",
    ),
    Rule(
        "tab-unknown",
        "warning",
        "A tab whose label is nearly a declared value is shown to everyone.",
        "Use a name from facets.toml, or add this one there.",
    ),
    Rule(
        "unread-scope",
        "error",
        "A label that looks like a scope and is not understood leaves readers with another value without its text.",
        "Use the value's name alone as the label, or add the label to the names in facets.toml.",
    ),
    Rule(
        "tabs-same",
        "warning",
        "Tabs with the same text ask for a choice that changes nothing, and may be an edit that was forgotten.",
        "Remove the tabs, or fix the one that should differ.",
    ),
    Rule(
        "other-region",
        "error",
        "An address, number or currency that belongs to another value misleads these readers.",
        "Use the one for this value, or move the line to where it is correct.",
    ),
    # Links.
    Rule("link-page", "error", "The link leads to a page that does not exist.", "Link to a page of this content."),
    Rule(
        "link-anchor",
        "error",
        "The page exists but no heading on it has this anchor, so readers land at its top.",
        "Link to the anchor of an existing heading.",
    ),
    Rule(
        "link-hidden",
        "error",
        "The link leads to a section or heading that is not shown to some readers of the link.",
        "Link to a part that these readers see, or move the link to where only the others read it.",
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
        "Of two sections with the same heading in the same place, search finds either one.",
        "Merge the sections, or make each heading specific to its section.",
    ),
    Rule(
        "heading-elsewhere",
        "warning",
        "Of two answers to the same question on two pages, a reader gets either one.",
        "Keep one answer and link to it, or say in each heading what it applies to.",
    ),
    Rule(
        "heading-alike",
        "note",
        "Two questions mean the same, so their answers compete.",
        "Merge the sections, or make each heading specific to its section.",
    ),
    Rule(
        "heading-skips",
        "note",
        "A heading that skips a level has no parent.",
        "Use the next level.",
    ),
    Rule(
        "question-inside",
        "warning",
        "In a FAQ, a question below the second level is part of the answer above it and is not found separately.",
        "Make it a second-level heading.",
    ),
    # Answers.
    Rule(
        "answer-empty",
        "warning",
        "A heading with no text under it, for everyone or some readers, is a question without an answer.",
        "Add the answer.",
    ),
    Rule(
        "answer-only-link",
        "warning",
        "An answer that is only a link makes readers search another page.",
        "Give the answer in a sentence, then link to the page.",
    ),
    Rule(
        "answer-long",
        "note",
        "The encoder reads only the beginning of an answer this long.",
        "Split it into several questions.",
    ),
    Rule(
        "number-differs",
        "warning",
        "Two sentences give the same readers different numbers or addresses for the same thing; one of them is wrong.",
        "Find out which is right, and state it once.",
    ),
    Rule(
        "steps-gap",
        "warning",
        "Numbers such as 1, 2, 4 make readers look for a step that is not for them.",
        "Put the steps for some readers into one list with the others, or begin each list with 1.",
    ),
    Rule(
        "step-wrong",
        "error",
        "A reference by number leads to no step or to another one where other readers have more steps.",
        "Name the step by what is done in it.",
    ),
    Rule(
        "neighbour-gone",
        "warning",
        "Words that point above or below, or a colon, lead to nothing where what stands there is for others.",
        "Move the words to what they point to, or add what these readers need.",
    ),
    Rule(
        "variant-gone",
        "warning",
        "A sentence that sends to a variant of the answer helps nobody who does not get this variant.",
        "Move the sentence to the readers of the variant, or leave the value's name out.",
    ),
    Rule(
        "alternate-orphan",
        "warning",
        "An alternate whose anchor no heading of its page has, as after an edit of the heading, helps nobody.",
        "Write the anchor of the heading, or remove the line.",
    ),
    # Jargon.
    Rule(
        "synonym-idle",
        "warning",
        "A question with a synonym of which the pages say no form finds nothing by it.",
        "Use a form that the pages say, or remove the line from synonyms.txt.",
    ),
    # Comments that allow a finding.
    Rule(
        "allow-broken",
        "warning",
        "A comment that matches no finding is useless now and may hide a later fault.",
        "Write <!-- otvet-lint: allow RULE reason --> directly above the line.",
    ),
)

RULES = {rule.id: rule for rule in _RULES}
"""By id, in the order of the documentation."""
