"""Keeps how many cases were open when a case list was taken in."""

from datetime import date

from sqlalchemy import func, insert, literal, or_, select
from sqlalchemy.orm import Session

from qa_app.models.cases import CaseFileRow
from qa_app.models.worker_rows import CaseloadCountRow


def count_open_cases(session: Session, centre_id: int, list_id: int, day: date) -> None:
    """Count the open cases of a centre by worker and area, once a list of it was taken in.

    Args:
        session: A session inside `transaction`.
        centre_id: The centre.
        list_id: The list.
        day: Day of the import (UTC); a file that closes on it is open no more.
    """
    row = CaseFileRow
    session.execute(
        insert(CaseloadCountRow).from_select(
            ["list_id", "practitioner_id", "area_code", "counted_on", "open_count"],
            select(
                literal(list_id),
                row.practitioner_id,
                row.area_code,
                literal(day),
                func.count(),
            )
            .where(
                row.centre_id == centre_id,
                row.opened_on <= day,
                or_(row.closed_on.is_(None), row.closed_on > day),
            )
            .group_by(row.practitioner_id, row.area_code)
            .order_by(row.area_code, row.practitioner_id),
        )
    )
