"""The settings that durability rests on, as a process of the product's own has them."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

ASKED = """
from qa_app.models.engine import PRAGMAS, READING, REPEATABLE, make_engine
for pragmas in (PRAGMAS, READING, REPEATABLE):
    with make_engine("sqlite:///plumbline.db", pragmas).connect() as connection:
        print(*(
            connection.exec_driver_sql("PRAGMA " + name).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        ))
"""


def test_an_acknowledged_answer_survives_a_power_cut(tmp_path: Path) -> None:
    # 2 = FULL: written through to the disk before a commit returns; 1 only for repeatable work
    answer = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.splitlines() == ["wal 2 1 1", "wal 2 1 1", "wal 1 1 1"]
