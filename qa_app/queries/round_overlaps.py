"""Rounds that take files of the same period at the same centres: told to whoever plans."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.models.places import CentreRow
from qa_app.models.rounds import AuditRoundRow, RoundCentreRow
from qa_app.queries.reach import centres_within


@dataclass(frozen=True, slots=True)
class OtherRound:
    """A round that takes place.

    Attributes:
        id: The round.
        period_from: First day of the period under review.
        period_until: Its last day.
        centres: Its centres within reach, by id.
    """

    id: int
    period_from: date
    period_until: date
    centres: tuple[int, ...]

    def shared(
        self, since: date | None, until: date | None, centres: Collection[int]
    ) -> tuple[int, ...]:
        """Tell at which centres it takes files of a period.

        Args:
            since: First day of the period; None while nobody said.
            until: Its last day; None likewise.
            centres: The centres asked about.

        Returns:
            Those of them that are its own as well; none when the periods have no day in common.
        """
        if since is None or until is None:
            return ()
        meets = self.period_from <= until and since <= self.period_until
        return tuple(one for one in self.centres if one in centres) if meets else ()


def other_rounds(
    session: Session, actor: Actor, most: int, besides: int | None = None
) -> tuple[OtherRound, ...]:
    """List rounds that take place at centres within reach, with one query.

    Args:
        session: A database session.
        actor: Who asks.
        most: At most so many, the newest.
        besides: A round that is left out; None for none.

    Returns:
        The newest first, without those that were cancelled.
    """
    newest = (
        select(AuditRoundRow.id)
        .where(
            AuditRoundRow.cancelled_at.is_(None),
            AuditRoundRow.id.is_distinct_from(besides),
            AuditRoundRow.id.in_(
                select(RoundCentreRow.round_id)
                .join(CentreRow, CentreRow.id == RoundCentreRow.centre_id)
                .where(centres_within(actor, Permission.ROUND_READ))
            ),
        )
        .order_by(AuditRoundRow.id.desc())
        .limit(most)
    )
    rows = session.execute(
        select(
            AuditRoundRow.id,
            AuditRoundRow.period_from,
            AuditRoundRow.period_until,
            RoundCentreRow.centre_id,
        )
        .join(RoundCentreRow, RoundCentreRow.round_id == AuditRoundRow.id)
        .join(CentreRow, CentreRow.id == RoundCentreRow.centre_id)
        .where(AuditRoundRow.id.in_(newest), centres_within(actor, Permission.ROUND_READ))
        .order_by(AuditRoundRow.id.desc(), RoundCentreRow.centre_id)
    ).all()
    centres: dict[int, list[int]] = {}
    for row in rows:
        centres.setdefault(row.id, []).append(row.centre_id)
    days = {row.id: (row.period_from, row.period_until) for row in rows}
    return tuple(OtherRound(one, *days[one], tuple(of)) for one, of in centres.items())
