"""Who saw one case file: who opened what was read of it, was kept from it, or read findings."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from qa_app.domain.access_events import AuditDenied, FindingsRead
from qa_app.domain.events import AuditOpened
from qa_app.domain.openings import Why
from qa_app.domain.people import Actor, Role
from qa_app.domain.permissions import Permission, may
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import RoleGrantRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.journal import JournalRow
from qa_app.models.places import CentreRow
from qa_app.models.row_lock import Beyond, beyond_reach
from qa_app.queries.reach import centres_within


@dataclass(frozen=True, slots=True)
class OneSight:
    """One opening, one refusal, or findings read behind a point of a trend.

    Attributes:
        seq: Its row of the journal.
        at: When.
        person: Who, as the journal names them.
        roles: The roles that they hold now; empty for an account that holds none any more.
        audit_id: The reading that was opened, or whose findings were read.
        view: The page that showed it.
        why: By what right; None for a draft of one's own, for a refusal, and for what was opened
            before rights were noted.
        request: The approved request; None for every other right.
        is_refused: True when nothing was shown.
        is_unnamed: True when findings were shown without the file and its day.
    """

    seq: int
    at: datetime
    person: str
    roles: tuple[Role, ...]
    audit_id: int
    view: str
    why: Why | None
    request: int | None
    is_refused: bool
    is_unnamed: bool = False


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A case file with everybody who saw it.

    Attributes:
        reference: The file.
        centre_id: Its centre.
        centre_name: The centre's name.
        readings: How many readings of it there are.
        lines: Openings, refusals and findings read, newest first.
    """

    reference: str
    centre_id: int
    centre_name: BilingualText
    readings: int
    lines: tuple[OneSight, ...]

    @property
    def people(self) -> int:
        """How many people were shown something of the file as this file's."""
        return len({one.person for one in self.lines if not (one.is_refused or one.is_unnamed)})

    @property
    def people_unnamed(self) -> int:
        """How many people were shown findings of it without the file, and nothing else."""
        shown = {one.person for one in self.lines if not one.is_refused}
        return len(shown) - self.people


def who_saw(session: Session, actor: Actor, reference: str) -> FileSeen | None:
    """Tell who saw a file.

    Args:
        session: A database session.
        actor: The administrator of the journal, or the manager of the file's centre.
        reference: The file's reference.

    Returns:
        The file; None when there is none within reach.
    """
    if not may(actor, Permission.OPENING_READ):
        return None
    # the administrator of the journal reaches no content, and is told a reference and numbers
    with beyond_reach(session, Beyond.WHO_SAW):
        return _file_seen(session, actor, reference)


def _file_seen(session: Session, actor: Actor, reference: str) -> FileSeen | None:
    file = session.execute(
        select(CaseFileRow.id, CaseFileRow.centre_id, CentreRow.name_zh, CentreRow.name_en)
        .join(CentreRow, CentreRow.id == CaseFileRow.centre_id)
        .where(CaseFileRow.reference == reference, centres_within(actor, Permission.OPENING_READ))
    ).one_or_none()
    if file is None:
        return None
    readings = session.execute(
        select(AuditRow.id, AuditRow.centre_id).where(AuditRow.case_file_id == file.id)
    ).all()
    name = BilingualText(file.name_zh, file.name_en)
    lines = _lines(session, {one.id: one.centre_id for one in readings})
    return FileSeen(reference, file.centre_id, name, len(readings), lines)


def _lines(session: Session, centre_of: Mapping[int, int]) -> tuple[OneSight, ...]:
    opened = _openings(session, centre_of)
    behind = _findings_read(session, set(centre_of.values()))
    people = {row.actor_id for row in (*opened, *behind) if row.actor_id is not None}
    roles = _roles(session, people)
    found = [_seen(row, roles.get(row.actor_id or 0, ())) for row in opened]
    for row in behind:
        found += _findings_seen(row, roles.get(row.actor_id or 0, ()), centre_of)
    return tuple(sorted(found, key=lambda one: (-one.seq, one.audit_id)))


def _openings(session: Session, audits: Collection[int]) -> Sequence[JournalRow]:
    return session.scalars(
        select(JournalRow).where(
            JournalRow.object_type == AuditOpened.object_type,
            JournalRow.object_id.in_([str(one) for one in audits]),
            or_(
                JournalRow.action == AuditOpened.action,
                JournalRow.action == AuditDenied.action,
            ),
        )
    ).all()


def _findings_read(session: Session, centres: Collection[int]) -> Sequence[JournalRow]:
    return session.scalars(
        select(JournalRow).where(
            # found by the index of acts
            JournalRow.action == FindingsRead.action,
            JournalRow.centre_id.in_(sorted(centres)),
        )
    ).all()


def _roles(session: Session, people: set[int]) -> dict[int, tuple[Role, ...]]:
    held: dict[int, set[Role]] = {}
    query = select(RoleGrantRow.account_id, RoleGrantRow.role)
    for account_id, role in session.execute(
        query.where(RoleGrantRow.account_id.in_(sorted(people)))
    ):
        held.setdefault(account_id, set()).add(Role(role))
    return {account_id: tuple(sorted(roles)) for account_id, roles in held.items()}


def _seen(row: JournalRow, roles: tuple[Role, ...]) -> OneSight:
    detail = json.loads(row.detail)
    why = detail.get("why")
    return OneSight(
        row.seq,
        row.at,
        row.actor_name,
        roles,
        int(row.object_id or 0),
        detail["view"],
        None if why is None else Why(why),
        detail.get("request"),
        row.outcome == "refused",
    )


def _findings_seen(
    row: JournalRow, roles: tuple[Role, ...], audits: Collection[int]
) -> Iterator[OneSight]:
    detail = json.loads(row.detail)
    for is_unnamed, shown in ((False, detail["named"]), (True, detail["unnamed"])):
        for audit_id in shown:
            if audit_id in audits:
                yield OneSight(
                    seq=row.seq,
                    at=row.at,
                    person=row.actor_name,
                    roles=roles,
                    audit_id=audit_id,
                    view=detail["view"],
                    why=Why.NO_FILE,
                    request=None,
                    is_refused=False,
                    is_unnamed=is_unnamed,
                )
