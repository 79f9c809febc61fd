"""Which sentences of a letter ask something, and which of them can be understood alone."""

import re
from functools import lru_cache

from index.analysis.dictionary import russian
from index.query.tokens import words_in
from ingest.fold import fold, fold_in_place

_GREETING = re.compile(
    r"(?:(?:здравствуй(?:те)?|добр(?:ый|ого) (?:день|дня|вечер|утро|времени суток)|доброе утро"
    r"|доброго времени суток|привет(?:ствую)?"
    r"|приветствую вас|сәлеметсіз бе|сәлем|қайырлы (?:күн|таң|кеш)|hello|hi|hey|good (?:day|morning|afternoon"
    r"|evening)"
    r"|dear \w+|уважаем(?:ый|ая|ые|ое)(?: \w+){1,3}|коллеги|господа)\b)"
)
_NAME = re.compile(r",? (?:[А-ЯЁA-Z][а-яёa-z]+(?: [А-ЯЁA-Z][а-яёa-z]+)?|коллеги|поддержка|команда)(?=\s*[,!.])")
_BREAK = " 	,!.)—–-"
"""What stands between a greeting and what follows."""

_THANKS = re.compile(
    r"(?:(?:большое |огромное |заранее )?(?:спасибо|благодар\w+|признател\w+)|рахмет|рақмет|thank|жду|ждем"
    r"|ожида\w+|надеюсь|надеемся"
    r"|буду (?:ждать|рад|рада|благодар\w+|признател\w+)|будем (?:ждать|рады|благодар\w+|признател\w+)"
    r"|прошу прощения|извините за|простите за"
    r"|прошу (?:вас )?(?:ответить|рассмотреть|не отвечать)|просим (?:вас )?(?:ответить|рассмотреть|не отвечать)"
    r"|looking forward|жауабыңызды күт\w+)\b"
)
_PLEASANTRY = re.compile(
    r"(?:а |и |но )?(?:как (?:у вас |ваши )?дела|как (?:вы )?поживаете|можно (?:задать )?(?:вам )?(?:один "
    r"|пару )?(?:вопрос\w*|спросить)"
    r"|вы (?:тут|здесь|на связи)|есть кто\w*(?: живой)?|(?:вы )?(?:сможете|можете|не могли бы вы"
    r"|поможете)(?: мне| нам)? ?(?:помочь|подсказать)?"
    r"|верно|правильно|так ведь|хорошо|договорились|how are you|қалайсыз|қалыңыз қалай)\W*$"
)
_ANNOUNCES = re.compile(
    r".*\b(?:есть|несколько|ряд|пара|пару|возник\w*|появил\w*|остал\w*|задать|следующ\w*"
    r"|такие?)\b(?: \w+){0,3} вопрос\w*\W*$"
)
_LEAD_IN = re.compile(
    r"(?:а|и|но|ну|также|кстати|еще|теперь|далее|потом|пожалуйста|подскажите|подскажи|скажите|уточните|поясните"
    r"|объясните|расскажите"
    r"|сообщите|посоветуйте|напомните|(?:перв|втор|трет|следующ|последн)\w+|вопрос\w*|во-первых|во-вторых"
    r"|в-третьих|please|tell me|also|and)\b[\s,:—–-]*"
)
_SURELY = re.compile(
    r"(?:какой|какая|какое|какие|каков\w*|каких|каким|какую|сколько|почему|зачем|чей|чья|чье|чьи)\b(?! бы)"
)
_PERHAPS = re.compile(
    r"(?:как|где|куда|откуда|когда|кто|кому|кого|что|чем|во сколько|на какой|на каких|в каком|в какой|в какие"
    r"|за какой|до какого)\b"
)
_IDLE = re.compile(
    r"(?:как (?:только|и |мы и|вы |я |мы уже|известно|было|указано|сказано)|что касается|кто-то|что-то|где-то|когда-)"
)
_MODAL = frozenset(
    words_in(
        "можно нужно надо нельзя следует возможно необходимо должен должна должны нужен нужна нужны могу можем "
        "можете может делать приходит придет пришлют будет стоит работает находится происходит"
    )
)
_WHETHER = re.compile(r"(?:[\w-]+ )?[\w-]+ ли\b")
_FOREIGN = re.compile(
    r"(?:how|where|when|what|which|who|why|whose)\b|(?:can|could|do|does|did|is|are|may|should|will|would"
    r"|shall) (?:i|we|you|it|there|the|my|our|your|this)\b"
    r"|.*\b(?:қалай|қайда|қайдан|қашан|қандай|қанша|неге|кім|кімге)\b|.*\b(?:ма|ме|ба|бе|па|пе)\W*$"
)
_REQUEST = re.compile(
    r".*\b(?:подскаж\w+|уточните|поясните|разъясните|объясните|расскажите|сообщите|посоветуйте|помогите"
    r"|напомните|проконсультируйте|пришлите"
    r"|вышлите|отправьте|предоставьте|выставьте|сформируйте|верните|оформите|подключите|отключите|переоформите"
    r"|исправьте"
    r"|непонятно|неясно|интересует|интересуют|нужен|нужна|нужны|нужно|надо|необходим\w*|требуется|требуются"
    r"|керек|need)\b"
)
_WISH = re.compile(
    r".*\b(?:прошу|просим|просьба|хочу|хотим|хотел\w* бы|хотелось бы|не (?:могу|можем|получается|удается"
    r"|выходит|знаю|знаем|понимаю|понимаем|понятно|ясно))\b"
    r"(?P<rest>.*)"
)
_DO_NOT_ASK = frozenset(
    words_in("сказать поблагодарить задать выразить заметить отметить обратить принять извиниться считать верить")
)
_CONDITION = re.compile(r"(?:если|при необходимости|в случае)\b")
_CLAUSE = re.compile(r"[,:] (?:и |а )?(?=(?:как|где|куда|когда|какие|какой|какая|каким|сколько|почему|можно|что)\b)")
_ALSO = re.compile(
    r",? (?:и|а также|а еще|а) (?=(?:как|где|куда|откуда|когда|сколько|почему|можно ли|нужно ли|какой|какая"
    r"|какие|какую)\b)",
    re.I,
)

