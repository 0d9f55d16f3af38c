"""Agree anew how often, how long and about what; who supervises whom stays."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.agreement_events import AgreementChanged
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.session_blocks import Function
from qa_app.domain.supervision_agreements import Terms, terms_fault
from qa_app.models.agreement_rows import whose_rhythm
from qa_app.models.required_counts import counting_required
from qa_app.models.transaction import transaction
from qa_app.queries.agreement_reach import agreement_to_change


def change_agreement(
    session: Session,
    actor: Actor,
    agreement_id: int,
    wanted: tuple[Terms, int],
    *,
    at: datetime,
) -> None:
    """Change the terms of an agreement that has not ended.

    Args:
        session: A database session.
        actor: Who changes it.
        agreement_id: It.
        wanted: The new terms, and the revision that whoever changes it saw.
        at: The present.

    Raises:
        OutOfReachError: There is none where the actor makes agreements.
        InvalidError: The terms are not fit (`domain.supervision_agreements.terms_fault`).
        ConflictError: It has ended (`ended`), or somebody else changed it meanwhile (`changed`).
    """
    terms, revision = wanted
    fault = terms_fault(terms)
    if fault:
        raise InvalidError(fault)
    functions = {one.value: share for one, share in terms.functions.items()}
    told = "/".join(str(functions.get(one.value, 0)) for one in Function)
    event = AgreementChanged(
        actor=actor,
        at=at,
        object_id=agreement_id,
        was_every_days=None,
        every_days=terms.every_days,
        minutes=terms.minutes,
        functions=told,
    )
    with transaction(session, event) as act:
        row = agreement_to_change(session, actor, agreement_id)
        if row.ended_at is not None:
            raise ConflictError("ended")
        if row.revision != revision:
            raise ConflictError("changed")
        act.learn(centre_id=row.centre_id, was_every_days=row.every_days)
        with counting_required(session, whose_rhythm(row)):
            row.every_days, row.minutes, row.functions = terms.every_days, terms.minutes, functions
            row.revision += 1
