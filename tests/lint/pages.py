"""Generated pages without a fault, and faults of every kind to put into them."""

import random
from dataclasses import dataclass, replace
from pathlib import Path

MARK = "⟵"
"""Stands at the end of the line on which a fault must be found."""

ASKED = (
    ("Как сменить пароль от личного кабинета?", "Нажмите «Забыли пароль?» и следуйте письму."),
    ("Где скачать счёт за прошлый месяц?", "Счета лежат в разделе «Документы», по одному за каждый месяц."),
    ("Сколько хранятся резервные копии?", "Полная копия хранится 14 дней, затем её сменяет новая."),
    ("Почему виртуальная машина не загружается?", "Чаще всего переполнен системный диск: освободите место."),
    ("Можно ли привезти своё оборудование?", "Нет, размещается только наше оборудование."),
    ("Как подключить поддержку по телефону?", "Телефонная линия входит в расширенный тариф поддержки."),
    ("Что входит в бесплатный пробный период?", "Две машины и один кластер на неделю."),
    ("Как закрыть порт в файерволе?", "Уберите правило из группы безопасности сети."),
    ("Кто видит персональные данные клиентов?", "Только сотрудники отдела безопасности."),
    ("Как перенести домен к другому регистратору?", "Получите код переноса и передайте его регистратору."),
    ("Отчего скачет задержка в сети?", "Задержка растёт, когда канал занят резервным копированием."),
    ("Как выбрать видеокарту для обучения нейросетей?", "Начните с младшей: её память можно поменять позже."),
    ("Куда пропал мой баннер на главной?", "Баннер снимается сам, когда кончается срок показа."),
    ("Зачем нужна электронная подпись?", "Подписью заверяют договор без бумаги."),
    ("Как читать журнал действий?", "Каждая строка говорит, кто, когда и что изменил."),
    ("Какая скидка положена студентам?", "Студенты платят половину цены учебных курсов."),
    ("Работает ли облако в праздники?", "Да, без перерывов."),
    ("Как вырастить очередь сообщений?", "Добавьте очереди разделов: читатели разойдутся по ним сами."),
)
"""Questions that mean different things, and short answers."""

FORMS = (
    "{answer}",
    "1. Откройте личный кабинет.\n1. {answer}\n\n   <info>\n\n   Изменения видны через минуту.\n\n   </info>",
    "{answer}\n\nПишите в отдел документов:\n\n- в регионе Москва — по адресу docs@moscow.example;\n"
    "- в регионе Казахстан — по адресу docs@astana.example.",
    "{answer}\n\n<tabs>\n<tablist>\n<tab>Москва</tab>\n<tab>Казахстан</tab>\n</tablist>\n<tabpanel>\n\n"
    "Платежи принимаются в рублях, телефон +7 (495) 000-11-22, сайт https://moscow.example/pay.\n\n</tabpanel>\n"
    "<tabpanel>\n\nПлатежи принимаются в тенге, телефон +7 (717) 000-33-44, сайт https://astana.example/pay.\n\n"
    "</tabpanel>\n</tabs>",
    "{answer} Подробнее — в [соседнем разделе]({page}.md#{anchor}).",
    "{answer}\n\n<details>\n<summary>Пример</summary>\n\n```\n# так выглядит строка\n```\n\n</details>\n\n"
    "Дорегистрация доступна только в регионе Москва.",
)
"""How answers are written; each is used on every page."""

PAGES = ("a-faq", "b-faq", "c-faq")


def clean_pages(seed: int) -> dict[str, list[list[str]]]:
    """Page id → its sections, each a list of lines; a text without a fault."""
    rng = random.Random(seed)
    asked = list(ASKED)
    rng.shuffle(asked)
    forms = [form for _ in PAGES for form in rng.sample(FORMS, len(FORMS))]
    pages: dict[str, list[list[str]]] = {f"{page}.md": [] for page in PAGES}
    for number, ((question, answer), form) in enumerate(zip(asked, forms, strict=True)):
        body = form.format(answer=answer, page=PAGES[0], anchor="section_of_links")
        pages[f"{PAGES[number // len(FORMS)]}.md"].append([f"## {question}", "", *body.split("\n"), ""])
    pages[f"{PAGES[0]}.md"].append(
        ['## <a id="section_of_links"></a>Кому адресована эта памятка?', "", "Новичкам.", ""]
    )
    return pages


@dataclass(frozen=True)
class Fault:
    """Text that holds one fault."""

    rule: str
    text: str
    elsewhere: str = ""
    """What must stand on an earlier page for it to be one."""


def nested(depth: int) -> str:
    """Notes in notes, each of another kind than the one around; the deepest is marked."""
    names = [("info", "warn")[at % 2] for at in range(depth)]
    opening = [f"<{name}>{MARK if at == depth - 1 else ''}" for at, name in enumerate(names)]
    return "\n".join([*opening, "Глубоко.", *(f"</{name}>" for name in reversed(names[:-1]))])


TOO_DEEP = Fault("too-deep", f"## Чем отличается синий тариф от зелёного?\n\n{nested(61)}")


def faults() -> tuple[Fault, ...]:
    """Those of ``faults.txt``, each after a line ``@@ rule``; what stands elsewhere after ``@@ elsewhere``."""
    found: list[Fault] = [TOO_DEEP]
    for part in Path(__file__).with_name("faults.txt").read_text(encoding="utf-8").split("@@ ")[1:]:
        rule, text = part.split("\n", 1)
        if rule == "elsewhere":
            found[-1] = replace(found[-1], elsewhere=text.rstrip())
        else:
            found.append(Fault(rule, text.rstrip()))
    return tuple(found)


def seeded(fault: Fault, seed: int) -> tuple[dict[str, str], tuple[str, int, str]]:
    """Clean pages with one fault in them, and the page, line and rule of what must be found."""
    rng = random.Random(seed)
    pages = clean_pages(seed)
    page = f"{rng.choice(PAGES[1:])}.md"
    sections = pages[page]
    at = rng.randrange(len(sections) + 1) if fault.rule != "front-matter" else 0
    sections.insert(at, [*fault.text.split("\n"), ""])
    if fault.elsewhere:
        first = pages[f"{PAGES[0]}.md"]
        first.insert(rng.randrange(len(first) + 1), [*fault.elsewhere.split("\n"), ""])
    lines = [line for section in sections for line in section]
    (line,) = (number for number, text in enumerate(lines, start=1) if MARK in text)
    texts = {name: "\n".join(line for section in inside for line in section) for name, inside in pages.items()}
    return {name: text.replace(MARK, "") for name, text in texts.items()}, (page, line, fault.rule)
