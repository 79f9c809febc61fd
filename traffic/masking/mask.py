"""Mask personal data and secrets in a question."""

from ingest.fold import clean
from traffic.masking.addresses import without_addresses
from traffic.masking.bank_codes import without_bank_codes
from traffic.masking.documents import without_documents
from traffic.masking.numbers import without_numbers
from traffic.masking.secrets import without_random_strings, without_secrets
from traffic.masking.spoken import without_spoken_numbers

STEPS = (
    without_secrets,  # first: a password may look like an address or a number
    without_addresses,
    without_bank_codes,
    without_random_strings,
    without_documents,
    without_spoken_numbers,  # before numbers: «восемь девятьсот три 765 43 21» has a part in digits
    without_numbers,
)

PASSES = 4
"""Masking may reveal another match; so many times at most, so that the time stays linear."""


def masked(text: str) -> str:
    """The text with each piece of personal data replaced by its kind, as in «мой ИНН [номер]».

    The kinds are in ``traffic.masking.kinds``. Masking is idempotent. A long number with nothing around it that says
    what it is is masked: a lost word does less harm than a stored number. Each step takes time linear in the text.
    """
    text = clean(text)  # a zero-width space must not split a number
    for _ in range(PASSES):
        if (fewer := _once(text)) == text:
            break
        text = fewer
    return text


def _once(text: str) -> str:
    for step in STEPS:
        text = step(text)
    return text
