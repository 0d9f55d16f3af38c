"""Threads take memory from one heap, so that what one gave back serves the others."""

import subprocess
import sys

import pytest

TAKES = """
import ctypes, sys, threading
from qa_app.cli.starting import one_heap
if sys.argv[1] == "one":
    one_heap()
library, there = ctypes.CDLL(None), threading.Barrier(4)
def take():
    there.wait()
    library.malloc(1000)
    there.wait()
threads = [threading.Thread(target=take) for _ in range(4)]
for one in threads: one.start()
for one in threads: one.join()
library.malloc_stats()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="heaps are glibc's")
def test_four_threads_share_a_heap() -> None:
    assert heaps("one") == 1
    assert heaps("as it is") > 1


def heaps(how: str) -> int:
    command = [sys.executable, "-c", TAKES, how]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return sum(line.startswith("Arena ") for line in told.splitlines())
