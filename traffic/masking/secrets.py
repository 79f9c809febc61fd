"""Passwords, tokens, keys and one-time codes."""

import re

from traffic.masking.kinds import SECRET

_CUE = (
    r"(?:(?:api|access|secret|private|account)[\s_-]?key(?:[\s_-]id)?|apikey|(?:секретн\w{2,3}\s|api[\s-])?ключ\w{0,2}"
    r"|парол\w{0,3}|құпия\s?сөз\w{0,4}|кілтсөз\w{0,4}|password|passphrase|passwd|passw|pwd|pass"
    r"|токен\w{0,3}|token|secret|секрет\w{0,5}|bearer|логин\w{0,2}|login|username)"
)
_FILLER = (
    r"(?:мо[йюяи]|наш\w?|был\w?|стал\w?|так\w{2}|это|вот|is|was|my|our|for|доступа|api|бот\w?|не \w{1,12}|неверн\w{2,3}"
    r"|(?:от|из|для|к|на) \w{1,16})"
)
_QUOTED = r"[\"«“'`](?P<quoted>[^\"»”'`\n]{1,64})[\"»”'`]"
_NAMED = re.compile(
    rf"(?P<cue>(?<![^\W_]){_CUE}(?![^\W_])(?:\s{{1,2}}{_FILLER}(?!\w)){{0,3}})"
    rf"(?P<between>\s{{0,2}}[:=]\s{{0,2}}|\s?[-–—]?\s)(?:{_QUOTED}|(?P<value>[^\s\[\],;\"«“'`][^\s,;\"»”]{{1,255}}))",
    re.I,
)
_KEYS = re.compile(r"(-----BEGIN [A-Z ]{3,30}-----\s?)[A-Za-z0-9+/=\s]{8,8192}")
_PAIR = re.compile(r"((?<!\S)(?:-u|--user)\s{1,2})[^\s:\[]{1,64}:\S{1,128}")
_CODE = re.compile(
    r"((?<!\w)(?:cv[vc]2?|pin|пин|otp|2fa|смс|sms|растау\sкоды|одноразов\w{2,3}|код\w{0,2}\s(?:(?:из|от|с|для)\s)?"
    r"(?:смс|sms|подтверждени\w|доступа|входа|двухфактор\w{1,8}))(?:[\s-]?(?:код|code|парол)\w{0,2})?\s?[:=-]?\s?)"
    r"\d{3,8}(?!\w)",
    re.I,
)
_EXPIRY = re.compile(
    r"((?<!\w)(?:exp\w{0,8}|срок(?:\sдействия)?|годна?\sдо|valid\sthru)\W{0,3})(?:0[1-9]|1[0-2])/(?:\d{4}|\d\d)(?!\w)",
    re.I,
)

_KNOWN = re.compile(r"(?<![\w-])(?:gh[a-z]_|sk-|pk-|AKIA|xox[a-z]-|glpat-|gAAAA|AIza|eyJ)[\w.=-]{8,2048}")
_LONG = re.compile(r"(?<![\w+/=.~-])[\w+/=.~-]{20,4096}")
_PIECE = re.compile(r"[A-Za-z0-9+=~]{16,}")
_HEX = re.compile(r"[0-9a-f-]+", re.I)
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")
_LATIN = re.compile(r"[!-~]+")
_SIGN = re.compile(r"[!@#$%^&*+=?~/\\|<>]")
_COUNTED = re.compile(r"\d{1,3}-?[а-яёәғқңөұүһі]+", re.I)
_RESOURCE = re.compile(r"[a-zа-я]+\d*(?:-[a-zа-я]+)*(?:-\d+)+", re.I)
_LOGIN = re.compile(r"логин|login|username", re.I)
_END = re.compile(r"[\s]*(?:[,;.]|$)")


def without_secrets(text: str) -> str:
    """Mask what follows a word such as «пароль», and keys.

    After the word alone only what looks like a secret is masked: letters with digits or signs, or a quotation. After
    ``=`` anything is, and after a colon also a word that ends the phrase or is in the other alphabet. A hash or UUID is
    one only after such a word.
    """
    text = _KEYS.sub(rf"\1{SECRET} ", text)
    text = _PAIR.sub(rf"\1{SECRET}", text)
    text = _named(text)
    text = _CODE.sub(rf"\1{SECRET}", text)
    return _EXPIRY.sub(rf"\1{SECRET}", text)


def without_random_strings(text: str) -> str:
    """Mask tokens of known shape, and long strings of letters and digits that are no hash or UUID."""
    text = _KNOWN.sub(SECRET, text)
    return _LONG.sub(lambda found: SECRET if _random(found[0]) else found[0], text)


def _named(text: str) -> str:
    """Mask what stands after a word such as «пароль»; where it is no secret, the next such word may."""
    parts, at = [], 0
    while found := _NAMED.search(text, at):
        if (kept := _after_masking(found)) is None:
            end, kept = found.end("cue"), found["cue"]
        else:
            end = found.end()
        parts += [text[at : found.start()], kept]
        at = end
    return "".join([*parts, text[at:]])


def _after_masking(found: re.Match[str]) -> str | None:
    cue, between = found["cue"], found["between"]
    if found["quoted"]:
        return f"{cue}{between}«{SECRET}»"
    value = found["value"].rstrip(".?:)")
    rest = found["value"][len(value) :]
    ends = bool(rest) or _END.match(found.string, found.end()) is not None
    foreign = not _LATIN.match(cue) and _LATIN.fullmatch(value) is not None
    if "=" in between or (":" in between and (ends or foreign)) or _secret(value, _LOGIN.match(cue) is not None):
        return cue + between + SECRET + rest
    return None


def _secret(value: str, login: bool) -> bool:
    """Whether a word looks like a password or token, and not like «12-значный» or a name such as ``vm-prod-01``."""
    if value.isdigit():
        return len(value) >= 4 and not login
    if _COUNTED.fullmatch(value) or _RESOURCE.fullmatch(value):
        return False
    if not _LETTER.search(value):
        return False
    return (len(value) >= 6 and _DIGIT.search(value) is not None) or _SIGN.search(value) is not None


def _random(text: str) -> bool:
    """Whether a long string has a piece that nobody would type: letters with digits, and more than a hash."""
    return any(
        _DIGIT.search(piece) and _LETTER.search(piece) and not _HEX.fullmatch(piece) for piece in _PIECE.findall(text)
    )
