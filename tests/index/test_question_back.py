"""What is asked back, over the bundled FAQ with the bundled encoder, and what is marked where nothing is chosen."""

from index.contrast_sets import CLOSE, contrast_sets
from index.question_back import QuestionBack
from index.ranking.evidence import Evidence
from index.ranking.features import Features
from index.ranking.ranker import RankedSection
from index.result import AskFacet, AskSection, Query
from index.search import Searcher
from ingest.scope.project import exactly

NEAR = Features(0.5, 0.5, 0.5, 0.0, 0.5, 0.0, 0.0)
EXACT = NEAR._replace(exact=1.0)


def asking(searcher: Searcher) -> QuestionBack:
    return QuestionBack(searcher.bundle, contrast_sets(searcher.bundle.sections, searcher.bundle.facets.contrasts))


def ranked(searcher: Searcher, titles: list[str], gap: float, features: Features = NEAR) -> list[RankedSection]:
    places = {section.title: number for number, section in enumerate(searcher.bundle.sections)}
    evidence = Evidence.of(features, share=0.5, alternates=0, words=3, subject=0.0, way=0.5, lead=0.0)
    return [
        RankedSection(places[title], 0.5 - at * gap, 0.5, features, None, evidence) for at, title in enumerate(titles)
    ]


DOCUMENTS = "Как получить отчетные документы для бухгалтерии?"
SCANS = "Нам нужны сканы наших отчетных документов, как их получить?"
STATEMENT = "Как получить акт сверки за нужный период?"


def test_two_near_questions_of_a_contrast_set_are_offered(searcher: Searcher) -> None:
    ask = asking(searcher)(ranked(searcher, [DOCUMENTS, SCANS], CLOSE / 2), exactly({"region": "moscow"}))
    assert isinstance(ask, AskSection)
    assert [choice.label for choice in ask.choices] == [DOCUMENTS, SCANS]


def test_a_clear_lead_or_an_exact_match_is_not_asked_about(searcher: Searcher) -> None:
    back = asking(searcher)
    chosen = exactly({"region": "moscow"})
    assert not isinstance(back(ranked(searcher, [DOCUMENTS, SCANS], 2 * CLOSE), chosen), AskSection)
    assert not isinstance(back(ranked(searcher, [DOCUMENTS, SCANS], CLOSE / 2, EXACT), chosen), AskSection)


def test_sections_of_no_common_set_are_not_offered(searcher: Searcher) -> None:
    ask = asking(searcher)(ranked(searcher, [DOCUMENTS, STATEMENT], 0.0), exactly({"region": "moscow"}))
    assert not isinstance(ask, AskSection)


def test_nothing_found_asks_nothing(searcher: Searcher) -> None:
    assert asking(searcher)([], {}) is None


def test_an_answer_that_differs_by_an_open_facet_asks_for_its_value(searcher: Searcher) -> None:
    ask = searcher(Query("Как получить акт сверки за нужный период?", {})).ask
    assert isinstance(ask, AskFacet)
    assert (ask.facet, [one.value for one in ask.values]) == ("region", ["moscow", "kazakhstan"])


def test_a_chosen_value_is_not_asked_for(searcher: Searcher) -> None:
    assert searcher(Query("Как получить акт сверки за нужный период?", {"region": "moscow"})).ask is None


def test_a_value_that_changes_nothing_for_the_choice_is_not_asked_for(searcher: Searcher) -> None:
    title = "Как переоформить проект на другое юрлицо?"
    for region, asked in (("moscow", "payer"), ("kazakhstan", None)):
        result = searcher(Query(title, {"region": region}))
        assert (result.ask.facet if isinstance(result.ask, AskFacet) else None) == asked
        assert ("differs_by_payer" in [notice.code for notice in result.notices]) == bool(asked)
        assert ("payer" in result.answers[0].differs_by) == bool(asked)


def test_an_undecided_question_is_not_called_answered(searcher: Searcher) -> None:
    for text in ("документы", "сканы документов", "нужны документы за квартал", "договор", "условия договора"):
        result = searcher(Query(text, {"region": "moscow"}))
        assert not (isinstance(result.ask, AskSection) and result.status == "answered")


def test_no_line_of_a_variant_is_marked_while_nothing_is_chosen(searcher: Searcher) -> None:
    for text in ("куда писать за актом сверки", "реквизиты VK Cloud", "кому написать про отчетные документы"):
        first = searcher(Query(text, {}, abstain=False)).answers[0]
        marked = " ".join(first.text[span.start : span.end] for span in first.spans)
        assert not {"accountvk@qazcloud.kz", "docs_vktech@vk.company"} & set(marked.split())


def test_the_line_of_the_chosen_variant_is_marked(searcher: Searcher) -> None:
    first = searcher(Query("куда писать за актом сверки", {"region": "kazakhstan"})).answers[0]
    (span,) = first.spans
    assert "accountvk@qazcloud.kz" in first.text[span.start : span.end]
