"""Puts down questions to experts that a list brings, with the steps they went through."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.consultations import answer_place, question_place
from qa_app.domain.errors import ConflictError
from qa_app.domain.register_lists import LineStanding
from qa_app.models.expert_rows import ConsultationRow, ExpertRow
from qa_app.models.sealing import sealer_of


def keep_consultations(
    session: Session, account_id: int | None, standings: Sequence[LineStanding], at: datetime
) -> None:
    """Write new questions and the steps that were added to those that stand.

    Args:
        session: A session inside `transaction`.
        account_id: Who takes the list in.
        standings: The lines against what stands, each with its further `steps`.
        at: The present, local; days are kept as their noon, today's as the present.

    Raises:
        ConflictError: Somebody took one of the steps, or gave the question to another expert, since
            it was looked at (`row_stands`).
    """
    for one in standings:
        if one.is_new:
            made = _ask(session, account_id, one, at)
            _step(session, made, account_id, one.line, {**one.values}, at)
        elif one.replaces is not None:
            _step(session, one.replaces, account_id, one.line, {**one.values}, at)


def _ask(session: Session, account_id: int | None, one: LineStanding, at: datetime) -> int:
    row, case = ConsultationRow, one.values["case_file_id"]
    made: int = session.execute(
        insert(row)
        .values(
            centre_id=one.values["centre_id"],
            area_code=one.values["area_code"],
            case_file_id=case,
            topic=one.values["topic"],
            question=sealer_of(session).seal(str(one.line["question"] or ""), question_place(case)),
            asked_at=_noon(one.line["asked_on"], at),
            asked_by=account_id,
            number=one.values["number"],
            recorded_at=at,
        )
        .returning(row.id)
    ).scalar_one()
    return made


def _step(
    session: Session,
    made: int,
    account_id: int | None,
    line: Mapping[str, Any],
    values: Mapping[str, Any],
    at: datetime,
) -> None:
    row, fresh = ConsultationRow, values["steps"]
    changed: dict[str, Any] = {}
    for name in fresh:
        changed |= {f"{name}_at": _noon(line[f"{name}_on"], at), f"{name}_by": account_id}
    if "given" in fresh:
        changed["expert_id"] = values["expert_id"]
    if "answered" in fresh:
        words = str(line["answer"] or "")
        changed["answer"] = sealer_of(session).seal(words, answer_place(made))
        changed["answer_recorded_at"] = at
    if not changed:
        return
    named = select(ExpertRow.id).where(ExpertRow.code == line["expert"])
    # as it was when the line was looked at, read anew by the statement that changes it
    as_seen = [getattr(row, f"{name}_at").is_(None) for name in fresh]
    as_seen += [] if "given" in fresh else [row.expert_id.in_(named)]
    moved = session.execute(
        update(row)
        .where(row.id == made, *as_seen)
        .values(**changed)
        .returning(row.id)
        .execution_options(synchronize_session=False)
    )
    if moved.first() is None:
        raise ConflictError("row_stands")


def _noon(on: Any, at: datetime) -> datetime | None:
    if not isinstance(on, date):
        return None
    return min(datetime.combine(on, time(12), at.tzinfo), at)
