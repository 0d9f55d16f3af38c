"""The yearly pack equals raw counts (PV-04)."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.incidents import IncidentKind
from qa_app.domain.people import Role
from qa_app.domain.personal_numbers import Asked
from qa_app.models.accounts import AccountRow
from qa_app.models.asked_access import AccessRequestRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.service_records import IncidentRow
from qa_app.reports.printed import printed_pdf
from qa_app.services.privacy.add_guarded_name import add_guarded_name
from qa_app.services.privacy.keep_text import keep_text
from qa_app.services.privacy.note_refusal import note_refusal
from qa_app.services.privacy.reduce_texts import reduce_texts
from qa_app.services.privacy.take_pack import take_pack
from qa_app.wording import Words
from qa_app.wording.audit_pack import pack_csv, said_pack
from tests.audits import ZONE, a_case_file
from tests.follow_up import Followed, a_followed, sign
from tests.people import NOON, OPERATOR, person
from tests.services.privacy.test_retention import KEPT


def an_incident(session: Session, centre: int, kind: IncidentKind, **fields: object) -> None:
    new = session.execute(select(func.count()).select_from(IncidentRow)).scalar_one()
    told = {
        "thread": f"t{new}",
        "kind": kind.value,
        "happened_on": NOON.date(),
        "known_at": NOON,
        "recorded_at": NOON,
        "sealed_text": b"x",
    }
    session.execute(insert(IncidentRow).values(centre_id=centre, **(told | fields)))
    session.commit()


def a_request(session: Session, followed: Followed, **fields: Any) -> None:
    told = {
        "case_file_id": followed.desk.file,
        "centre_id": followed.desk.centre,
        "asked_by": followed.third.account_id,
        "asked_at": NOON,
        "purpose": "review",
        "words": b"x",
        "days": 7,
    }
    answer = fields.pop("is_approved", None)
    made = session.execute(
        insert(AccessRequestRow).values(**(told | fields)).returning(AccessRequestRow.id)
    ).scalar_one()
    if answer is not None:
        at = fields.get("asked_at", NOON)
        row = update(AccessRequestRow).where(AccessRequestRow.id == made)
        end = at + timedelta(days=7) if answer else None
        refusal = None if answer else "no_need"
        by = followed.desk.second.account_id
        told = {"answered_at": at, "answered_by": by, "expires_at": end, "refusal": refusal}
        session.execute(row.values(is_approved=answer, **told))
    session.commit()


def a_year(session: Session) -> Followed:
    """Two years of which one is counted; its first and last instants are those of Shanghai."""
    followed = a_followed(session)
    sign(session, followed, "B1")
    centre = followed.desk.centre
    a_case_file(session, centre, "KM-26-0000-00114")
    sealed = a_case_file(session, centre, "KM-26-0000-00151")
    session.execute(update(CaseFileRow).where(CaseFileRow.id == sealed).values(is_sealed=True))
    begin = datetime(2025, 12, 31, 16, tzinfo=UTC)
    end, second = begin.replace(year=2026), timedelta(seconds=1)
    for at in (begin, end - second, begin - second, end):
        an_incident(session, centre, IncidentKind.PRIVACY, known_at=at)
    an_incident(session, centre, IncidentKind.HARM_BY_STAFF)
    an_incident(session, centre, IncidentKind.MISSED_REPORT)
    an_incident(session, centre, IncidentKind.OTHER)
    # put right since: the version that took its place is counted alone
    an_incident(session, centre, IncidentKind.PRIVACY, ended_at=NOON, ended_why="corrected")
    for answer in (True, True, True, False, False, None):
        a_request(session, followed, is_approved=answer)
    for at in (begin - second, end):
        a_request(session, followed, asked_at=at, is_approved=True)
    asked = Asked("holidays.add_day", ("name_zh",), ("phone",))
    note_refusal(session, OPERATOR, asked, at=NOON)
    keep_text(session, OPERATOR, asked, "办公室公开的电话，与个案无关", at=NOON)
    add_guarded_name(session, OPERATOR, "school", "春城小学", at=NOON)
    keep_text(session, OPERATOR, asked, "去年的理由，与个案无关", at=NOON.replace(year=2025))
    add_guarded_name(session, OPERATOR, "school", "春城中学", at=NOON)
    # reader, second, elsewhere and third are senior supervisors; one of them is gone
    gone = AccountRow.id == followed.desk.elsewhere.account_id
    session.execute(update(AccountRow).where(gone).values(is_active=False, disabled_why="left"))
    session.commit()
    return followed


def test_the_figures_are_those_of_the_year(session: Session) -> None:
    a_year(session)
    figures = dict(take_pack(session, OPERATOR, 2026, ZONE, at=NOON))
    told = {name: number for name, number in figures.items() if number}
    assert told == {
        "files": 3,
        "files_sealed": 1,
        "access_approved": 3,
        "access_refused": 2,
        "access_open": 1,
        "incidents_privacy": 2,
        "incidents_other": 3,
        "guard_reasons": 1,
        "guard:refuse": 1,
        "guard:keep": 1,
        "guard:list": 2,
        "role/caseworker": 1,
        "role/centre_manager": 1,
        "role/senior_supervisor": 3,
    }
    acts = session.execute(text("SELECT action FROM journal ORDER BY seq DESC LIMIT 1"))
    assert acts.scalar_one() == "pack:take"


def test_what_was_reduced_counts_for_the_year_in_which_it_was(session: Session) -> None:
    a_year(session)
    over = datetime(2031, 6, 1, tzinfo=UTC)
    assert reduce_texts(session, OPERATOR, KEPT, at=over)
    for year, is_there in ((2030, False), (2031, True), (2032, False)):
        figures = dict(take_pack(session, OPERATOR, year, ZONE, at=over.replace(year=2032)))
        assert (figures["retention:reduce"] > 0) is is_there, year
        acts = session.execute(
            text("SELECT count(*) FROM journal WHERE action = 'retention:reduce'")
        ).scalar_one()
        session.rollback()
        assert figures["retention:reduce"] == (acts if is_there else 0)


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "目前登记的案卷"), ("en", "case files listed now")]
)
def test_table_and_paper_say_the_same(session: Session, language: str, words: str) -> None:
    a_year(session)
    figures = list(take_pack(session, OPERATOR, 2026, ZONE, at=NOON))
    said, when = Words(language), (2026, NOON.date())
    rows = list(csv.reader(io.StringIO(pack_csv(said, figures, when))))
    assert rows[1][:3] == ["files", words, "3"]
    assert len(rows) == len(figures) + 1
    assert [row[:1] + row[2:3] for row in rows[1:]] == [[name, str(n)] for name, n in figures]
    assert "incidents" not in {row[1] for row in rows}
    assert len({row[1] for row in rows}) == len(rows)
    first, second = (printed_pdf(said_pack(said, figures, when)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AUDIT_ADMIN}))
def test_who_may_not_read_the_journal_takes_none(session: Session, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        take_pack(session, person(role), 2026, ZONE, at=NOON)
