import os
import signal
import sys
from concurrent.futures.process import BrokenProcessPool

import pytest

from ingest.processes import spread

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks")


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_the_order_of_the_things(processes: int) -> None:
    here = os.getpid()

    def square(number: int) -> tuple[int, bool]:
        return number * number, os.getpid() == here

    with spread(square, processes) as done:
        found = list(done(range(50)))
    assert found == [(number * number, processes == 1) for number in range(50)]


def test_two_that_spread_at_once_each_do_their_own_work() -> None:
    def negative(number: int) -> int:
        return -number

    def double(number: int) -> int:
        return 2 * number

    with spread(negative, 2) as negated, spread(double, 2) as doubled:
        assert (list(negated(range(3))), list(doubled(range(3)))) == ([0, -1, -2], [0, 2, 4])


def test_a_process_that_is_killed_is_told() -> None:
    with pytest.raises(BrokenProcessPool), spread(lambda number: os.kill(os.getpid(), signal.SIGKILL), 2) as done:
        list(done(range(4)))


def test_what_fails_in_a_process_fails_here() -> None:
    def inverse(number: int) -> float:
        return 1 / number

    with pytest.raises(ZeroDivisionError), spread(inverse, 2) as done:
        list(done([2, 1, 0]))
