"""Seals what acts of weight record, inside the transaction of whoever acts."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from qa_app.domain.access_events import RolesAnswered
from qa_app.domain.certificate_events import PaperIssued, PaperRevoked
from qa_app.domain.events import (
    AccountAdded,
    AccountChanged,
    AuditsFinalised,
    AuditSigned,
    AuditVoided,
    AuditWithdrawn,
    Event,
    HistoryImported,
    SessionSettled,
)
from qa_app.domain.follow_up_events import AmendmentMoved
from qa_app.domain.moderation_events import PairMoved, SecondReadingsChosen
from qa_app.domain.reader_events import AuditHandedOver, FilesAssigned, ReaderNamed
from qa_app.domain.record_events import RecordSigned
from qa_app.domain.round_events import FileReplaced
from qa_app.domain.session_events import SessionsImported
from qa_app.domain.sign_in_events import AccountLinkMade, WorkerLinked
from qa_app.domain.standing_events import DecisionMoved, DecisionObjected, StandingsExpired
from qa_app.models.account_contents import LINK_STEPS, MADE, AccountContents, in_its_row
from qa_app.models.act_contents import Contents, Plain, finals, withdrawal
from qa_app.models.row_lock import Beyond, looking_beyond

SEAL = "seal"
"""Name of the seal among what a row of the journal records."""
PROPOSED = ("propose", "put_forward", "record")
"""Steps by which something is proposed: what comes of it is sealed by the step that settles it."""
GIVES_UP: tuple[type[Event], ...] = (AuditHandedOver, ReaderNamed, FilesAssigned, FileReplaced)
"""Acts that may give pairs of readings up on their way; they seal which."""
GIVES_ROLES = {
    (AccountAdded.action, ""),
    (AccountChanged.action, "roles"),
    (RolesAnswered.action, "confirm"),
    (WorkerLinked.action, ""),
}
"""Acts after which an account holds the roles that their rows seal and is whose they say, and
their steps."""
ENABLES = "enable"
STATES = {ENABLES, "disable", "dormant"}
"""Steps by which accounts are opened and closed."""


@looking_beyond(Beyond.RULES)
def seal_of(session: Session, event: Event, made: tuple[int, ...] = ()) -> str:
    """Seal what an act recorded.

    Args:
        session: A session inside `transaction`, everything flushed.
        event: What was done.
        made: Numbers of the records that it took in or made final.

    Returns:
        The seal; empty for acts that need none.
    """
    if made:
        contents = AccountContents(session)
        plain = _MADE.get(event.action, _taken_in)(contents, event, made)
        return contents.seal(event.action, plain)
    read = _RECORDED.get(event.action)
    if read is None:
        return ""
    contents = AccountContents(session)
    return contents.seal(event.action, read(contents, event))


def _taken_in(contents: Contents, _event: Event, made: tuple[int, ...]) -> Plain:
    return contents.many(made)


def _final(_contents: Contents, event: Event, made: tuple[int, ...]) -> Plain:
    return finals(made, event.at)


def _held(contents: Contents, _event: Event, made: tuple[int, ...]) -> Plain:
    return list(contents.sessions(made).values())


_MADE = {AuditsFinalised.action: _final, SessionsImported.action: _held}
"""What acts seal of the records that they made, where it is not reviews taken in."""


def _number(event: Event) -> int:
    return int(event.object_id or 0)


def _step(event: Event) -> str:
    return str(getattr(event, "step", ""))


def _signed(contents: Contents, event: Event) -> Plain | None:
    return contents.reviews([_number(event)]).get(_number(event))


def _withdrawn(contents: Contents, event: Event) -> Plain | None:
    number = _number(event)
    return withdrawal(number, contents.last_signing(number), event.actor.account_id, event.at)


def _void(contents: Contents, event: Event) -> Plain | None:
    found = contents.voids([_number(event)], is_done=_step(event) == "confirm")
    return found.get(_number(event))


def _amendment(contents: Contents, event: Event) -> Plain | None:
    number = contents.last_amendment(_number(event))
    return contents.amendments([number], is_done=_step(event) not in PROPOSED).get(number)


def _pair(contents: Contents, event: Event) -> Plain | None:
    if _step(event) == "redraw":
        return contents.redrawn(_number(event), event.at)
    settles = isinstance(event, PairMoved) and event.score_digest
    return contents.pairs([_number(event)]).get(_number(event)) if settles else None


def _chosen(contents: Contents, event: Event) -> Plain | None:
    return contents.chosen(_number(event), event.at)


def _given_up(contents: Contents, event: Event) -> Plain | None:
    # of acts that may give pairs up on their way
    return contents.given_up(event.object_type, _number(event), event.at) or None


def _decision(contents: Contents, event: Event) -> Plain | None:
    found = contents.decisions([_number(event)], is_done=_step(event) not in PROPOSED)
    return found.get(_number(event))


def _expired(contents: Contents, event: Event) -> Plain | None:
    return contents.steps("expiry", event.at)


def _objection(contents: Contents, event: Event) -> Plain | None:
    if _step(event) == "file":
        return contents.objections([_number(event)]).get(_number(event))
    if isinstance(event, DecisionObjected) and event.step == "vote":
        by = event.actor.account_id or 0
        return contents.vote(_number(event), by, event.outcome, event.at)
    return None


def _issued(contents: Contents, event: Event) -> Plain | None:
    return contents.papers([_number(event)]).get(_number(event))


def _revoked(contents: Contents, event: Event) -> Plain | None:
    return contents.revoked([_number(event)]).get(_number(event))


def _settled(contents: Contents, event: Event) -> Plain | None:
    return contents.sessions([_number(event)]).get(_number(event))


def _record(contents: Contents, event: Event) -> Plain | None:
    number, by = _number(event), event.actor.account_id or 0
    signed = contents.signatures([number]).get((number, by, event.at), [])
    return [*contents.records([number])[number], signed]


def _account(contents: AccountContents, event: Event) -> Plain | None:
    number, by = _number(event), event.actor.account_id
    step = event.change if isinstance(event, AccountChanged) else _step(event)
    if isinstance(event, AccountLinkMade):
        return contents.link(number, MADE, event.at)
    if isinstance(event, AccountChanged) and step in LINK_STEPS:
        return contents.link(number, step, event.at)
    if (event.action, step) in GIVES_ROLES:
        content = contents.accounts([number])[number]
    elif isinstance(event, AccountChanged) and step in STATES:
        content = [number, step]
    else:
        return None
    return in_its_row(content, by, event.at, contents.next_row())


_RECORDED: dict[str, Callable[[AccountContents, Event], Plain | None]] = {
    AuditSigned.action: _signed,
    AuditWithdrawn.action: _withdrawn,
    AuditVoided.action: _void,
    AmendmentMoved.action: _amendment,
    PairMoved.action: _pair,
    SecondReadingsChosen.action: _chosen,
    **{one.action: _given_up for one in GIVES_UP},
    DecisionMoved.action: _decision,
    StandingsExpired.action: _expired,
    DecisionObjected.action: _objection,
    PaperIssued.action: _issued,
    PaperRevoked.action: _revoked,
    RecordSigned.action: _record,
    SessionSettled.action: _settled,
    **{
        one.action: _account
        for one in (AccountAdded, AccountChanged, AccountLinkMade, RolesAnswered, WorkerLinked)
    },
}
SEALED = (*_RECORDED, HistoryImported.action, *_MADE)
"""Acts whose rows are sealed."""
