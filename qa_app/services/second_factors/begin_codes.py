"""Make a seed for one-time codes of a phone; it counts once a first code was given."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.one_time_codes import seed_of
from qa_app.domain.people import Actor
from qa_app.domain.second_factor_events import FactorChanged
from qa_app.domain.second_factors import Way
from qa_app.models.factor_check import locked_state, seed_place
from qa_app.models.sealing import sealer_of
from qa_app.models.second_factors import CodeSeedRow
from qa_app.models.transaction import transaction


def begin_codes(session: Session, actor: Actor, bits: int, *, at: datetime) -> None:
    """Make a seed; one that waited before is given up, one that counts goes on counting.

    Args:
        session: A database session.
        actor: Whose phone.
        bits: `SEED_BITS` unpredictable bits.
        at: The present.
    """
    event = FactorChanged(
        actor=actor, at=at, object_id=actor.account_id, factor=Way.CODE.value, step="prepare"
    )
    account_id = actor.account_id or 0
    with transaction(session, event):
        locked_state(session, account_id)
        session.execute(
            update(CodeSeedRow)
            .where(
                CodeSeedRow.account_id == account_id,
                CodeSeedRow.confirmed_at.is_(None),
                CodeSeedRow.ended_at.is_(None),
            )
            .values(ended_at=at)
        )
        sealed = sealer_of(session).seal(seed_of(bits), seed_place(account_id))
        session.add(CodeSeedRow(account_id=account_id, seed=sealed, made_at=at))
