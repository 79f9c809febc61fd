from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.bench.repair import content_vocabulary, what_was_meant
from eval.labels.question_file import read_questions
from index.analysis.vocabulary import vocabulary
from index.query.repair import Repairer
from index.result import Repair

ROOT = Path(__file__).parents[3]
DEVELOPMENT = [ROOT / "eval/questions/dev.jsonl", ROOT / "eval/questions/vkcloud-faq.jsonl"]

CONTENT = """
Как получить акт сверки? Закажите акт сверки в личном кабинете: счета, договоры и реквизиты компании лежат там же.
Как подключить резервное копирование виртуальной машины? Снапшот и бэкап создаются по SSH и в VK Cloud, формат PDF.
Зарегистрируйте организацию на mcs.mail.ru. Гипервизора не видно. Оплата картой и по счёту, ЭДО, ВМ. Мы, ТОО и ООО.
"""


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    return Repairer(vocabulary([CONTENT]))


@pytest.mark.parametrize(
    ("typed", "kind", "meant"),
    [
        pytest.param("ghbdtn", "layout", "привет", id="one-word"),
        pytest.param("frn cdthrb", "layout", "акт сверки", id="two-words"),
        pytest.param("Ult epyfnm eckjdbz ljujdjhf&", "layout", "Где узнать условия договора?", id="capital-and-mark"),
        pytest.param("gjlrk.xtybt [jcnbyuf", "layout", "подключение хостинга", id="letters-on-punctuation-keys"),
        pytest.param("ljujdjh, cx`n", "layout", "договор, счёт", id="a-comma-stays"),
        pytest.param("как получить frn cdthrb", "layout", "как получить акт сверки", id="second-half"),
        pytest.param("rfr gjkexbnm акт сверки", "layout", "как получить акт сверки", id="first-half"),
        pytest.param("frn c «ljujdjhjv», cjplfyysq", "layout", "акт с «договором», созданный", id="quotes"),
        pytest.param("crfxfnm frn d pdf", "layout", "скачать акт в pdf", id="english-among-it"),
        pytest.param("сщтекфсе", "layout", "contract", id="english-in-russian-layout"),
        pytest.param("ьн штмщшсу шы дщые", "layout", "my invoice is lost", id="english-sentence"),
        pytest.param("реквизиты мл сдщгв", "layout", "реквизиты vk cloud", id="name-in-russian-layout"),
        pytest.param("kak oplatit schet", "translit", "как оплатить счет", id="sounds"),
        pytest.param("jurlico, xotim akt", "translit", "юрлицо, хотим акт", id="other-habits"),
        pytest.param("skachal s4et po4toj", "translit", "скачал счет почтой", id="digits-for-letters"),
        pytest.param("kak poluchit schjot i schyot", "translit", "как получить счет и счет", id="yo"),
        pytest.param("zakryvayushchie za mesjac", "translit", "закрывающие за месяц", id="clusters"),
        pytest.param("kak podklyuchit po SSH", "translit", "как подключить по SSH", id="acronym-stays"),
        pytest.param("kto platil za dostup in almaty", "translit", "кто платил за доступ in алматы", id="english"),
        pytest.param("akt sverki za 2022 god", "translit", "акт сверки за 2022 год", id="english-word-in-it"),
        pytest.param("реквезиты компании", "typo", "реквизиты компании", id="by-ear"),
        pytest.param("акт свреки", "typo", "акт сверки", id="swapped"),
        pytest.param("снапшто", "typo", "снапшот", id="word-of-the-content-alone"),
        pytest.param("нет догвора", "typo", "нет договора", id="form-that-the-content-has-not"),
        pytest.param("какполучить акт", "typo", "как получить акт", id="run-together"),
        pytest.param("можноли картой", "typo", "можно ли картой", id="particle"),
        pytest.param("cчёт за май", "lookalike", "счёт за май", id="latin-letter"),
        pytest.param("оплата c карты", "lookalike", "оплата с карты", id="latin-preposition"),
        pytest.param("формат РDF", "lookalike", "формат PDF", id="cyrillic-letter"),
        pytest.param("мы OOO", "lookalike", "мы ООО", id="whole-word"),
    ],
)
def test_what_was_meant(repairer: Repairer, typed: str, kind: str, meant: str) -> None:
    repaired = repairer.repair(typed)
    assert repaired.used == meant
    assert {repair.kind for repair in repaired.repairs} == {kind}


@pytest.mark.parametrize(
    "query",
    [
        "",
        "  ",
        "how do I pay for a VM",
        "how do I get an invoice in kazakhstan",
        "what docs do u need for kazahstan",
        "is my VM billed in almaty",
        "ssh-keygen -t ed25519",
        "df -h says the disk is full",
        "cd /var/log; ls",
        "SELECT * FROM users WHERE id = 1;",
        "kubectl get pods -n kube-system",
        "VK Cloud PID SSH",
        "vs",
        "help@kz.example.com",
        "https://mcs.mail.ru/app/ru?x=frn",
        "ctrl+c ctrl+v не работает",
        "S3-хранилище и k8s-кластер",
        "qcow2, iops, ipv6",
        "qalai tolem jasaimyn",
        "Қалай төлеймін, шот қайда?",
        "учётка, сверочка, айпи, имейл",
        "ноды и гипервизоры",
        "датацентр в Шымкенте",
        "+7 (727) 000-00-00, 50ТБ",
    ],
)
def test_nothing_else_changes(repairer: Repairer, query: str) -> None:
    assert repairer.repair(query).used is query
    assert repairer.repair(query).repairs == ()


def test_repairs_name_the_words_changed_and_spaces_stay(repairer: Repairer) -> None:
    repaired = repairer.repair(" как  gjkexbnm frn, и реквезиты?\n")
    assert repaired.used == " как  получить акт, и реквизиты?\n"
    assert repaired.repairs == (
        Repair("layout", "gjkexbnm frn,", "получить акт,"),
        Repair("typo", "реквезиты", "реквизиты"),
    )


def test_a_content_without_words_does_no_harm() -> None:
    repairer = Repairer(vocabulary([]))
    assert repairer.repair("frn cdthrb").used == "акт сверки"
    assert repairer.repair("how do I pay").repairs == ()


def test_clean_questions_are_not_touched() -> None:
    repairer, meant = Repairer(content_vocabulary(ROOT / "faq")), what_was_meant()
    clean = [question for question in read_questions(DEVELOPMENT) if question.id not in meant]
    assert len(clean) > 600
    assert [question.query for question in clean if repairer.repair(question.query).repairs] == []


def test_repairing_twice_changes_nothing_more() -> None:
    repairer = Repairer(content_vocabulary(ROOT / "faq"))
    for question in read_questions(DEVELOPMENT):
        used = repairer.repair(question.query).used
        assert repairer.repair(used).used == used


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    repaired = Repairer(vocabulary([CONTENT])).repair(text)
    assert (repaired.used == text) == (not repaired.repairs)
