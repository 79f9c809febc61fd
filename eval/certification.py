"""Certify the threshold of ``answered`` on a run; what ``otvet eval --certify`` does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from eval.mix import Mix, sample
from eval.run import Outcome
from eval.statistics.certificate import LEVEL, RISK, Certified, Judged, certify, lacking
from index.storage.certificate import Certificate


@dataclass(frozen=True, slots=True)
class NotCertified:
    """No threshold passed the test."""

    more: int | None
    """Labelled questions still needed, see ``eval.statistics.certificate.needed``; None: more do not help."""
    asked: int


def certify_run(outcomes: Sequence[Outcome], mix: Mix | None = None) -> Certified | NotCertified:
    """Test on the questions asked, or on the largest sample of them that has the shares of the mix.

    A first answer is judged by its section alone, as by ``wrong_sure``. What is asked back or below the threshold of
    ``no_answer`` is answered at no threshold.
    """
    asked = outcomes if mix is None else sample(outcomes, mix)
    judged = [
        Judged(outcome.confidence, outcome.rank != 1)
        for outcome in asked
        if outcome.confidence is not None and outcome.shown and not outcome.asks
    ]
    return certify(judged, len(asked)) or NotCertified(lacking(judged, len(asked)), len(asked))


def certificate_of(
    found: Certified, *, mix: Mix | None, questions: Sequence[str], parameters: str, made: datetime
) -> Certificate:
    """What an index keeps of it.

    Args:
        found: What passed.
        mix: The stated one.
        questions: SHA-256 of each question file.
        parameters: Digest of the parameters that the confidences came from.
        made: The date, in UTC.
    """
    return Certificate(
        threshold=found.threshold,
        answered=found.answered,
        wrong=found.wrong,
        asked=found.asked,
        risk=RISK,
        level=LEVEL,
        mix=mix,
        questions=tuple(questions),
        parameters=parameters,
        created=made.isoformat(timespec="seconds"),
    )
