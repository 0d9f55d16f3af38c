"""What a session of supervision should open with, and in which order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qa_app.domain.defaults import AGENDA_MOST


class AgendaKind(StrEnum):
    """What is on the agenda, in the order in which it is talked over."""

    HIGH_RISK = "high_risk"
    LAST_ACTION = "last_action"
    OVERDUE = "overdue"
    FINDING = "finding"
    CASE = "case"
    FUNCTION = "function"
    GOAL = "goal"
    ASSESSMENT = "assessment"


_ORDER = {kind: at for at, kind in enumerate(AgendaKind)}


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One thing to talk over.

    Attributes:
        kind: What.
        object_id: The action, case, goal or worker that it is about.
        name: Reference of the case, code of the worker, or items of the finding; empty for none.
        text: What was agreed or is to be learned, as people wrote it; of functions left out their
            codes with commas between; empty elsewhere.
        on: By when it was or is due, or when the case was last talked over; None without a day.
        is_done: True for what was agreed last time and is said to be done.
    """

    kind: AgendaKind
    object_id: int
    name: str = ""
    text: str = ""
    on: date | None = None
    is_done: bool = False

    def is_late(self, today: date) -> bool:
        """Tell whether it should have been done by now.

        Args:
            today: Local day.

        Returns:
            True for what has a day that is over and is not done; never for cases.
        """
        has_limit = self.kind not in {AgendaKind.HIGH_RISK, AgendaKind.CASE}
        return has_limit and not self.is_done and self.on is not None and self.on < today


def in_order(lines: Iterable[AgendaLine]) -> tuple[AgendaLine, ...]:
    """Put what is to be talked over in order.

    Children in danger come first, then what was agreed last time, then what is late besides,
    what was found, cases that were not talked over this month, functions that were agreed and
    left out twice running, learning.

    Args:
        lines: All of it; an action that stands there twice is told once, where it comes first.

    Returns:
        Inside a kind the earliest day first, what has none before; at most `AGENDA_MOST` of each
        kind.
    """
    ordered = sorted(
        lines, key=lambda one: (_ORDER[one.kind], one.on or date.min, one.name, one.object_id)
    )
    told: list[AgendaLine] = []
    seen: set[tuple[str, int]] = set()
    count = dict.fromkeys(AgendaKind, 0)
    for one in ordered:
        key = (_about(one.kind), one.object_id)
        if key in seen or count[one.kind] >= AGENDA_MOST:
            continue
        seen.add(key)
        count[one.kind] += 1
        told.append(one)
    return tuple(told)


def _about(kind: AgendaKind) -> str:
    if kind in {AgendaKind.LAST_ACTION, AgendaKind.OVERDUE, AgendaKind.FINDING}:
        return "action"
    return "case" if kind in {AgendaKind.HIGH_RISK, AgendaKind.CASE} else kind.value
