"""The names by which other generators call what holds Markdown: tabs, notes, conditions and others."""

TABS = frozenset({"tabs", "tabpane", "tab-set", "tabset", "list"})
PANELS = frozenset({"tab", "tabitem", "tab-item", "tabpanel", "md-tab"})
DETAILS = frozenset({"cut", "details", "accordion", "expand", "expandable", "collapse", "dropdown"})
NOTES = {
    **dict.fromkeys(
        ("note", "hint", "tip", "info", "aside", "callout", "alert", "admonition", "success", "check"), "info"
    ),
    **dict.fromkeys(("warning", "warn", "caution", "important", "attention"), "warn"),
    **dict.fromkeys(("danger", "error", "err"), "err"),
}
TESTS = frozenset(
    {"if", "unless", "case", "switch", "ifdef", "ifndef", "ifversion", "ifconfig", "only", "zone", "moniker"}
    | {"site-region"}
)
CONDITIONS = TESTS | {"comment", "for", "tablerow", "capture", "macro", "range", "with"}
"""What holds its content for some readers, or makes another of it."""

BRANCHES = frozenset({"else", "elsif", "elseif", "elif", "when"})
"""What parts a condition."""

CODE_GROUPS = frozenset({"codegroup", "code-group", "code-tabs"})
"""Sets of tabs of which each block of code is one."""

LAYOUT = frozenset(
    {"steps", "step", "stepper", "code", "accordiongroup", "content-ref", "pageinfo", "frame", "card", "cardgroup"}
    | {"cards", "columns", "column", "paramfield", "responsefield", "grid"}
)
KNOWN = TABS | PANELS | DETAILS | CONDITIONS | CODE_GROUPS | LAYOUT | frozenset(NOTES)

DIRECTIVES = KNOWN - {"code", "list"}
"""Those that MyST writes as a fence, with Markdown and not code in it."""


def tag_of(name: str) -> str:
    """The tag of the tag dialect that a container becomes; empty if none."""
    if name in TABS or name in CODE_GROUPS:
        return "tabs"
    if name in PANELS:
        return "tabpanel"
    return "details" if name in DETAILS else NOTES.get(name, "")
