"""Errors of asking a language model.

LlmError
├── BadEndpoint   the address or the key cannot be used
├── Unreachable   there is no answer
├── TimedOut      the answer was not there in time
├── Rejected      the server answered with an HTTP error
├── Declined      the model would not answer
├── BadReply      the answer is not what was asked for
└── Resting       the endpoint failed several times in a row and is left alone for a while
"""

LONGEST = 200
"""Most characters of what a server said."""


class LlmError(Exception):
    """Base of every error of this room."""


class BadEndpoint(LlmError):
    """The address or the key cannot be used."""


class Unreachable(LlmError):
    """There is no answer."""

    def __init__(self, url: str, reason: object) -> None:
        super().__init__(f"{url}: no answer ({reason}); check the address and that the server runs.")


class TimedOut(LlmError):
    """The answer was not there in time."""

    def __init__(self, url: str, seconds: float) -> None:
        super().__init__(f"{url}: no answer within {seconds:g} s; allow more time, or take a faster model.")


class Rejected(LlmError):
    """The server answered with an HTTP error."""

    def __init__(self, url: str, status: int, said: str) -> None:
        advice = ADVICE.get(status, "try later" if status >= 500 else "check the address and the model's name")
        super().__init__(f"{url}: HTTP {status} ({shown(said) or 'no message'}); {advice}.")


class Declined(LlmError):
    """The model would not answer."""

    def __init__(self, url: str, said: str) -> None:
        super().__init__(f"{url}: the model declined ({shown(said) or 'no reason given'}); take another model.")


class BadReply(LlmError):
    """The answer is not what was asked for."""

    def __init__(self, url: str, expected: str, said: str) -> None:
        super().__init__(f"{url}: expected {expected}, got {shown(said)!r}; take another model.")


class Resting(LlmError):
    """The endpoint failed several times in a row and is left alone for a while."""


ADVICE = {
    401: "set OTVET_LLM_KEY to a key that it takes",
    403: "set OTVET_LLM_KEY to a key that it takes",
    404: "check that the address ends as in http://localhost:11434/v1, and the model's name",
    429: "it takes no more for now, so wait",
}


def shown(text: str) -> str:
    """A server's words as a message shows them: printable, on one line, short."""
    line = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
