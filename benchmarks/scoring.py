"""How many files a second are scored: 25 items, option codes in, conditions evaluated."""

import time
from datetime import date, datetime

from benchmarks.make_data import calendar
from benchmarks.rubric import bench_rubric
from qa_app.demo.dice import Dice
from qa_app.demo.file_story import FileStory
from qa_app.demo.written_file import written_file
from qa_app.domain.audit_entries import Entry, plain_case
from qa_app.domain.case_input import CaseInput
from qa_app.domain.case_plain import case_from
from qa_app.domain.scoring import score_audit

FILES = 500
SECONDS = 0.3
ROUNDS = 8
READ_AT = datetime.fromisoformat("2026-06-15T10:00")


def _case(number: int) -> CaseInput:
    rubric, dice = bench_rubric().rubric, Dice(f"scoring|{number}")
    closed_on = date(2026, 4, 20) if dice.hits(50) else None
    story = FileStory(date(2026, 3, 2), closed_on, READ_AT, 85)
    changes = written_file(rubric, story, calendar(), dice)
    entries = [Entry(c.kind, c.key, c.value, c.note, c.read) for c in changes]
    answered = {c.key for c in changes}
    # the target counts option codes in: time items get theirs from the reader, no dates
    codes = {code: "on_time" for code, i in bench_rubric().rubric.items.items() if i.clocks}
    plain = plain_case(entries, ["centre"], READ_AT)
    plain["answers"] |= {code: value for code, value in codes.items() if code not in answered}
    del plain["clocks"]
    return case_from(rubric, plain)


def speeds() -> dict[str, float]:
    """Files a second, plain and with the explanation of every item."""
    rubric, working = bench_rubric().rubric, calendar()
    cases = [_case(number) for number in range(FILES)]
    found = {}
    for name, explained in (("plain", False), ("explained", True)):
        best = 0.0
        for _ in range(ROUNDS):
            count, started = 0, time.process_time()
            while time.process_time() - started < SECONDS:
                for case in cases:
                    score_audit(rubric, case, working, explained=explained)
                count += len(cases)
            best = max(best, count / (time.process_time() - started))
        found[name] = best
    return found


if __name__ == "__main__":
    for name, speed in speeds().items():
        print(f"{name}: {speed:,.0f} files/s")
