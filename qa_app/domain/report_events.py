"""What the journal records of reports of quarters and years."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMade(Event):
    """A report was put together and kept; `version` above 1 follows an earlier one."""

    action: ClassVar[str] = "report:make"
    object_type: ClassVar[str] = "period_report"
    kind: str
    scope: str
    first_month: int
    version: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOpened(Event):
    """Somebody opened a report for the first time."""

    action: ClassVar[str] = "report:open"
    object_type: ClassVar[str] = "period_report"
