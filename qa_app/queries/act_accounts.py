"""Roles of accounts, who may sign in, and links to accounts, held against the journal."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from qa_app.domain.access_events import RolesAnswered
from qa_app.domain.act_seals import ActFault, Held, Kind, RecordedAct, Since, Told, Unlike
from qa_app.domain.events import AccountAdded, AccountChanged
from qa_app.domain.sign_in import LinkKind
from qa_app.domain.sign_in_events import AccountLinkMade, WorkerLinked
from qa_app.models.account_contents import (
    LINK_STEPS,
    MADE,
    SEEN,
    USED,
    AccountContents,
    in_its_row,
)
from qa_app.models.accounts import AccountRow
from qa_app.models.act_contents import Plain, in_parts
from qa_app.models.act_seals import ENABLES, GIVES_ROLES, STATES
from qa_app.models.journal import JournalRow
from qa_app.models.ways_in import AccountLinkRow
from qa_app.queries.told_acts import told_of, told_of_nothing

_ACTS = (
    AccountAdded.action,
    AccountChanged.action,
    AccountLinkMade.action,
    RolesAnswered.action,
    WorkerLinked.action,
)


def hold_accounts(session: Session, held: Held, since: Since) -> None:
    """Hold what accounts may do, whether they are open, and links to them.

    Passwords, second factors and sessions are not held: whoever can write to the database alone can
    put them in, and each act under them has its row.

    Args:
        session: A session inside `one_moment`, with a sealer.
        held: What was found so far, to which it is added.
        since: From where on the journal says what.
    """
    contents, row = AccountContents(session), JournalRow
    began = session.scalar(select(row.at).where(row.seq == since.sealed))
    for ids in in_parts(session.scalars(select(AccountRow.id)).all()):
        told = told_of(session, AccountAdded.object_type, _ACTS, ids)
        roles, links = contents.accounts(ids), _Links(session, contents, ids, began)
        query = select(AccountRow.id, AccountRow.is_active, AccountRow.created_at)
        for one in session.execute(query.where(AccountRow.id.in_(ids)).order_by(AccountRow.id)):
            rows = told.get(one.id, [])
            _hold_roles(contents, one, roles[one.id], rows, (held, since))
            _hold_state(contents, one, rows, (held, since))
            links.hold(one, rows, held, since)
    gone = told_of_nothing(session, AccountAdded.object_type, _ACTS[:1], AccountRow.id)
    held.unlike += [Unlike(Kind.ACCOUNT, number, ActFault.LOST, seq) for number, seq in gone]


def _hold_roles(
    contents: AccountContents,
    one: Row[*tuple[Any, ...]],
    content: Plain,
    rows: Sequence[Told],
    found: tuple[Held, Since],
) -> None:
    # the last row that gave roles tells of all that are held
    held, since = found
    last = [row for row in rows if (row.action, row.step) in GIVES_ROLES][-1:]
    act = RecordedAct(AccountAdded.action, None, one.created_at, "")
    for row in last:
        seal = contents.seal(row.action, in_its_row(content, row.by, row.at, row.seq))
        names = ",".join(sorted({str(grant[0]) for grant in content[-1]}))
        # that row names no roles
        outcome = None if row.action == WorkerLinked.action else names
        act = RecordedAct(row.action, row.by, row.at, seal, row.step, outcome)
    held.hold((Kind.ACCOUNT, one.id), [act], last, since)


def _hold_state(
    contents: AccountContents,
    one: Row[*tuple[Any, ...]],
    rows: Sequence[Told],
    found: tuple[Held, Since],
) -> None:
    held, since = found
    for row in [row for row in rows if row.step in STATES][-1:]:
        content = in_its_row([one.id, row.step], row.by, row.at, row.seq)
        act = RecordedAct(row.action, row.by, row.at, contents.seal(row.action, content), row.step)
        held.hold((Kind.ACCOUNT, one.id), [act], [row], since)
        # one that nobody may use any more does no harm, and ends with its records as well
        if one.is_active and row.step != ENABLES:
            held.unlike.append(Unlike(Kind.ACCOUNT, one.id, ActFault.STATE, row.seq))


class _Links:
    def __init__(
        self,
        session: Session,
        contents: AccountContents,
        ids: Sequence[int],
        began: datetime | None,
    ) -> None:
        link = AccountLinkRow
        self._contents, self._began = contents, began
        self._of: dict[int, list[AccountLinkRow]] = {}
        for one in session.scalars(select(link).where(link.account_id.in_(ids)).order_by(link.id)):
            self._of.setdefault(one.account_id, []).append(one)
        self._content = {step: contents.links(ids, step) for step in LINK_STEPS}

    def hold(
        self, one: Row[*tuple[Any, ...]], rows: Sequence[Told], held: Held, since: Since
    ) -> None:
        what, acts = (Kind.ACCOUNT, one.id), list[RecordedAct]()
        created = next((row for row in rows if row.action == AccountAdded.action), None)
        told = [
            row
            for row in rows
            if row.action == AccountLinkMade.action
            or (row.action == AccountChanged.action and row.step in LINK_STEPS)
        ]
        made_then = {row.at for row in told if row.action == AccountLinkMade.action}
        for link in self._of.get(one.id, []):
            is_first = link.kind == LinkKind.INVITATION and link.made_at == one.created_at
            if not is_first or link.made_at in made_then:
                acts.append(self._act(AccountLinkMade.action, link, MADE))
            elif created is not None and created.by != link.made_by:
                # the account and its invitation are one act
                held.unlike.append(Unlike(*what, ActFault.OTHERWISE, created.seq))
            acts += self._used(link)
            if not self._leads_to(link):
                held.unlike.append(Unlike(*what, ActFault.STATE))
        held.hold(what, acts, told, since)

    def _used(self, link: AccountLinkRow) -> Iterator[RecordedAct]:
        if link.was_used and link.closed_at is not None:
            yield self._act(AccountChanged.action, link, USED[link.kind == LinkKind.RESET])
        if link.seen_by is not None and link.seen_at is not None:
            yield self._act(AccountChanged.action, link, SEEN)

    def _act(self, action: str, link: AccountLinkRow, step: str) -> RecordedAct:
        by = {MADE: link.made_by, SEEN: link.seen_by}.get(step, link.account_id)
        at: datetime = getattr(link, LINK_STEPS[step][1])
        seal = self._contents.seal(action, self._content[step].get(link.id))
        return RecordedAct(action, by, at, seal, step)

    def _leads_to(self, link: AccountLinkRow) -> bool:
        if link.was_used and link.closed_at is None:
            return False
        if link.seen_at is None or link.seen_by is not None:
            return (link.seen_at is None) == (link.seen_by is None)
        # those that were used before anybody was asked to confirm them stand as they are
        is_before = self._began is None or link.seen_at < self._began
        return link.was_used and link.seen_at == link.closed_at and is_before