_WORD = re.compile(r"[\w-]+")
_POINTS_BACK = frozenset(
    words_in(
        "он она оно они его ее их ей ему им ими нем ней них него нее ними это этот эта эти этого этой этом этому "
        "этим эту этих там туда оттуда такой такая такое такие it them they this that these those оны оған олар "
        "оларды бұл бұны"
    )
)
_DEFINES = re.compile(r"(?:что|кто) (?:это )?так(?:ое|ой|ая|ие)\b")
_VAGUE = frozenset(
    words_in(
        "время срок день раз порядок способ образ случай вопрос письмо ответ дело причина ждать делать сделать "
        "быть мочь поступить решить исправить помочь подсказать хотеть нужный стоить занять занимать знать понять "
        "понимать сказать уточнить какой который такой весь наш ваш мой свой"
    )
)
_CONTENT = frozenset(("NOUN", "VERB", "INFN", "ADJF", "PRTF"))


def without_greeting(text: str) -> str:
    """A sentence without the greeting that it begins with; empty if it is nothing else."""
    found = _GREETING.match(fold_in_place(text))
    if not found:
        return text
    rest = text[found.end() :]
    named = _NAME.match(rest)
    rest = rest[named.end() :] if named else rest
    return rest.lstrip(_BREAK)


def idle(text: str) -> bool:
    """Whether a sentence only thanks, says that an answer is awaited, or is polite."""
    folded = fold(text)
    return bool(_PLEASANTRY.match(folded)) or (bool(_THANKS.match(folded)) and not text.rstrip().endswith("?"))


def announces(text: str) -> bool:
    """Whether a sentence only says that questions or a list follow."""
    return text.rstrip().endswith(":") or (bool(_ANNOUNCES.match(fold(text))) and not text.rstrip().endswith("?"))


def asks(text: str) -> bool:
    """Whether a sentence asks or requests something, also without a question mark."""
    if idle(text) or announces(text):
        return False
    if re.search(r"\?[!?.)»”\"]*$", text.rstrip()):
        return True
    folded = fold(text)
    while (lead := _LEAD_IN.match(folded)) and lead.end() < len(folded):
        folded = folded[lead.end() :]
    if _interrogative(folded) or any(_interrogative(folded[at.end() :]) for at in _CLAUSE.finditer(folded)):
        return True
    folded = fold(text)
    return not _CONDITION.match(folded) and (bool(_REQUEST.match(folded)) or _wishes(folded))


def questions_in(text: str) -> list[str]:
    """The questions of a sentence that asks several: «как получить акт и где взять реквизиты»."""
    for also in _ALSO.finditer(text):
        before, after = text[: also.start()], text[also.end() :]
        if needs_context(before) or needs_context(after) or not (asks(f"{before}?") and _points_nowhere(after)):
            continue
        return [before, *questions_in(after[0].upper() + after[1:])]
    return [text]


def needs_context(text: str) -> bool:
    """Whether a sentence says too little by itself: «как их получить», «что делать», «а сроки»."""
    for word in _WORD.findall(_DEFINES.sub("", fold(text))):
        if word in _POINTS_BACK:
            return True
        if _says_something(word):
            return _points_back_later(text, word)
    return True


def _points_back_later(text: str, first: str) -> bool:
    """Whether it points back, with nothing but verbs before: «получить их», not «акт и его копию»."""
    words = _WORD.findall(_DEFINES.sub("", fold(text)))
    for word in words[words.index(first) :]:
        if word in _POINTS_BACK:
            return True
        if _is_named(word):
            return False
    return False


def _points_nowhere(text: str) -> bool:
    return not _POINTS_BACK.intersection(_WORD.findall(_DEFINES.sub("", fold(text))))


def _interrogative(folded: str) -> bool:
    if _SURELY.match(folded) or _WHETHER.match(folded) or _FOREIGN.match(folded):
        return True
    if not _PERHAPS.match(folded) or _IDLE.match(folded):
        return False
    clause = _WORD.findall(folded.split(",")[0])[:6]
    return any(word in _MODAL or "INFN" in _parts(word) for word in clause) or "," not in folded


def _wishes(folded: str) -> bool:
    """Whether a wish names what is to be done."""
    if not (found := _WISH.match(folded)):
        return False
    words = _WORD.findall(found["rest"])[:5]
    return any("INFN" in _parts(word) or "NOUN" in _parts(word) for word in words) and not _DO_NOT_ASK.intersection(
        words
    )


def _says_something(word: str) -> bool:
    if not re.search(r"[а-яё]", word):
        return len(word) > 2
    return len(word) > 2 and bool(_CONTENT & _parts(word) or not _parts(word)) and _lemma(word) not in _VAGUE


def _is_named(word: str) -> bool:
    return _says_something(word) and ("NOUN" in _parts(word) or not _parts(word))


@lru_cache(maxsize=8192)
def _parts(word: str) -> frozenset[str]:
    return russian().parts(word)


@lru_cache(maxsize=8192)
def _lemma(word: str) -> str:
    return russian().lemma(word)
