"""What looks like a fault and is none: the rules that guess are silent on it."""

from collections.abc import Callable, Iterable

import pytest

from lint.checks.absent_variants import absent_variants
from lint.checks.answers import answers
from lint.checks.headings import elsewhere, repeated
from lint.checks.hidden_links import hidden_links
from lint.checks.links import links
from lint.checks.markup import broken_markup
from lint.checks.neighbours import neighbours
from lint.checks.numbering import numbering
from lint.checks.numbers import contradictions
from lint.checks.other_value import other_value
from lint.checks.step_references import step_references
from lint.checks.tabs import same_tabs, tab_sets
from lint.finding import Finding
from lint.parsed_content import Parsed, parse_source
from lint.run import CHECKS_BY_READER
from lint.views import views
from tests.pages import bundled_facets, tabs

Check = Callable[..., Iterable[Finding]]
FOR_ONE = "## Для региона {}\n\nКопия нового большого диска хранится {} дней."
A_FACT = "Копия нового большого диска хранится {} дней."
STEPS = "1. (Для региона Москва) Два.\n"
ITEMS = "- (Для региона {}) Раз.\n- (Для региона {}) Два."
STEP_2 = tabs("Москва", "Казахстан", "2. А.", "2. Б.")
VARIANTS = ITEMS.format("Москва", "Казахстан")
KZ = "Если ваш проект в регионе Казахстан, "


def fact(what: str, time: str) -> str:
    return f"## Сколько?\n\n{what} нового большого диска хранится {time}."


def quiet(check: Check, *texts: str, whole: bool = True) -> list[Finding]:
    pages = tuple(parse_source(f"{'ab'[at]}-faq.md", text, bundled_facets()) for at, text in enumerate(texts))
    parsed = Parsed(pages, bundled_facets(), whole)
    if check in CHECKS_BY_READER:
        return [finding for seen in views(parsed) for finding in check(seen)]
    return list(check(parsed))


