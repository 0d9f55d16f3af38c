"""A draft of a small rubric, scored as it stands: a gate, a red line, a condition and a limit."""

from datetime import datetime
from typing import Any

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.draft import Draft, scored_draft
from qa_app.domain.rubric import Rubric
from qa_app.domain.working_days import WorkingCalendar
from tests.builders import CHINA_2026, a_rubric, item, section

NOW = datetime(2026, 3, 23, 12, 0)
FACTS = [{"id": "closed", "type": "bool", "zh": "已结案", "en": "Closed"}]
CLOCKS = [{"id": "came", "zh": "收到", "en": "Came"}, {"id": "began", "zh": "开始", "en": "Began"}]


def rubric() -> Rubric:
    return a_rubric(
        section("A", item("A1", weight=3), item("A2", critical="gate", critical_fail=["unmet"])),
        section(
            "B",
            item("B1", critical="stop", critical_fail=["unmet"]),
            item("B2", applies_if={"fact": "closed", "is": True}),
            item("B3", scale="time3", clock={"from": "came", "to": "began", "within": "1wd"}),
        ),
        facts=FACTS,
        clocks=CLOCKS,
    )


def draft(calendar: WorkingCalendar = CHINA_2026, **values: Any) -> Draft:
    kinds = {"closed": EntryKind.FACT, "came": EntryKind.CLOCK, "began": EntryKind.CLOCK}
    entries = [Entry(kinds.get(key, EntryKind.ANSWER), key, value) for key, value in values.items()]
    return scored_draft(rubric(), entries, ["centre"], NOW, calendar)
