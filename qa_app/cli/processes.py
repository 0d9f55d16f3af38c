"""What long commands share: work in several processes, and a memory that is seldom swept."""

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TypeVar

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
_AHEAD = 3
"""Tasks of each process that are begun before their results are wanted."""


def collect_seldom() -> None:
    """Sweep memory seldom: what is counted or scored refers to nothing in a circle."""
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)


def in_order(
    jobs: int,
    begin: Callable[[], None],
    work: Callable[[_Task], _Result],
    tasks: Iterable[_Task],
) -> Iterator[_Result]:
    """Do tasks in several processes, no more of them ahead than are soon wanted.

    They end with the process that began them, however that ends.

    Args:
        jobs: How many processes.
        begin: What each does once, before its first task.
        work: Does a task; a function of a module, like `begin`.
        tasks: The tasks.

    Yields:
        Their results, in the order of the tasks.
    """
    # each process reads the settings itself, so no key is handed over
    with ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (begin,)) as pool:
        waiting: deque[Future[_Result]] = deque()
        rest = iter(tasks)
        waiting.extend(pool.submit(work, task) for task in islice(rest, jobs * _AHEAD))
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(pool.submit(work, task) for task in islice(rest, 1))
            yield result


def _begin(begin: Callable[[], None]) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    begin()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        # whoever was killed tells nobody: its processes would wait for tasks, and hold what they
        # read of the database, as long as the machine runs
        os._exit(1)
