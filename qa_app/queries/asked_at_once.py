"""Centres at which one person asked many people on one day what they think."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.defaults import ASKED_AT_ONCE, ASKED_AT_ONCE_DAYS
from qa_app.domain.feedback import Way
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.text import BilingualText
from qa_app.models.places import CentreRow
from qa_app.models.service_records import AskingRow
from qa_app.queries.reach import centres_within


@dataclass(frozen=True, slots=True)
class AskedAtOnce:
    """A day on which one person asked many.

    Attributes:
        centre_id: The centre.
        centre: Its name.
        on: The day.
        count: How many they asked.
    """

    centre_id: int
    centre: BilingualText
    on: date
    count: int


def asked_at_once(session: Session, actor: Actor, today: date) -> tuple[AskedAtOnce, ...]:
    """List where somebody should look how people were asked.

    Args:
        session: A database session.
        actor: Who looks: a supervisor of the centres.
        today: Local day.

    Returns:
        For each centre within reach the day with the most, of those of the last
        `ASKED_AT_ONCE_DAYS` days on which one person asked more than `ASKED_AT_ONCE`; who that is
        stays untold.

    Source: docs/defaults.md, `ASKED_AT_ONCE`.
    """
    first, count = today - timedelta(days=ASKED_AT_ONCE_DAYS), func.count().label("count")
    rows = session.execute(
        select(CentreRow.id, CentreRow.name_zh, CentreRow.name_en, AskingRow.asked_on, count)
        .join(CentreRow, CentreRow.id == AskingRow.centre_id)
        .where(
            centres_within(actor, Permission.INCIDENT_JUDGE),
            AskingRow.way != Way.UNSAFE.value,
            AskingRow.asked_on.between(first, today),
        )
        .group_by(
            *(CentreRow.id, CentreRow.name_zh, CentreRow.name_en),
            *(AskingRow.recorded_by, AskingRow.asked_on),
        )
        .having(func.count() > ASKED_AT_ONCE)
        .order_by(CentreRow.id, count.desc(), AskingRow.asked_on.desc())
    )
    return _of_each(
        AskedAtOnce(centre_id, BilingualText(zh, en), on, most)
        for centre_id, zh, en, on, most in rows
    )


def _of_each(found: Iterable[AskedAtOnce]) -> tuple[AskedAtOnce, ...]:
    first: dict[int, AskedAtOnce] = {}
    for one in found:
        first.setdefault(one.centre_id, one)
    return tuple(first.values())
