"""By what the password of an account is judged, and the hashes it had before."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.passwords import PasswordProfile, PasswordRules
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.ways_in import KeptPasswordRow
from qa_app.queries.second_factors import has_second_factor


def rules_of(session: Session, profile: PasswordProfile, account_id: int) -> PasswordRules:
    """Give what the password of an account is judged by.

    Args:
        session: A database session.
        profile: The installation's profile.
        account_id: The account.

    Returns:
        The rules, with the person's name and the names and codes of their centres and places.
    """
    rows = session.execute(
        select(
            AccountRow.display_name,
            CentreRow.code.label("centre"),
            CentreRow.name_zh.label("centre_zh"),
            CentreRow.name_en.label("centre_en"),
            PlaceRow.code.label("place"),
            PlaceRow.name_zh.label("place_zh"),
            PlaceRow.name_en.label("place_en"),
        )
        .outerjoin(RoleGrantRow, RoleGrantRow.account_id == AccountRow.id)
        .outerjoin(CentreRow, CentreRow.id == RoleGrantRow.centre_id)
        .outerjoin(PlaceRow, PlaceRow.id == RoleGrantRow.place_id)
        .where(AccountRow.id == account_id)
    ).all()
    words = dict.fromkeys(word for row in rows for word in row if word)
    return PasswordRules(profile, has_second_factor(session, account_id), tuple(words))


def rules_of_new(profile: PasswordProfile, display_name: str) -> PasswordRules:
    """Give what the first password of an account is judged by.

    Args:
        profile: The installation's profile.
        display_name: Name of its owner.

    Returns:
        The rules.
    """
    return replace(PasswordRules(profile), words=(display_name,))


def former_hashes(session: Session, account_id: int) -> tuple[str, ...]:
    """List the passwords that an account must not have again, as hashes.

    Args:
        session: A database session.
        account_id: The account.

    Returns:
        The present one and those kept, newest first.
    """
    present = session.execute(
        select(AccountRow.password_hash).where(AccountRow.id == account_id)
    ).scalar_one()
    kept = session.execute(
        select(KeptPasswordRow.password_hash)
        .where(KeptPasswordRow.account_id == account_id)
        .order_by(KeptPasswordRow.id.desc())
    ).scalars()
    return tuple(one for one in (present, *kept) if one)