@pytest.mark.parametrize(
    ("check", "texts"),
    [
        pytest.param(other_value, [f"{KZ}платите в тенге, а не в рублях."], id="contrast"),
        pytest.param(other_value, [f"{KZ}в отличие от mcs.mail.ru вход на https://vkcloud.kz."], id="comparison"),
        pytest.param(other_value, [f"{KZ}сумма в рублях пересчитывается в тенге."], id="both-currencies"),
        pytest.param(other_value, [f"{KZ}перенос с mcs.mail.ru делает поддержка."], id="move"),
        pytest.param(other_value, ["Доступно только в регионе Москва, в рублях, на vkcloud.kz."], id="restriction"),
        pytest.param(other_value, [f"{KZ}откройте https://kz.mcs.mail.ru."], id="longer-domain"),
        pytest.param(tab_sets, [tabs("Linux", "Windows")], id="no-facet"),
        pytest.param(tab_sets, [tabs("Регион Москва", "Регион: Казахстан")], id="spellings"),
        pytest.param(tab_sets, [tabs("Москва", "Москва и Казахстан")], id="both-in-one-label"),
        pytest.param(tab_sets, ["```\n<tablist><tab>Москва</tab></tablist>\n```"], id="in-code"),
        pytest.param(tab_sets, ["## Для региона Москва\n\n" + tabs("Москва", "Регион Москва")], id="within-a-region"),
        pytest.param(broken_markup, [tabs("Москва", "Москва и Казахстан")], id="tab-of-all-values"),
        pytest.param(broken_markup, [tabs("🇷🇺 Москва (2)", "[Казахстан]")], id="decorated-tabs"),
        pytest.param(broken_markup, ["- Москва\n- Берлин\n- Астана"], id="places"),
        pytest.param(broken_markup, ["- Москва — три офиса\n- Берлин — один"], id="places-with-text"),
        pytest.param(broken_markup, ["- Москва растёт быстро.\n- Офисы открыты везде."], id="prose"),
        pytest.param(broken_markup, ["- только в Москве звонят\n- в Казахстане — пишут"], id="only"),
        pytest.param(broken_markup, ["- Москва: как в регионе Казахстан\n- Казахстан: почта"], id="names-both"),
        pytest.param(broken_markup, ["1. (кроме региона Москва) Позвоните."], id="excluded"),
        pytest.param(broken_markup, ["1. (например, по карте) Позвоните."], id="bracket-of-no-facet"),
        pytest.param(broken_markup, ["## Предоплата: что это?\n\nСчет заранее."], id="topic"),
        pytest.param(broken_markup, ["| Тариф | Цена в Москве |\n|---|---|\n| A | 1 |"], id="one-column"),
        pytest.param(broken_markup, ["## Для региона Москва\n\n- Москва платит\n- Казахстан — нет"], id="inside"),
        pytest.param(same_tabs, [tabs("Linux", "Windows", "[a](x)", "[a](y)")], id="other-link"),
        pytest.param(links, ["[a](https://x.example/y), [b](mailto:a@x.example), [c](x.pdf)"], id="out"),
        pytest.param(links, ["[a](../../concepts/report), [b](/ru/contacts)"], id="above-the-content"),
        pytest.param(links, ["## Цены и *скидки*\n\n[a](#ceny_i_skidki), [b](#цены-и-скидки)"], id="anchor-spellings"),
        pytest.param(links, ["## Цены\n\n[a](#ceny_d9f6db93)"], id="site-suffix"),
        pytest.param(links, ["[a](b-faq.md), [b](b-faq), [c](./b-faq/)", "Текст."], id="page-spellings"),
        pytest.param(repeated, ["# A\n\n## Б\n\n### Итог\n\n1\n\n## В\n\n### Итог\n\n2"], id="other-parents"),
        pytest.param(elsewhere, ["## Что?\n\nДа.\n\n## Б?\n\nб", "## Что?\n\nДа.\n\n## В?\n\nв"], id="same-answer"),
        pytest.param(answers, ["## Схема\n\n![](a.png)"], id="picture"),
        pytest.param(answers, ["## Можно?\n\nДа, [подробнее](a.md)."], id="yes-and-a-link"),
        pytest.param(answers, ["## Куда писать?\n\nПишите на [a@x.example](mailto:a@x.example)."], id="address"),
        pytest.param(answers, ["## Глава\n\n### Раздел\n\nТекст."], id="parent"),
        pytest.param(contradictions, [fact("Пример: копия", "5 дней"), fact("Пример: копия", "7 дней")], id="example"),
        pytest.param(contradictions, [fact("Копия", "5 дней"), fact("Образ", "7 дней")], id="other-subject"),
        pytest.param(contradictions, [fact("Копия", "5 дней"), fact("Копия", "7 часов")], id="other-unit"),
        pytest.param(contradictions, [fact("Копия", "5 дисков"), fact("Копия", "7 проектов")], id="other-thing"),
        pytest.param(contradictions, [fact("Копия", "1 000 дней"), fact("Копия", "1000 дней")], id="same-number"),
        pytest.param(contradictions, [FOR_ONE.format("Москва", 5), FOR_ONE.format("Казахстан", 7)], id="other-readers"),
        pytest.param(contradictions, ["## Пример\n\n" + 2 * fact("Копия", "5 дней")], id="example-section"),
        pytest.param(contradictions, [f"- {A_FACT.format(5)}\n- {A_FACT.format(7)}"], id="cases-side-by-side"),
        pytest.param(contradictions, [tabs("Linux", "Windows", A_FACT.format(5), A_FACT.format(7))], id="other-tabs"),
        pytest.param(answers, [tabs("Москва", "Linux", "Раз.", "Два.")], id="text-for-everyone"),
        pytest.param(answers, ["## Как?\n\n" + tabs("Москва", "Москва", "Раз.", "Два.")], id="a-tab-is-missing"),
        pytest.param(hidden_links, ["## Для региона Москва\n\nРаз.\n\n### А\n\n[a](#a)"], id="within-its-readers"),
        pytest.param(hidden_links, ["[a](#a)\n\n## А\n\n" + tabs("Москва", "Казахстан")], id="section-for-all"),
        pytest.param(numbering, ["1. Раз.\n\nКартинка.\n\n2. Два."], id="interrupted-list"),
        pytest.param(numbering, [f"1. Раз.\n\n{STEP_2}\n\n3. В."], id="tabs"),
        pytest.param(numbering, ["3. Начало на другой странице."], id="begins-higher-for-all"),
        pytest.param(numbering, ["1. Раз.\n2. (Для региона Москва) Два.\n3. Три."], id="one-list-is-renumbered"),
        pytest.param(step_references, ["1. (Для региона Москва) Раз.\n1. Два.\n\nСм. шаг 3."], id="no-such-step"),
        pytest.param(
            step_references, [f"1. Раз.\n{STEPS}1. Три.\n\nСм. шаг 3 [инструкции](b.md)."], id="step-of-another-page"
        ),
        pytest.param(step_references, [f"1. Раз.\n{STEPS}1. Три.\n\nСм. шаг 1."], id="step-for-all"),
        pytest.param(step_references, [f"1. Раз.\n{STEPS}1. Три.\n\nСм. п. 3 договора."], id="clause"),
        pytest.param(neighbours, ["Адреса указаны ниже:\n\n" + ITEMS.format("Москва", "Казахстан")], id="for-each"),
        pytest.param(neighbours, [f"Цена ниже 5 рублей.\n\n{KZ}ждите."], id="comparison-of-prices"),
        pytest.param(neighbours, [f"Список ниже.\n\n{KZ}ждите.\n\n- Раз.\n- Два."], id="list-comes-next"),
        pytest.param(absent_variants, [f"Доступно только в регионе Москва, см. ниже.\n\n{VARIANTS}"], id="only"),
        pytest.param(absent_variants, [f"Сроки регионов Москва и Казахстан ниже.\n\n{VARIANTS}"], id="names-all"),
        pytest.param(absent_variants, [f"В регионе Москва и зимой тепло.\n\n{VARIANTS}"], id="points-to-nothing"),
        pytest.param(absent_variants, ["Смотрите «Москва» ниже.\n\nТекст."], id="no-variants"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_fault_is_passed_over(check: Check, texts: list[str]) -> None:
    assert quiet(check, *texts) == []


def test_the_same_fact_with_two_numbers_is_told_at_the_second() -> None:
    (found,) = quiet(contradictions, fact("Копия", "5 дней"), fact("Копия", "не более 7 дней"))
    assert (found.page, found.line) == ("b-faq.md", 3)
    assert "a-faq.md:3 says 5" in found.message


def test_a_single_file_is_not_blamed_for_links_to_its_neighbours() -> None:
    assert quiet(links, "[a](other.md)", whole=False) == []
    assert len(quiet(links, "[a](other.md), [b](#nowhere)", whole=True)) == 2
    assert len(quiet(links, "[a](other.md), [b](#nowhere)", whole=False)) == 1
