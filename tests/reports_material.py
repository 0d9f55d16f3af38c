"""Signed readings to make reports from, as frozen as the product freezes them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from qa_app.domain.audit_entries import Entry, EntryKind, plain_case
from qa_app.domain.audit_report import AuditReport, ReportHead, Standing, audit_report
from qa_app.domain.case_plain import case_from
from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.signing import frozen_score
from qa_app.domain.text import BilingualText
from tests.builders import CHINA_2026, a_rubric, item, section
from tests.people import NOON

READ_AT = datetime(2026, 3, 2, 10, 0)
HEAD = ReportHead(
    audit_id=12,
    reference="KM-26-7F3K-9",
    centre=BilingualText("中心甲", "Centre A"),
    area=BilingualText("社会工作/个案管理", "Social work / case management"),
    reader="督导甲",
    read_on=date(2026, 3, 2),
    signed_at=NOON,
    final_at=None,
    sample_type="random",
    assessors=("centre",),
    standing=Standing.PROVISIONAL,
    void_reason=None,
    voided_at=None,
    digest="ab" * 32,
)


def a_head(**fields: Any) -> ReportHead:
    return replace(HEAD, **fields)


def answer(code: str, value: Any, note: str = "", read: tuple[str, ...] = ()) -> Entry:
    return Entry(EntryKind.ANSWER, code, value, note, read)


def fact(code: str, value: Any) -> Entry:
    return Entry(EntryKind.FACT, code, value)


def frozen(rubric: Rubric, entries: Iterable[Entry], assessors: Iterable[str] = ("centre",)) -> str:
    case = case_from(rubric, plain_case(entries, assessors, READ_AT))
    score = score_audit(rubric, case, CHINA_2026, explained=True)
    return frozen_score(rubric, score, READ_AT.date()).explanation


def a_report(rubric: Rubric, *entries: Entry, **head: Any) -> AuditReport:
    return audit_report(rubric, a_head(**head), frozen(rubric, entries), entries)


CLOSED = {"id": "closed", "type": "bool", "zh": "已结案", "en": "The case is closed"}


def weighted_rubric(**fields: Any) -> Rubric:
    """Six items in three sections; section C is for a judicial officer."""
    return a_rubric(
        section(
            "A",
            item("A1", weight=8),
            item("A2", critical="gate"),
            item("A3", applies_if={"fact": "closed", "is": True}),
            weight=3,
        ),
        section(
            "B",
            item(
                "B1",
                scale="breach3",
                critical="stop",
                read=[{"id": "notes5", "zh": "5篇记录", "en": "Five notes"}],
            ),
            item("B2"),
        ),
        section("C", item("C1"), assessor="judicial"),
        facts=[CLOSED],
        **fields,
    )


WEIGHTED_ENTRIES = (
    fact("closed", False),
    answer("A1", "met"),
    answer("A2", "no_record", "没有安全计划"),
    answer("B1", "none_found", read=("notes5",)),
    answer("B2", "na", "没有需要"),
)
