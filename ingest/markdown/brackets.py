"""Parse inline Markdown in time that grows with the text alone, however many brackets are open in it.

For each ``[`` markdown-it looks for the bracket that closes it, through as many open ones as may nest. Two things
bound this: a bracket after which nothing closes is text, and links and images nest less deep than blocks may.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

DEEPEST = 10
"""Brackets within brackets among which links and images are looked for; one within more is still found by itself."""


def unclosed_as_text(md: MarkdownIt) -> None:
    """Add a rule that reads ``[`` and ``![`` as text where no ``]`` follows."""
    md.inline.ruler.before("link", "unclosed_bracket", _unclosed)


def shallow(md: MarkdownIt) -> None:
    """Let brackets nest up to ``DEEPEST`` in a parser whose blocks may nest deeper."""
    within = MarkdownIt("commonmark", {**md.options, "maxNesting": DEEPEST})
    within.inline = md.inline

    def inline(state: StateCore) -> None:
        for token in state.tokens:
            if token.type == "inline":
                token.children = []
                md.inline.parse(token.content, within, state.env, token.children)

    md.core.ruler.at("inline", inline)


def _unclosed(state: StateInline, silent: bool) -> bool:
    opener = "[" if state.src[state.pos] == "[" else state.src[state.pos : state.pos + 2]
    if opener not in ("[", "![") or state.html_terminator_last("]") > state.pos:
        return False
    if not silent:
        state.append_pending(opener)
    state.pos += len(opener)
    return True
