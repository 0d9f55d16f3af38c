from datetime import datetime
from typing import Any

import pytest

from qa_app.domain.audit_entries import Entry, EntryKind
from qa_app.domain.draft import Draft, scored_draft
from qa_app.domain.rubric import Rubric
from qa_app.domain.working_days import WorkingCalendar
from qa_app.wording import Words
from qa_app.wording.drafts import DraftWords
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


@pytest.mark.parametrize(
    ("language", "off", "line", "waits"),
    [
        (
            "zh",
            "案情与时点：已结案：否",
            "收到 2026年3月2日 09:00，开始 2026年3月3日 10:30",
            "缺“收到”",
        ),
        (
            "en",
            "Case facts and dates: Closed: no",
            "Came 2 Mar 2026 09:00, Began 3 Mar 2026 10:30",
            "Still needed: Came",
        ),
    ],
)
def test_words(language: str, off: str, line: str, waits: str) -> None:
    dates = {"came": "2026-03-02T09:00", "began": "2026-03-03T10:30"}
    said = DraftWords(Words(language), draft(closed=False, **dates))
    assert said.line("B2") == off
    assert said.line("B3").startswith(line)
    assert DraftWords(Words(language), draft()).caption("B3") == waits
