"""Lists of workers, what they hold and how much they carry, with their tables."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.register_lists import Line
from qa_app.domain.register_terms import AreaCertificates
from qa_app.domain.text import BilingualText
from qa_app.domain.worker_lists import CEILINGS, CHECKS, LICENCES, WORKERS
from qa_app.models.worker_rows import (
    CaseloadCeilingRow,
    WorkerCheckRow,
    WorkerLicenceRow,
    WorkerProfileRow,
)
from qa_app.queries.criteria_versions import criteria_file, newest_criteria
from qa_app.queries.register_lists import ListTable

_READ, _WRITE = Permission.PRACTITIONER_READ, Permission.WORKER_RECORD


def _tables(session: Session) -> tuple[AreaCertificates, ...]:
    newest = newest_criteria(session)
    found = None if newest is None else criteria_file(session, newest.id)
    return () if found is None else found.terms.certificates


def _certificates(session: Session) -> Mapping[str, Mapping[str, BilingualText]]:
    named = {one.code: one.name for table in _tables(session) for one in table.accepted}
    return {"certificate": named}


def _check_areas(session: Session, actor: Actor, lines: Sequence[Line], at: datetime) -> None:
    del actor, at
    accepted = {(one.code, table.area) for table in _tables(session) for one in table.accepted}
    if any((line["kind"], line["area_code"]) not in accepted for line in lines):
        raise InvalidError("unknown_code")


LIST_TABLES: Final = (
    ListTable(WORKERS, WorkerProfileRow, _READ, _WRITE, attributes={"under": "under_id"}),
    ListTable(LICENCES, WorkerLicenceRow, _READ, _WRITE, values=_certificates, before=_check_areas),
    ListTable(CHECKS, WorkerCheckRow, _READ, _WRITE),
    ListTable(CEILINGS, CaseloadCeilingRow, Permission.CEILING_SET, Permission.CEILING_SET),
)
"""Each with who reads it and who takes it in."""
