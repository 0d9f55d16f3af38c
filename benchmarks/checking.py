"""How many frozen scores a second `qa scores check` recomputes, and whether memory grows."""

import gc
import os
import resource
import subprocess
import sys
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from benchmarks.make_data import WRITTEN_KEY, fill, opened
from benchmarks.servers import ROOT
from qa_app.queries.score_check import checked_scores, signed_span

CORES = 2
ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class Checking:
    """One check.

    Attributes:
        scores: How many.
        seconds: From the start of the command to its end, processes included.
        processor_us: Processor time of one score in one warm process, in microseconds.
        half_mebibytes: Peak of one process over half of the scores.
        whole_mebibytes: Peak over all.
    """

    scores: int
    seconds: float
    processor_us: float
    half_mebibytes: int
    whole_mebibytes: int

    @property
    def rate(self) -> float:
        """Scores a second by processor time, on two cores of their own."""
        return CORES * 1_000_000 / self.processor_us


def checked(url: str, count: int) -> Checking:
    """Make `count` audits and check them: the command as it is, and one process by itself."""
    deque(fill(url, count), maxlen=0)
    return measured(url)


def measured(url: str) -> Checking:
    environ = os.environ | {
        "QA_DATABASE_URL": url,
        "QA_FIELD_KEY": WRITTEN_KEY,
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "qa_app", "scores", "check", "--jobs", str(CORES)]
    started = time.perf_counter()
    subprocess.run(command, env=environ, check=True, capture_output=True)
    seconds = time.perf_counter() - started
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)  # as the command does
    with opened(url) as session:
        first, last, count = signed_span(session)
        middle = (first + last) // 2
        deque(checked_scores(session, ZONE, first - 1, middle), maxlen=0)
        half = _peak()
        before = time.process_time()
        deque(checked_scores(session, ZONE, first - 1, last), maxlen=0)
        spent = time.process_time() - before
    return Checking(count, seconds, spent / count * 1_000_000, half, _peak())


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    print(measured(f"sqlite:///{Path(sys.argv[1]).resolve()}"))
