import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from index.encoders.protocol import Encoder
from index.errors import NotAReranker
from index.ranking.cross_encoder import cross_encoder
from index.ranking.reranked import RERANKED
from index.result import Query
from index.search import Searcher
from otvet.main import main

QUESTION = "куда написать за актом сверки"


class Reading:
    """Prefers texts that have a word, and remembers what it was given."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.read: Sequence[str] = ()

    def __call__(self, question: str, texts: Sequence[str]) -> list[float]:
        self.read = texts
        return [float(self.word in text) for text in texts]


def test_the_first_sections_are_ordered_anew_and_keep_their_own_confidence(
    searcher: Searcher, encoder: Encoder
) -> None:
    everything = Query(QUESTION, {}, limit=50, abstain=False)
    before = [answer.section for answer in searcher(everything).answers]
    moved = before[RERANKED - 1]
    again = Searcher(searcher.bundle, encoder, rerank=Reading(moved))(everything)
    assert [answer.section for answer in again.answers] == [moved, *(name for name in before if name != moved)]
    assert again.answers[0].confidence < searcher(everything).answers[0].confidence
    assert again.status != "answered"


def test_the_model_reads_what_the_reader_gets(searcher: Searcher, encoder: Encoder) -> None:
    reading = Reading("")
    Searcher(searcher.bundle, encoder, rerank=reading)(Query(QUESTION, {"region": "kazakhstan"}))
    assert len(reading.read) == RERANKED
    assert not any("docs_vktech@vk.company" in text for text in reading.read)


def test_a_heading_word_by_word_stays_first(searcher: Searcher, encoder: Encoder) -> None:
    title = searcher.bundle.sections[1].title
    reading = Reading(searcher.bundle.sections[2].title)
    found = Searcher(searcher.bundle, encoder, rerank=reading)(Query(title, {}))
    assert (found.answers[0].section, found.answers[0].confidence) == (title, 1.0)


def tiny(folder: Path, labels: int) -> Path:
    """A cross-encoder of the smallest size, with random weights."""
    pytest.importorskip("sentence_transformers", exc_type=ImportError)
    transformers: Any = pytest.importorskip("transformers")
    words = Tokenizer(WordLevel({"[PAD]": 0, "[UNK]": 1, "акт": 2, "сверки": 3}, unk_token="[UNK]"))
    words.pre_tokenizer = Whitespace()
    names = {"pad_token": "[PAD]", "unk_token": "[UNK]"}
    transformers.PreTrainedTokenizerFast(tokenizer_object=words, **names).save_pretrained(folder)
    size = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 8}
    config = transformers.BertConfig(vocab_size=4, num_labels=labels, **size)
    transformers.BertForSequenceClassification(config).save_pretrained(folder)
    return folder


@pytest.mark.filterwarnings("ignore")
def test_the_command_line_takes_a_cross_encoder(searcher: Searcher, faq_index: Path, tmp_path: Path) -> None:
    model = tiny(tmp_path / "model", labels=1)
    title = searcher.bundle.sections[
        1
    ].title  # for any other words the random weights may choose a section that is not shown
    asked = [title, "--index", str(faq_index), "--reranker", str(model), "--json", "--limit", "13"]
    found = CliRunner().invoke(main, ["search", *asked], catch_exceptions=False)
    result = json.loads(found.stdout)
    assert result["answers"][0]["section"] == title
    assert sorted(one["section"] for one in result["answers"]) == sorted(
        answer.section for answer in searcher(Query(title, {}, limit=13)).answers
    )


@pytest.mark.filterwarnings("ignore")
def test_a_model_that_does_not_score_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAReranker, match=r"gives 3 numbers for a pair; name a cross-encoder that gives one\.$"):
        cross_encoder(str(tiny(tmp_path, labels=3)))


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch, faq_index: Path) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    found = CliRunner().invoke(main, ["search", QUESTION, "--index", str(faq_index), "--reranker", "a/b"])
    assert found.exit_code == 1
    assert "model 'a/b' needs sentence-transformers; in Otvet's folder, run: .venv/" in found.output
