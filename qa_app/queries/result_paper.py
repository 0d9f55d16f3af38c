"""A result with everything that follows it, for those who answer it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import Session

from qa_app.clock import local_day
from qa_app.domain.answers import is_open_result
from qa_app.domain.follow_up import AmendmentTold, FollowUp
from qa_app.domain.parties import ResultPlace
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rubric import Rubric
from qa_app.domain.signing import frozen_percent, last_day_to_answer
from qa_app.domain.text import BilingualText
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.queries.amendable import result_with
from qa_app.queries.asked_rubrics import asked_rubric_in_words
from qa_app.queries.audits import told_state
from qa_app.queries.follow_up import follow_up
from qa_app.queries.holidays import working_calendar
from qa_app.queries.name_reasons import NameReason, name_reasons
from qa_app.queries.pairs import is_compared
from qa_app.queries.reach import (
    SHOWN,
    knows_file,
    own_locked,
    reference_or_subject,
    signed_within,
)
from qa_app.queries.reading_chain import objected_before
from qa_app.queries.who_took_part import proposer_of, took_part


@dataclass(frozen=True, slots=True)
class ResultPaper:
    """A result and what follows it.

    Attributes:
        audit_id: The reading.
        reference: The file's reference; None when the whole centre was read.
        centre_name: The centre's name.
        rubric: The version it was read against.
        place: Where it belongs.
        state: `signed`, `replaced` or `void`; `second` for a second reading whose pair is
            complete.
        is_final: True once it is final.
        shared_at: When it was shown to the centre; None before.
        final_at: When it became final; None before.
        answer_until: Last day to answer; None when final, not shown, or beyond the holiday table.
        told: What follows it.
        took_part: Accounts that took part in it.
        proposer_id: Who proposed the amendment that waits; None without one.
        is_objected: True when its centre has objected already.
        kept_names: Why names are kept in its texts.
        codes: Item to the code it came to; empty for one that was not read here.
        signed_at: When it was signed; None for one that was not read here.
        is_amendable: True while it counts as a whole reading of a file that was read here, so
            that an amended one could take its place.
    """

    audit_id: int
    reference: str | None
    centre_name: BilingualText
    rubric: Rubric
    place: ResultPlace
    state: str
    is_final: bool
    shared_at: datetime | None
    final_at: datetime | None
    answer_until: date | None
    told: FollowUp
    took_part: frozenset[int]
    proposer_id: int | None
    is_objected: bool
    kept_names: tuple[NameReason, ...]
    codes: Mapping[str, str]
    signed_at: datetime | None
    is_amendable: bool

    @property
    def is_open(self) -> bool:
        """True while the centre may answer."""
        return is_open_result(self.state, self.shared_at, is_final=self.is_final)


def result_paper(session: Session, actor: Actor, audit_id: int, zone: str) -> ResultPaper | None:
    """Read a result within reach.

    Args:
        session: A database session.
        actor: Who asks; texts of a sealed rubric are read only by the reader and the worker.
        audit_id: The reading.
        zone: Local time zone of the installation.

    Returns:
        The result; None when there is none, it is a draft or it is out of reach.
    """
    if not may(actor, Permission.AUDIT_READ):
        return None
    row = _row(session, actor, audit_id)
    if row is None:
        return None
    audit: AuditRow = row[0]
    rubric = asked_rubric_in_words(session, audit.rubric_version_id, audit.supplement_asks)
    if rubric is None:
        return None
    place = ResultPlace(audit.centre_id, row.place_path, row.practitioner_id, audit.reader_id)
    only_reader = frozenset({actor.account_id or 0})
    is_final = audit.result_state == "final"
    # to its reader what is locked looks like any other that was shown once it was signed
    shared_at = audit.signed_at if audit.state == "locked" else audit.shared_at
    until = None
    if shared_at is not None and not is_final:
        shared_on = local_day(shared_at, zone)
        until = last_day_to_answer(working_calendar(session, rubric.region), shared_on)
    is_named = knows_file(actor, place.reader_id, place.practitioner_id)
    is_withheld = rubric.access == "sealed" and not is_named
    return ResultPaper(
        audit_id,
        row.reference,
        BilingualText(row.name_zh, row.name_en),
        rubric,
        place,
        "second" if row.is_compared else told_state(audit.state),
        is_final,
        shared_at,
        audit.final_at,
        until,
        _with_result(
            session,
            actor,
            audit_id,
            follow_up(session, audit_id, is_withheld=is_withheld),
            zone,
        ),
        # who else takes part is not told before both are locked
        only_reader if audit.state == "locked" else took_part(session, audit_id),
        proposer_of(session, audit_id),
        objected_before(session, audit_id),
        name_reasons(session, audit_id, is_withheld=is_withheld),
        json.loads(audit.explanation)["codes"] if audit.explanation else {},
        audit.signed_at,
        _is_amendable(audit) and not row.is_compared,
    )


def _row(session: Session, actor: Actor, audit_id: int) -> Row[*tuple[Any, ...]] | None:
    return session.execute(
        select(
            AuditRow,
            reference_or_subject(),
            CaseFileRow.practitioner_id,
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.place_path,
            is_compared().label("is_compared"),
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(
            AuditRow.id == audit_id,
            or_(and_(AuditRow.state.in_(SHOWN), signed_within(actor)), own_locked(actor)),
        )
    ).one_or_none()


def _is_amendable(audit: AuditRow) -> bool:
    # as `queries.amendable.amended`; what is locked is answered like any other
    is_whole = audit.supplements_id is None and audit.read_at is not None
    return told_state(audit.state) == "signed" and is_whole and audit.explanation is not None


def _with_result(
    session: Session, actor: Actor, audit_id: int, told: FollowUp, zone: str
) -> FollowUp:
    # who confirms what waits is told what it leads to; what is settled has a result of its own
    if not may(actor, Permission.OBJECTION_DECIDE):
        return told
    amendments = tuple(
        _foreseen(session, audit_id, one, zone) if one.state == "asked" and one.answers else one
        for one in told.amendments
    )
    return replace(told, amendments=amendments)


def _foreseen(session: Session, audit_id: int, one: AmendmentTold, zone: str) -> AmendmentTold:
    found = result_with(session, audit_id, one.answers, one.text, zone)
    if found is None:
        return one
    percent = frozen_percent(found.explanation)
    return replace(one, band_after=found.band, percent_after=percent)
