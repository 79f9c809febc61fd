import pytest

from index.analysis.inflection import case_forms


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        pytest.param("Регион", "региона | регион | о регионе | другого региона | свой", id="masculine"),
        pytest.param(
            "Схема оплаты",
            "схемы оплаты | схему оплаты | о схеме оплаты | другой схемы оплаты | свою",
            id="only-the-first-noun-changes",
        ),
        pytest.param(
            "Плательщик", "плательщика | плательщика | о плательщике | другого плательщика | своего", id="somebody"
        ),
        pytest.param(
            "Единая система",
            "единой системы | единую систему | о единой системе | другой единой системы | свою",
            id="adjective",
        ),
        pytest.param("Издание", "издания | издание | об издании | другого издания | своё", id="neuter"),
        pytest.param("Документы", "документов | документы | о документах | других документов | свои", id="plural"),
        pytest.param(
            "VIP тариф", "VIP тарифа | VIP тариф | о VIP тарифе | другого VIP тарифа | свой", id="foreign-word"
        ),
        pytest.param("Plan", "Plan | Plan | о Plan | другого Plan | свой", id="no-russian-noun"),
    ],
)
def test_a_label_and_what_agrees_with_it(label: str, expected: str) -> None:
    assert " | ".join(case_forms(label)) == expected
