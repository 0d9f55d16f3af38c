"""What stands around requests for access: the readings that one opens, and who asks."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Role
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.queries.audits import shown_within
from qa_app.queries.reach import SHOWN


@dataclass(frozen=True, slots=True)
class FileReading:
    """A signed reading of a case file: which, when signed, and by which rubric."""

    audit_id: int
    signed_at: datetime
    rubric_title: BilingualText


@dataclass(frozen=True, slots=True)
class AskerRole:
    """A role of somebody who asks, and where; no name of a place means the whole network."""

    login_name: str
    role: Role
    where: BilingualText | None


def readings_of_files(
    session: Session, actor: Actor, files: Collection[int]
) -> Mapping[int, tuple[FileReading, ...]]:
    """List what was read of case files, for links of whoever was let in.

    Args:
        session: A database session.
        actor: Who looks; what is kept from them altogether is not listed.
        files: The case files.

    Returns:
        By file, the newest signature first; a file without a reading is missing.
    """
    if not files:
        return {}
    rows = session.execute(
        select(
            AuditRow.id,
            AuditRow.case_file_id,
            AuditRow.signed_at,
            RubricVersionRow.title_zh,
            RubricVersionRow.title_en,
        )
        .join(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .where(
            AuditRow.case_file_id.in_(sorted(files)),
            AuditRow.state.in_(SHOWN),
            AuditRow.signed_at.is_not(None),
            shown_within(actor),
        )
        .order_by(AuditRow.signed_at.desc(), AuditRow.id.desc())
    )
    found: defaultdict[int, list[FileReading]] = defaultdict(list)
    for row in rows:
        title = BilingualText(row.title_zh, row.title_en)
        found[row.case_file_id].append(FileReading(row.id, row.signed_at, title))
    return {file: tuple(readings) for file, readings in found.items()}


def roles_of_askers(
    session: Session, askers: Collection[int]
) -> Mapping[int, tuple[AskerRole, ...]]:
    """Tell who people are that ask, for whoever answers them.

    Args:
        session: A database session.
        askers: Their accounts.

    Returns:
        By account, its roles in the order in which they were given; one without a role is missing.
    """
    if not askers:
        return {}
    rows = session.execute(
        select(
            RoleGrantRow.account_id,
            AccountRow.login_name,
            RoleGrantRow.role,
            PlaceRow.name_zh.label("place_zh"),
            PlaceRow.name_en.label("place_en"),
            CentreRow.name_zh.label("centre_zh"),
            CentreRow.name_en.label("centre_en"),
        )
        .join(AccountRow, AccountRow.id == RoleGrantRow.account_id)
        .outerjoin(PlaceRow, PlaceRow.id == RoleGrantRow.place_id)
        .outerjoin(CentreRow, CentreRow.id == RoleGrantRow.centre_id)
        .where(RoleGrantRow.account_id.in_(sorted(askers)))
        .order_by(RoleGrantRow.id)
    )
    found: defaultdict[int, list[AskerRole]] = defaultdict(list)
    for row in rows:
        zh, en = (row.centre_zh, row.centre_en) if row.centre_zh else (row.place_zh, row.place_en)
        where = BilingualText(zh, en) if zh else None
        found[row.account_id].append(AskerRole(row.login_name, Role(row.role), where))
    return {account: tuple(roles) for account, roles in found.items()}
