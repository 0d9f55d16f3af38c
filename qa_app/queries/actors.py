"""People as they would act now, outside a session of theirs: for feeds and reminders."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.people import Actor, Grant, Role, granted_reach
from qa_app.models.accounts import AccountRow, RoleGrantRow


@dataclass(frozen=True, slots=True)
class ActiveAccount:
    """An active account.

    Attributes:
        actor: The person, with grants as they stand now.
        language: Language of the person's pages.
    """

    actor: Actor
    language: str


def standing_of(session: Session, account_ids: Collection[int]) -> dict[int, ActiveAccount]:
    """Find people with what they may do now, with one query.

    Args:
        session: A database session.
        account_ids: Accounts.

    Returns:
        Account to person; accounts that are disabled or not there are left out.
    """
    rows = session.execute(
        select(
            AccountRow.id,
            AccountRow.display_name,
            AccountRow.language,
            AccountRow.practitioner_id,
            RoleGrantRow.role,
            RoleGrantRow.place_path,
            RoleGrantRow.centre_id,
        )
        .outerjoin(RoleGrantRow, RoleGrantRow.account_id == AccountRow.id)
        .where(AccountRow.id.in_(sorted(account_ids)), AccountRow.is_active)
        .order_by(AccountRow.id, RoleGrantRow.id)
    ).all()
    grants: dict[int, list[Grant]] = {}
    for row in rows:
        held = grants.setdefault(row.id, [])
        if row.role:
            held.append(Grant(Role(row.role), granted_reach(row.place_path, row.centre_id)))
    return {
        row.id: ActiveAccount(
            Actor(
                account_id=row.id,
                name=row.display_name,
                grants=tuple(grants[row.id]),
                practitioner_id=row.practitioner_id,
            ),
            row.language,
        )
        for row in rows
    }
