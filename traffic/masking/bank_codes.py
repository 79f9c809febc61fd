"""International bank account numbers (IBAN), and bank codes in letters (BIC)."""

import re

from stdnum import iban

from traffic.masking.kinds import NUMBER

_IBAN = re.compile(
    r"(?<!\w)[a-z]{2}\d{2}(?:[a-z0-9]{11,30}|(?:[^\S\n-]?-?[a-z0-9]{4}){2,7}(?:[^\S\n][a-z0-9]{1,3})?)(?!\w)", re.I
)
_GROUP = re.compile(r"[a-z0-9]+", re.I)
_BIC = re.compile(r"(\b(?:бик|бск|bic|bik|swift|свифт)\W{1,3})(?-i:[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b", re.I)


def without_bank_codes(text: str) -> str:
    """Mask account numbers, in groups too, and bank codes after their name.

    An account number whose check digits are wrong is masked up to its last group with a digit: people mistype.
    """
    return _BIC.sub(rf"\1{NUMBER}", _IBAN.sub(_masked, text))


def _masked(found: re.Match[str]) -> str:
    groups = list(_GROUP.finditer(found[0]))
    ends = [group.end() for group in groups]
    valid = [end for end in ends if iban.is_valid(found[0][:end], check_country=False)]
    end = valid[0] if valid else max(group.end() for group in groups if any(map(str.isdigit, group[0])))
    return NUMBER + found[0][end:]
