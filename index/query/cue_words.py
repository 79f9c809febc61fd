"""Words of Russian, Kazakh and English that decide how a facet value in a question is meant; a star ends a stem."""

from index.query.tokens import PREPOSITIONS, WordPatterns, words_in

HOME = frozenset({"из", "от", "до", "через", "между", "from", "through", "until", "between", "iz"})
"""Prepositions before a place that somebody is from, or that something passes."""

FROM = frozenset({"из", "from", "iz"})
TOWARDS = frozenset({"в", "во", "на", "с", "со", "к", "to", "into", "v", "na"})
BETWEEN = frozenset({"между", "between"})
JOINS = PREPOSITIONS | {"и", "или", "либо", "and", "or", "vs", "мен", "және", "немесе", "ili"}

NOT = frozenset(
    words_in("не кроме исключая исключением без помимо пределами пределов not except ne non")  # «за пределами РФ»
)
"""They rule out what follows."""

NONE = frozenset({"нет", "no"})
"""The same, of a registration: «нет регистрации в РФ». Elsewhere they miss something: «нет счёта, Казахстан»."""

NON_RESIDENT = WordPatterns(words_in("нерезидент* не-резидент* non-resident* nonresident*"))
"""They rule out the country that follows: «нерезидент РФ»."""

WITHOUT = frozenset({"без"})
"""Of a place they ask about doing without it, which says nothing: «без Москвы»."""

RULED_OUT_AFTER = WordPatterns(["емес*"])
"""Kazakh: rules out what stands before it."""

OTHER_THAN = frozenset({"тыс", "басқа"})
"""The same, right behind an ablative: «Ресейден тыс»."""

OUTSIDE = frozenset({"вне", "outside"})
ONLY = frozenset({"только", "лишь", "only", "тек"})

BESIDE_NOT = WordPatterns(
    words_in("регион* любой любом любого все всем всех везде наш* у нас мой моем точно совсем вообще any in is our the")
)
"""They may stand between a word of `NOT` and what it rules out: «не у нас в регионе Москва»."""

ADVERBS = WordPatterns(words_in("тоже также только точно именно уже лишь only also"))
"""They may stand between a noun and an adjective said of it: «облако тоже казахстанское»."""

UNWANTED = WordPatterns(words_in("нуж* интерес* подход* рассматр* предлаг* хот* план* надо"))
"""Verbs that rule a value out with «не»: «Казахстан не нужен»."""

OTHERS = WordPatterns(words_in("еще други* другой другом вариант* альтернатив* else other"))
THE_OTHER = WordPatterns(words_in("другой другая другое другие второй вторая второе часть остальн* other second"))
"""They stand for the thing that was named before: «один проект в Москве, другой в Казахстане»."""

PRONOUNS = frozenset({"он", "она", "оно", "они", "it", "they"})
WAS = frozenset({"был", "была", "было", "были", "was", "were"})
BEFORE_NOW = frozenset({"раньше", "ранее", "прежде", "previously", "formerly"})

CAN = WordPatterns(words_in("можно нельзя возможн* реально ли ма can"))
AVAILABLE = WordPatterns(words_in("доступн* есть работа* бывает available"))

YOURS = WordPatterns(["ваш*", "your", "сіздің"])
OURS = frozenset({"мы", "я", "сами", "сам", "we", "біз", "өзіміз"})
AM = frozenset({"am", "are", "is", "were"})
BEING = WordPatterns(
    words_in("явля* наход* размещ* располож* базиру* стоит стоят лежит лежат создан* located hosted based")
)
WHICH = WordPatterns(words_in("котор* она он они оно which that it"))
"""At the beginning of a clause they stand for the noun before it: «фирма, которая находится в Минске»."""

ON_BEHALF = WordPatterns(words_in("лица имени представля* бухгалтер* юрист* behalf"))
"""Before a company's name they say that it asks: «пишу от лица Acme Ltd»."""

FOR = frozenset({"для", "for"})
TOWN = frozenset({"г", "гор", "город", "городе"})

MOVE = WordPatterns(
    words_in(
        "перен* перее* мигр* перетащ* перетян* перевод* перевед* перевест* перейт* перейд* переход* переключ* "
        "пересел* скопир* копир* реплик* дублир* migrat* move moving transfer* switch* relocat* replicat* "
        "көшір* ауыстыр* perene* pereeh*"
    )
)
CHANGE = WordPatterns(words_in("смен* помен* измен* change*"))
DIFFER = WordPatterns(
    words_in("отлич* сравн* дешевле дороже дольше быстрее медленнее differ* compar* vs versus cheaper айырмашылы*")
)
WHETHER = WordPatterns(
    words_in("можно нельзя возможн* реально прини* прим* курс* конверт* обмен* разреш* ма can accept*")
)
CURRENCY = WordPatterns(words_in("доллар* евро юан* usd eur dollar* euro* валют* currency"))

PLAIN = WordPatterns(
    words_in(
        "почему когда куда как* кому кого откуда зачем чего сколько котор* если есть нету тоже сами надо "
        "нужен нужн* сейчас теперь сегодня вчера пока"
    )
)
"""Words beside verbs that are no noun."""

LOCATIVE, ACCUSATIVE = ("е", "и", "ом", "ой", "х"), ("у", "ю")
KAZAKH_FROM, KAZAKH_TO = ("нан", "нен", "дан", "ден", "тен"), ("ға", "ге", "қа", "ке")
VERB_ENDINGS = tuple(words_in("ть ться тись ем им емся имся ете ите ют ут ет ит ется ится али или"))
