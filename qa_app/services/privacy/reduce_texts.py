"""Take the words out of texts whose time is over; codes and digests are left."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.privacy_events import TextsReduced
from qa_app.domain.retention import TEXTS, Periods, Rule
from qa_app.domain.trust_defaults import SEALED_ROWS_AT_ONCE
from qa_app.models.sealed_pass import change_sealed
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import transaction
from qa_app.queries.retention import (
    OVER,
    Before,
    Texts,
    before,
    due_texts,
    text_standings,
)


@dataclass(frozen=True, slots=True)
class KeptTimes:
    """How long, and where.

    Attributes:
        periods: How long things stay.
        zone: Local time zone.
    """

    periods: Periods
    zone: str


def reduce_texts(
    session: Session, actor: Actor, kept: KeptTimes, *, at: datetime
) -> dict[Rule, int]:
    """Reduce every text whose time is over, in small transactions; harmless when repeated.

    What an open matter holds (an objection, an amendment, an action, an escalation, a decision
    about the centre) stays until that is settled.

    Args:
        session: A database session.
        actor: The system.
        kept: How long things stay.
        at: The present.

    Returns:
        How many rows were reduced under each rule; rules under which nothing was over are left
        out.

    Raises:
        NotAllowedError: A person asks.

    Source: docs/privacy/retention.md.
    """
    if not actor.is_system:
        raise NotAllowedError("retention:reduce")
    today = local_day(at, kept.zone)
    standings = text_standings(session, kept.periods, today, kept.zone)
    session.rollback()
    done: dict[Rule, int] = {}
    for rule in TEXTS:
        due = {one.table for one in standings if one.rule is rule and one.due}
        since = before(kept.periods, rule, today, kept.zone)
        count = sum(
            _table(session, actor, texts, since, at)
            for texts in OVER
            if texts.rule is rule and texts.table.name in due
        )
        if count:
            done[rule] = count
    return done


def _table(session: Session, actor: Actor, texts: Texts, since: Before, at: datetime) -> int:
    count: int = 0
    after: tuple[Any, ...] = ()
    while True:
        event = TextsReduced(
            actor=actor,
            at=at,
            object_id=texts.table.name,
            rule=texts.rule.value,
            before=since.day.isoformat(),
        )
        with transaction(session, event) as act:
            # the condition is read anew: what an objection holds by now stays
            done, after = change_sealed(
                session,
                texts.table,
                due_texts(texts, since),
                after,
                SEALED_ROWS_AT_ONCE,
                sealer_of(session).reduce,
            )
            act.learn(count=done)
        count += done
        if done < SEALED_ROWS_AT_ONCE:
            return count
