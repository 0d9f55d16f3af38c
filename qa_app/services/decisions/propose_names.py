"""Propose what the register, the act, the paper and the bodies are called here."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.criteria_versions import file_of
from qa_app.domain.errors import OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.register_names import NAMED, check_names
from qa_app.domain.standing_events import NamesMoved
from qa_app.domain.text import BilingualText
from qa_app.models.criteria_versions import CriteriaVersionRow
from qa_app.models.idempotency import Request, once
from qa_app.models.register_decisions import RegisterNamesRow
from qa_app.models.transaction import Act


def propose_names(
    session: Session,
    actor: Actor,
    names: Mapping[str, BilingualText],
    *,
    at: datetime,
    key: str | None = None,
) -> int:
    """Propose names; they hold once a second person agrees.

    Args:
        session: A database session.
        actor: Who may name.
        names: Text by name.
        at: The present.
        key: Random key of the form; None when the caller has none.

    Returns:
        The proposal; the same for the same key of a form.

    Raises:
        OutOfReachError: The actor may not.
        InvalidError: A name could not stand on papers (`domain.register_names.check_names`).
        ConflictError: The key was used for something else (`key_reused`).
    """
    if not may(actor, Permission.STANDING_NAME):
        raise OutOfReachError("register_names")
    check_names(names, _placeholders(session))
    plain = {name: {"zh": names[name].zh.strip(), "en": names[name].en.strip()} for name in NAMED}
    request = Request(actor.account_id, key, "register:name", repr(plain))

    def make(act: Act) -> int:
        made: int = session.execute(
            insert(RegisterNamesRow)
            .values(names=plain, proposed_at=at, proposed_by=actor.account_id)
            .returning(RegisterNamesRow.id)
        ).scalar_one()
        act.learn(object_id=made)
        return made

    return once(session, request, NamesMoved(actor=actor, at=at, step="put_forward"), make)


def _placeholders(session: Session) -> tuple[BilingualText, ...]:
    versions = session.scalars(select(CriteriaVersionRow.content))
    names = (file_of(content).terms.names for content in versions)
    return tuple(one.body for one in names if one.is_body_open)
