"""Which functions of supervision workers agreed to and did not get twice running."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.function_mix import missing_twice
from qa_app.domain.session_blocks import WITH_FUNCTIONS, Function
from qa_app.domain.supervision_records import RecordState
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.records import RecordPresenceRow, SupervisionRecordRow
from qa_app.models.supervision import SupervisionSessionRow

_TYPES = tuple(sorted(one.value for one in WITH_FUNCTIONS))
_LAST = 2


def functions_missing(
    session: Session, people: Collection[int], on: date
) -> Mapping[int, tuple[Function, ...]]:
    """Tell which agreed functions the last two sessions with somebody left out.

    Args:
        session: A database session.
        people: Workers who are known to be in reach.
        on: The day; agreements that hold on it count, and records up to it that their leader
            signed. Sessions of kinds that name no functions do not count.

    Returns:
        Worker to functions; only those who miss some. With at most two queries.
    """
    agreed = _agreed(session, people, on) if people else {}
    covered = _covered(session, agreed, on) if agreed else {}
    found = {who: missing_twice(agreed[who], covered.get(who, [])) for who in agreed}
    return {who: functions for who, functions in found.items() if functions}


def _agreed(session: Session, people: Collection[int], on: date) -> dict[int, dict[Function, int]]:
    row = SupervisionAgreementRow
    rows = session.execute(
        select(row.practitioner_id, row.functions).where(
            row.practitioner_id.in_(sorted(people)),
            row.from_on <= on,
            or_(row.until_on.is_(None), row.until_on >= on),
        )
    )
    agreed: dict[int, dict[Function, int]] = defaultdict(dict)
    for who, functions in rows:
        for one in Function:
            share = int(functions.get(one.value, 0))
            agreed[who or 0][one] = max(share, agreed[who or 0].get(one, 0))
    return agreed


def _covered(session: Session, people: Collection[int], on: date) -> dict[int, list[list[str]]]:
    record, there = SupervisionRecordRow, RecordPresenceRow
    ranked = (
        select(
            there.practitioner_id,
            record.functions,
            func.row_number()
            .over(
                partition_by=there.practitioner_id,
                order_by=(record.held_on.desc(), record.session_id.desc()),
            )
            .label("place"),
        )
        .join(record, record.session_id == there.session_id)
        .join(SupervisionSessionRow, SupervisionSessionRow.id == there.session_id)
        .where(
            there.practitioner_id.in_(sorted(people)),
            or_(there.minutes.is_(None), there.minutes > 0),
            record.state != RecordState.DRAFT.value,
            record.held_on <= on,
            SupervisionSessionRow.type.in_(_TYPES),
        )
        .subquery()
    )
    rows = session.execute(
        select(ranked.c.practitioner_id, ranked.c.functions)
        .where(ranked.c.place <= _LAST)
        .order_by(ranked.c.practitioner_id, ranked.c.place)
    )
    covered: dict[int, list[list[str]]] = defaultdict(list)
    for who, functions in rows:
        covered[who].append(functions)
    return covered
