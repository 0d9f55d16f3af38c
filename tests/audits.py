"""A draft audit on a desk: a centre with a file, a published rubric, readers and others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from qa_app import clock
from qa_app.domain.audit_entries import EntryChange, EntryKind
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.rubric_freeze import fingerprint_of, resolve
from qa_app.domain.rubric_thaw import thaw
from qa_app.domain.totals import CountedReading
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.totals import count_readings
from qa_app.models.trends import ItemTotalRow, MonthTotalRow, ReadingMonthRow
from qa_app.queries.readings import counted_reading
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.operations.load_holidays import HolidayYear, load_holidays
from qa_app.services.standards.publish_rubric import publish_rubric
from tests.builders import CHINA_2026, LIBRARY, a_file, item, section
from tests.kept import kept
from tests.people import NOON, OPERATOR
from tests.register import two_centres

ZONE = "Asia/Shanghai"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_operations = count(1)

SECTIONS = (
    section("A", item("A1", weight=3), item("A2", critical="gate", critical_fail=["unmet"])),
    section("B", item("B1", critical="stop", critical_fail=["unmet"]), weight=1),
)
"""A1 weighs 3 of 4 in section A, B1 is all of B; the sections weigh alike."""


@dataclass(frozen=True)
class Desk:
    """Who and what a test starts from; the reader reads at centre A.

    Attributes:
        audit: The draft.
        reader: Its reader, a senior supervisor.
        second: Another senior supervisor who reaches centre A.
        manager: Manager of centre A.
        elsewhere: A senior supervisor of centre B only.
    """

    audit: int
    rubric: int
    centre: int
    file: int
    reader: Actor
    second: Actor
    manager: Actor
    elsewhere: Actor


def publish(session: Session, *sections: Mapping[str, Any], **fields: Any) -> int:
    content = resolve(a_file(*(sections or SECTIONS), **fields), LIBRARY)
    rubric = thaw(content, fingerprint_of(content))
    return publish_rubric(session, OPERATOR, rubric, content, at=NOON).version_id


@kept
def a_desk(session: Session, *sections: Mapping[str, Any], **fields: Any) -> Desk:
    a, b = two_centres(session)
    holidays(session)
    rubric = publish(session, *sections, **fields)
    file = a_case_file(session, a)
    reader = someone(session, "reader", Role.SENIOR_SUPERVISOR, "A", a)
    return Desk(
        audit=a_draft(session, a, rubric, reader, file),
        rubric=rubric,
        centre=a,
        file=file,
        reader=reader,
        second=someone(session, "second", Role.SENIOR_SUPERVISOR, "A", a),
        manager=someone(session, "manager", Role.CENTRE_MANAGER, "A", a),
        elsewhere=someone(session, "elsewhere", Role.SENIOR_SUPERVISOR, "B", b),
    )


@kept
def holidays(session: Session) -> None:
    """The year 2026, as `builders.CHINA_2026` has it from the State Council's notice.

    Of years that a test by today's clock comes to, weekends and New Year's Day alone.
    """
    days = dict.fromkeys(CHINA_2026.days_off, False) | dict.fromkeys(CHINA_2026.days_worked, True)
    year = HolidayYear("CN", 2026, tuple((day, works, "", "") for day, works in days.items()))
    last = (clock.today(ZONE) + timedelta(days=60)).year
    later = [
        HolidayYear("CN", number, ((date(number, 1, 1), False, "", ""),))
        for number in range(2027, last + 1)
    ]
    load_holidays(session, OPERATOR, [year, *later], at=NOON)


def someone(
    session: Session,
    name: str,
    role: Role,
    centre: str,
    centre_id: int,
    practitioner: int | None = None,
) -> Actor:
    grants = (NewGrant(role, None, centre),)
    new = NewAccount(name, name, "four unrelated words here", grants, practitioner)
    account_id = add_account(session, OPERATOR, new, CHEAP, at=NOON)
    return Actor(account_id, name, (Grant(role, Reach(centre_ids=frozenset({centre_id}))),))


def a_case_file(session: Session, centre: int, reference: str = "KM-26-0000-00077") -> int:
    made = session.execute(
        insert(CaseFileRow)
        .values(
            reference=reference,
            centre_id=centre,
            area_code="social_work",
            opened_on=date(2026, 1, 5),
        )
        .returning(CaseFileRow.id)
    ).scalar_one()
    session.commit()
    return made


def a_draft(
    session: Session,
    centre: int,
    rubric: int,
    reader: Actor,
    file: int | None = None,
    **fields: Any,
) -> int:
    values = {
        "area_code": "social_work",
        "sample_type": "random",
        "state": "draft",
        "created_at": NOON,
        "assessors": ["centre"],
        **fields,
    }
    made = session.execute(
        insert(AuditRow)
        .values(
            centre_id=centre,
            rubric_version_id=rubric,
            case_file_id=file,
            reader_id=reader.account_id,
            **values,
        )
        .returning(AuditRow.id)
    ).scalar_one()
    session.commit()
    return made


def change(key: str, value: Any, base: int = 0, **fields: Any) -> EntryChange:
    return EntryChange(
        fields.pop("kind", EntryKind.ANSWER),
        key,
        value,
        base_revision=base,
        operation_id=fields.pop("operation_id", f"op{next(_operations)}"),
        **fields,
    )


def all_met() -> list[EntryChange]:
    return [change(code, "met") for code in ("A1", "A2", "B1")]


@kept
def a_signed_desk(session: Session) -> Desk:
    """A desk whose draft was signed at noon, with everything met."""
    made = a_desk(session)
    save_entries(session, made.reader, made.audit, all_met(), ZONE, at=NOON)
    sign_audit(session, made.reader, made.audit, ZONE, at=NOON)
    return made


def months(session: Session) -> list[tuple[Any, ...]]:
    """Every month total that is not all zeros."""
    return _rows(session, MonthTotalRow, 6)


def items(session: Session) -> list[tuple[Any, ...]]:
    """Every item total that is not all zeros."""
    return _rows(session, ItemTotalRow, 6)


def _rows(session: Session, table: type, keys: int) -> list[tuple[Any, ...]]:
    columns = list(table.__table__.columns)
    rows = session.execute(select(*columns).order_by(*columns[:keys])).all()
    return [tuple(row) for row in rows if any(row[keys:])]


def recounted(session: Session) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """The totals as counting every signed audit anew gives them; nothing is kept."""
    rows = session.execute(
        select(AuditRow, CentreRow.place_path)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .where(AuditRow.state == "signed")
    ).all()
    readings: list[CountedReading] = [
        counted_reading(session, row[0], row.place_path, is_final=row[0].result_state == "final")
        for row in rows
    ]
    for table in (MonthTotalRow, ItemTotalRow, ReadingMonthRow):
        session.execute(delete(table))
    count_readings(session, readings)
    found = months(session), items(session)
    session.rollback()
    return found


def minutes_later(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)
