"""Rankings taken apart, over the bundled FAQ with the bundled encoder."""

import pytest

from index.ranking.features import Features
from index.result import Query
from index.search import Searcher

QUERIES = ["куда писать за актом сверки, проект в Казахстане", "frn cdthrb", "рецепт борща с пампушками"]


@pytest.mark.parametrize("query", QUERIES)
def test_the_explanation_is_of_the_ranking_that_was_answered_with(searcher: Searcher, query: str) -> None:
    asked = Query(query, {}, limit=50, abstain=False)
    answers = searcher(asked).answers
    assert [(one.id, one.section, one.score) for one in searcher.explain(asked)] == [
        (answer.id, answer.section, answer.score) for answer in answers
    ]


@pytest.mark.parametrize("query", QUERIES)
def test_contributions_add_up_to_the_score_and_count_a_feature_alike_in_every_section(
    searcher: Searcher, query: str
) -> None:
    first, *others = searcher.explain(Query(query, {}))
    assert len(others) > 5
    for one in (first, *others):
        assert list(one.features) == list(one.contributions) == list(Features._fields)
        assert sum(one.contributions.values()) == pytest.approx(one.score)
        for name, value in one.features.items():
            assert value * first.contributions[name] == pytest.approx(first.features[name] * one.contributions[name])


def test_an_explanation_does_not_depend_on_the_limit_and_refuses_what_a_search_refuses(searcher: Searcher) -> None:
    assert len(searcher.explain(Query("счет", {}, limit=1))) > 1
    with pytest.raises(ValueError, match="the question is empty"):
        searcher.explain(Query(" ", {}))
