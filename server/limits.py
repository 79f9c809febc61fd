"""How much one request may ask for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds, all included in what is allowed."""

    query_characters: int = 1000
    """Length of one question, in Unicode code points."""

    answers: int = 50
    """Answers to one question."""

    batch: int = 32
    """Questions in one POST."""

    body_bytes: int = 256 * 1024
    """Size of a request's body: a full batch fits even with every letter written as ``\\uXXXX``."""

    batch_seconds: float = 10.0
    """Time after which no further question of a POST is begun."""

    suggestions: int = 8
    """Suggestions given where no limit is asked for."""

    examples: int = 40
    """Questions listed on the page before anything is asked."""
