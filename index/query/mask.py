"""Take out of a question what it says of facets, so that ranking looks for its subject.

A region's name drags the ranking to the one section that names all regions. What was read need not be searched for.
"""

from collections.abc import Collection, Sequence

from index.query.tokens import PREPOSITIONS, Token, WordPatterns, words_in

LEAST_CONTENT = 2
"""Content words that stay; a question that would keep fewer is not masked."""

CARRIERS = WordPatterns(
    words_in(
        "мы я у нас меня наш* мой моя мое мои это он она оно они его там тут здесь тоже также только именно "
        "точно и не нет а но уже весь наход* размещ* располож* стоит стоят лежит живет живем сидим работаем "
        "проект* регион* аккаунт* облак* площадк* компани* фирм* организаци* юрлиц* зарегистр* our we is are "
        "my i project company located hosted registered біз* жоба*"
    )
)
"""Words that carry a facet's value and say nothing of the subject: «проект у нас там-то, …»."""

EMPTY = PREPOSITIONS | frozenset(
    words_in(
        "и или а но не как что где ли же бы у нас мы я кому кто куда когда почему какой какая какие сколько "
        "откуда нужен нужна нужно нужны надо есть хотим можно писать написать делать сделать дайте скажите "
        "подскажите and or how do we what where who need the"
    )
)
"""Words that name no subject."""


def masked(text: str, tokens: Sequence[Token], said: Collection[int]) -> str:
    """The text without the tokens that say facets, and without the rest of a clause that only carries them.

    Args:
        text: The question.
        tokens: Its tokens.
        said: Places of the tokens to take out.

    Returns:
        What is left, or the text itself if fewer than two content words would stay.
    """
    gone = set(said)
    for clause in {tokens[at].clause for at in said}:
        rest = {at for at, token in enumerate(tokens) if token.clause == clause} - gone
        if all(tokens[at].word in CARRIERS or tokens[at].word in PREPOSITIONS for at in rest):
            gone |= rest
    left = [token.word for at, token in enumerate(tokens) if at not in gone]
    if not gone or sum(len(word) > 2 and word not in EMPTY for word in left) < LEAST_CONTENT:
        return text
    borders = [0, *(edge for at in sorted(gone) for edge in tokens[at][1:3]), len(text)]
    kept = "".join(text[start:end] for start, end in zip(borders[::2], borders[1::2], strict=True))
    return " ".join(kept.split()).strip(" ,.;:—–-")
