"""Let one person be system and security administrator, as a second person; or refuse it."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, NotAllowedError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.profiles import Safeguard, may_relax
from qa_app.domain.reader_events import TwoHatsAnswered
from qa_app.models.login_sessions import put_notes_away, tell_security
from qa_app.models.transaction import hold_journal, transaction
from qa_app.models.who_reads import TeamProfileRow
from qa_app.queries.hands import refuse_one_person
from qa_app.queries.team import team_now


def answer_two_hats(session: Session, actor: Actor, *, is_confirmed: bool, at: datetime) -> None:
    """Confirm or refuse what the team's profile asks for.

    Whoever reads the journal answers, as they look through every month of it afterwards.

    Args:
        session: A database session.
        actor: An audit administrator.
        is_confirmed: False refuses it.
        at: The present.

    Raises:
        NotAllowedError: The actor does not read the journal.
        ConflictError: Nothing waits any more (`two_hats_answered`), whoever asked answers
            (`same_person`), or the profile keeps it by now (`kept`).
        OnePersonError: One person may be behind who asked and who confirms (`queries.hands`).
    """
    if not may(actor, Permission.JOURNAL_READ) or actor.account_id is None:
        raise NotAllowedError("journal:read")
    event = TwoHatsAnswered(actor=actor, at=at, step="confirm" if is_confirmed else "drop")
    with transaction(session, event):
        hold_journal(session)
        now = team_now(session)
        if not now.waits:
            raise ConflictError("two_hats_answered")
        if now.set_by == actor.account_id:
            raise ConflictError("same_person")
        if is_confirmed:
            refuse_one_person(session, actor.account_id, at, (now.set_by, now.set_at or at))
        relaxed = now.relaxed | {Safeguard.TWO_HATS} if is_confirmed else now.relaxed
        if not may_relax(now.profile, relaxed):
            raise ConflictError("kept")
        session.add(
            TeamProfileRow(
                profile=now.profile.value,
                relaxed=sorted(one.value for one in relaxed),
                neighbour=now.neighbour,
                set_at=at,
                set_by=actor.account_id,
            )
        )
        put_notes_away(session, "two_hats_asked", at)
        if is_confirmed:
            tell_security(session, "two_hats_given", at)
