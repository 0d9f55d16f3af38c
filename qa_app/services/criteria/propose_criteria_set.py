"""Propose which set of criteria is asked of a place's centres at a stage, from a day on."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.criteria_events import CriteriaForced
from qa_app.domain.criteria_versions import Stage
from qa_app.domain.errors import InvalidError, NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.criteria_versions import CriteriaInForceRow
from qa_app.models.places import PlaceRow
from qa_app.models.transaction import transaction
from qa_app.queries.criteria_versions import criteria_file


@dataclass(frozen=True, slots=True)
class SetChoice:
    """What is to be in force.

    Attributes:
        place_id: For centres below this place; None for every one.
        stage: For this stage.
        version_id: This version.
        set_code: This set of it.
        from_day: From this local day on.
    """

    place_id: int | None
    stage: Stage
    version_id: int
    set_code: str
    from_day: date


def propose_criteria_set(
    session: Session, actor: Actor, choice: SetChoice, today: date, *, at: datetime
) -> int:
    """Propose it; a second person puts it in force.

    Args:
        session: A database session.
        actor: Who proposes.
        choice: What.
        today: The local date.
        at: The present.

    Returns:
        The proposal; the same one while it waits.

    Raises:
        NotAllowedError: The actor publishes no criteria.
        InvalidError: There is no such version or set (`unknown_set`), no such place
            (`unknown_place`), or the day lies in the past (`day_past`).
    """
    if not may(actor, Permission.CRITERIA_PUBLISH) or actor.account_id is None:
        raise NotAllowedError("criteria:publish")
    event = CriteriaForced(
        actor=actor,
        at=at,
        step="propose",
        stage=choice.stage.value,
        set=choice.set_code,
        from_day=choice.from_day,
    )
    with transaction(session, event) as act:
        file = criteria_file(session, choice.version_id)
        if file is None or file.set_of(choice.set_code) is None:
            raise InvalidError("unknown_set")
        if choice.place_id is not None and session.get(PlaceRow, choice.place_id) is None:
            raise InvalidError("unknown_place")
        if choice.from_day < today:
            raise InvalidError("day_past")
        made = _standing(session, choice)
        if made is None:
            made = session.execute(
                insert(CriteriaInForceRow)
                .values(
                    place_id=choice.place_id,
                    stage=choice.stage.value,
                    version_id=choice.version_id,
                    set_code=choice.set_code,
                    from_day=choice.from_day,
                    state="proposed",
                    proposed_at=at,
                    proposed_by=actor.account_id,
                )
                .returning(CriteriaInForceRow.id)
            ).scalar_one()
        act.learn(object_id=made)
    return int(made)


def _standing(session: Session, choice: SetChoice) -> int | None:
    row = CriteriaInForceRow
    return session.execute(
        select(row.id).where(
            row.state == "proposed",
            row.place_id.is_(None) if choice.place_id is None else row.place_id == choice.place_id,
            row.stage == choice.stage.value,
            row.version_id == choice.version_id,
            row.set_code == choice.set_code,
            row.from_day == choice.from_day,
        )
    ).scalar()
