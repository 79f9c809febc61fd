"""Whether a question asks where to turn, to whom to write or where to call, and whether a line says it."""

import re

from index.ranking.address_bonus import ADDRESS
from ingest.fold import fold

_ASKS = re.compile(
    r"\b(?:куда|кому|к кому)\b.*\b(?:пи[сш]|напи[сш]|отправ|отошл|отсыла|посл|посыла|сла|шл|высл|высыла|присл|направ"
    r"|обра[тщ]|звон|позвон|сообщ|жалова|пожал)"
    r"|\b(?:на как(?:ой|ую)|по как(?:ому|ой)|как(?:ой|ая|ую))(?: у \w+)? (?:\w+ )?"
    r"(?:адрес|почт|ящик|мейл|e-?mail|телефон|номер)"
    r"|\b(?:адрес|почта|почту|e-?mail|мейл|телефон|контакт\w*) (?:для|отдела|поддержки|службы|по вопрос)"
    r"|\b(?:where|who|whom)\b.*\b(?:write|send|mail|e-?mail|contact|call|turn)\b"
    r"|\b(?:what|which)(?: is)?(?: the)? (?:e-?mail|address|phone)\b"
    r"|\b(?:қайда|кімге|қай(?:сы)? (?:мекенжайға|поштаға))\b.*\b(?:жаз|жібер|жолда|хабарлас|қоңырау|жүгін)"
)

_TELEPHONE = re.compile(r"(?<![\w.-])\+?\d[\d ()\u00a0\u2011-]{8,}\d")


def asks_for_address(text: str) -> bool:
    """Whether a line with an address, a link or a telephone answers the question."""
    return bool(_ASKS.search(fold(text)))


def has_address(text: str) -> bool:
    """Whether a line has a mail address, a link or a telephone number."""
    return bool(ADDRESS.search(text) or _TELEPHONE.search(text))
