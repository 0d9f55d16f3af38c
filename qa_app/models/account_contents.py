"""What acts about accounts recorded, as plain values that a seal is made of.

Roles and the state of an account go on changing. So the last row about them seals what stands, and
with it its own number: no row that was sealed before can be put in again.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import select

from qa_app.models.act_contents import Contents, Plain, in_parts, plain_instant
from qa_app.models.base import Base

_ACCOUNT = "id practitioner_id"
_GRANT = "role place_id place_path centre_id"
MADE: Final = ""
"""Step of a link that was made; those after it are what the journal tells of one."""
USED: Final = ("invited", "reset")
SEEN: Final = "owner_confirmed"
_USED = ("id account_id was_used closed_at", "closed_at")
LINK_STEPS: Final = {
    MADE: ("id account_id kind token_digest made_at made_by expires_at", "made_at"),
    USED[0]: _USED,
    USED[1]: _USED,
    SEEN: ("id account_id seen_at seen_by", "seen_at"),
}
"""What of a link a step seals, and the column that tells when it was."""


class AccountContents(Contents):
    """Reads what was recorded, of accounts as well, and seals it."""

    def accounts(self, ids: Collection[int]) -> dict[int, Plain]:
        """Read what accounts may do: their roles, and whose they are.

        Args:
            ids: The accounts.

        Returns:
            Number to content, the roles last and in an order of their own.
        """
        account, grant = Base.metadata.tables["account"], Base.metadata.tables["role_grant"]
        found: dict[int, Plain] = {}
        for part in in_parts(ids):
            grants = self._grouped(grant, "account_id", _GRANT, grant.c.account_id.in_(part))
            of = self._by_id(account, _ACCOUNT, account.c.id.in_(part))
            for number, content in of.items():
                found[number] = [*content, sorted(grants.get(number, []), key=repr)]
        return found

    def links(self, ids: Collection[int], step: str) -> dict[int, Plain]:
        """Read what a step about links to accounts recorded.

        Args:
            ids: The accounts.
            step: One of `LINK_STEPS`.

        Returns:
            Number of the link to content.
        """
        link, found = Base.metadata.tables["account_link"], dict[int, Plain]()
        for part in in_parts(ids):
            found |= self._by_id(link, LINK_STEPS[step][0], link.c.account_id.in_(part))
        return found

    def link(self, account_id: int, step: str, at: datetime) -> Plain | None:
        """Read what a step recorded of the link that it was about; None where it was about none."""
        link, (names, when) = Base.metadata.tables["account_link"], LINK_STEPS[step]
        of = [link.c.account_id == account_id, link.c[when] == at]
        if step in USED:
            of.append(link.c.was_used)
        return next(reversed(self._rows(link, names, *of)), None)

    def next_row(self) -> int:
        """Tell which number the row of the journal will bear; nobody else writes one meanwhile."""
        head = Base.metadata.tables["journal_head"]
        last: int = self._connection.execute(select(head.c.seq).with_for_update()).scalar_one()
        return last + 1


def in_its_row(content: Plain, by: int | None, at: datetime, seq: int) -> Plain:
    """Say what the last row about something that goes on changing seals.

    Args:
        content: What stands from then on.
        by: Who.
        at: When.
        seq: Number of the row.

    Returns:
        Plain values.
    """
    return [*content, by, plain_instant(at), seq]
