"""Second names of tables in a process of many threads."""

import sys
import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import inspect

from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow

ROUNDS, THREADS = 50, 4


@pytest.fixture
def _hasty() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_hasty")
def test_threads_that_come_at_once_meet_the_same_columns() -> None:
    for _ in range(ROUNDS):
        named, gate = alias_of(AuditRow), threading.Barrier(THREADS)
        met: list[object] = []

        def meet(
            named: type[AuditRow] = named,
            gate: threading.Barrier = gate,
            met: list[object] = met,
        ) -> None:
            gate.wait()
            met.append(inspect(named).selectable.c.id)

        threads = [threading.Thread(target=meet) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(met) == THREADS
        assert all(column is met[0] for column in met)
