"""Quote texts for a model so that they cannot end their quotation, and read the JSON object that it replies."""

import json
import re
from secrets import token_hex

FENCE = re.compile(r"```(?:json)?\s*\n(.*)\n\s*```", re.DOTALL)


def quoted(**texts: str) -> str:
    """Each text between marks with its name and a random code that stands in none of them; the code is new each time.

    Whoever wrote the texts cannot know the code, and so can neither end a quotation nor begin another one.
    """
    code = token_hex(8)
    while any(code in text for text in texts.values()):
        code = token_hex(8)
    marks = [f"<{name}-{code}>\n{text}\n</{name}-{code}>" for name, text in texts.items()]
    return "\n\n".join([f"The code of the marks is {code}.", *marks])


def only_object(content: str) -> dict[str, object] | None:
    """The JSON object that a reply consists of, bare or in one Markdown fence; None if there is anything else in it."""
    text = content.strip()
    fenced = FENCE.fullmatch(text)
    try:
        found = json.loads(fenced[1] if fenced else text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(found := dict(pairs)) < len(pairs):
        raise ValueError("a field occurs twice")
    return found
