"""What a centre's case list tells about one case file: codes and dates, never an identity."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa_app.domain.text import BilingualText


class Column(StrEnum):
    """The columns that a case list may have; no other is taken in."""

    NUMBER = "number"
    AREA = "area"
    OPENED = "opened"
    CLOSED = "closed"
    PRACTITIONER = "practitioner"
    STAGE = "stage"
    RISK = "risk"
    SHELF = "shelf"
    SEALED = "sealed"
    STATE = "state"


REQUIRED = frozenset({Column.NUMBER, Column.AREA, Column.OPENED})
"""Columns without which a list cannot be taken in."""

HEADS: dict[Column, BilingualText] = {
    Column.NUMBER: BilingualText("本中心编号", "Own number"),
    Column.AREA: BilingualText("专业领域", "Expertise area"),
    Column.OPENED: BilingualText("接案日期", "Opened on"),
    Column.CLOSED: BilingualText("结案日期", "Closed on"),
    Column.PRACTITIONER: BilingualText("工作人员代码", "Worker code"),
    Column.STAGE: BilingualText("诉讼阶段", "Stage of proceedings"),
    Column.RISK: BilingualText("风险等级", "Risk level"),
    Column.SHELF: BilingualText("柜/盒号", "Shelf"),
    Column.SEALED: BilingualText("是否封存", "Sealed"),
    Column.STATE: BilingualText("办理状态", "State of the case"),
}
"""How each column is headed in templates and on pages."""

TEMPLATE = tuple(column for column in Column if column is not Column.STATE)
"""Columns of a template. The state follows from the day of closing; a list that has it anyway is
held against it."""

STATES: dict[str, BilingualText] = {
    "open": BilingualText("在办", "Open"),
    "closed": BilingualText("已结案", "Closed"),
}
"""Whether a case is closed, where a list says so beside the day."""

STAGES: dict[str, BilingualText] = {
    "not_filed": BilingualText("未立案", "Not yet filed"),
    "investigation": BilingualText("侦查", "Investigation"),
    "prosecution_review": BilingualText("审查起诉", "Review for prosecution"),
    "first_instance": BilingualText("一审", "First instance"),
    "second_instance": BilingualText("二审", "Second instance"),
    "enforcement": BilingualText("执行", "Enforcement"),
    "non_criminal": BilingualText("未进入刑事程序", "No criminal proceedings"),
}
"""Stages of proceedings, as the rubric on legal aid names them."""

RISKS: dict[str, BilingualText] = {
    "high": BilingualText("高", "High"),
    "medium": BilingualText("中", "Medium"),
    "low": BilingualText("低", "Low"),
}
"""Risk levels, as the rubric on case management names them."""


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """One line of a case list.

    Attributes:
        number: The centre's own number; it is never stored as it stands.
        area: Code of the expertise area.
        opened_on: When the case was opened.
        closed_on: When it was closed; None while it is open.
        practitioner: Code of the worker in this centre; empty when none is named.
        stage: Code of the stage of proceedings; empty when none is named.
        risk: Code of the risk level; empty when none is named.
        shelf: Where the folder stands; empty when the list does not say.
        is_sealed: True when the file is sealed and must not be drawn.
        columns: Columns that the list has; what it has no column for stays as it stands.
    """

    number: str
    area: str
    opened_on: date
    closed_on: date | None = None
    practitioner: str = ""
    stage: str = ""
    risk: str = ""
    shelf: str = ""
    is_sealed: bool = False
    columns: frozenset[Column] = frozenset(TEMPLATE)


def canonical_number(number: str) -> str:
    """Bring a centre's own number into the one form by which it is known again.

    Args:
        number: As the list gives it.

    Returns:
        Without outer blanks; full-width and capital letters make no difference.
    """
    return unicodedata.normalize("NFKC", number).strip().casefold()
