"""What of a run is judged when its threshold is certified."""

from dataclasses import replace

from eval.certification import NotCertified, certify_run
from eval.statistics.certificate import Certified
from tests.outcomes import outcome

RIGHT = [outcome(f"r{at}", kind="answers", confidence=0.9) for at in range(80)]


def test_what_no_threshold_would_answer_is_not_judged() -> None:
    traps = [outcome(f"t{at}", kind="trap", rank=None, expect=(), confidence=0.95) for at in range(30)]
    assert isinstance(certify_run([*RIGHT, *traps]), NotCertified)
    asked_back = [replace(trap, status="unsure", asks=True) for trap in traps]
    held_back = [replace(trap, status="no_answer") for trap in traps]
    for others in (asked_back, held_back):
        assert certify_run([*RIGHT, *others]) == Certified(0.9, 80, 0, 110)


def test_a_mix_is_certified_on_a_sample_with_its_shares() -> None:
    traps = [outcome(f"t{at}", kind="trap", rank=None, expect=(), confidence=0.5) for at in range(40)]
    assert certify_run([*RIGHT, *traps], {"answers": 0.8, "trap": 0.2}) == Certified(0.9, 80, 0, 100)
    assert certify_run([*RIGHT, *traps], {"answers": 0.6, "trap": 0.4}) == Certified(0.9, 60, 0, 100)
