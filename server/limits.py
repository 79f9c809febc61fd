"""Upper bounds for one request."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds, inclusive."""

    query_characters: int = 1000
    """Length of one question, in Unicode code points."""

    answers: int = 50
    """Answers to one question."""

    batch: int = 32
    """Questions in one POST."""

    batch_characters: int = 8000
    """Length of all questions in one POST together."""

    body_bytes: int = 256 * 1024
    """Size of a request's body: a full batch fits even with every letter written as ``\\uXXXX``."""

    batch_seconds: float = 10.0
    """Time after which the remaining questions of a POST are refused."""

    suggestions: int = 8
    """Suggestions by default."""

    examples: int = 40
    """Questions listed on the page before a search."""

    letter_characters: int = 10_000
    """Length of one letter."""

    letter_questions: int = 12
    """Questions of a letter that are answered; the others are named."""
