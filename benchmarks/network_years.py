"""Ten years of a network the size of the country's: centres, and signed audits by bulk.

What is measured is the same in every size: one centre reads five files a month for ten years, the
centres of its city and of its province enough for a number, so that pages draw the same points;
every other audit lies somewhere else, five to a visit, more where more work is.
"""

import itertools
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.orm import Session

from benchmarks.make_data import _file, calendar, opened
from benchmarks.pages import PASSWORD
from benchmarks.rubric import SOURCE as RUBRIC_FILE
from benchmarks.rubric import bench_rubric
from qa_app.cli.init import years
from qa_app.domain.people import NewGrant, Role, system_actor
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.audits import AuditRow
from qa_app.models.base import table_of
from qa_app.models.cases import CaseFileRow
from qa_app.models.migrate import upgrade
from qa_app.models.places import CentreAreaRow, CentreRow, PlaceRow, PractitionerRow
from qa_app.models.signing import frozen_columns
from qa_app.models.totals import put_totals
from qa_app.models.triggers import create_triggers, drop_triggers
from qa_app.paths import resource
from qa_app.rubric_files.areas import read_areas
from qa_app.services.accounts.add_account import NewAccount, add_account
from qa_app.services.operations.load_holidays import load_holidays
from qa_app.services.standards.publish_rubric import publish_rubric

CENTRES, CITIES, PROVINCES = 4_662, 340, 31
LARGEST_CITY = 126
MONTHS = 120
FIRST_YEAR = 2016
LAST_YEAR = FIRST_YEAR + MONTHS // 12 - 1
A_VISIT = 5
WORKERS = 3
READERS = ("reader", *(f"reader{number}" for number in range(2, 41)))
AREA = "legal_aid"
NOW = datetime.fromisoformat("2026-01-05T02:00:00+00:00")
_OPERATOR = system_actor("benchmark")
_TEMPLATES = 400
_BATCH = 10_000
_READ = ("below", "by_case", "codes", "sections", "status", "stop", "gate")


def network(url: str) -> dict[str, Any]:
    """Migrate, add places, centres, workers, the rubric and who asks; give what pages need."""
    upgrade(resource("migrations"), url)
    with opened(url) as session:
        rubric, file = bench_rubric(), resource("rubrics") / RUBRIC_FILE
        area = next(a for a in read_areas(file, file.parent) if a.code == AREA)
        version = publish_rubric(
            session, _OPERATOR, rubric.rubric, rubric.content, at=NOW, area=area
        )
        load_holidays(session, _OPERATOR, years(), at=NOW)
        _begun(session)
        session.execute(insert(PlaceRow), list(_places()))
        session.execute(insert(CentreRow), list(_centres()))
        centres = range(1, CENTRES + 1)
        session.execute(
            insert(CentreAreaRow), [{"centre_id": one, "area_code": AREA} for one in centres]
        )
        workers = itertools.product(centres, range(1, WORKERS + 1))
        session.execute(
            insert(PractitionerRow),
            [
                {
                    "id": (centre - 1) * WORKERS + number,
                    "centre_id": centre,
                    "code": f"W{number}",
                    "area_code": AREA,
                    "started_on": date(FIRST_YEAR, 1, 1),
                }
                for centre, number in workers
            ],
        )
        session.commit()
        grants: dict[str, tuple[NewGrant, int | None]] = {
            "reader": (NewGrant(Role.SENIOR_SUPERVISOR), None),
            **dict.fromkeys(READERS[1:], (NewGrant(Role.SENIOR_SUPERVISOR), None)),
            "signer": (NewGrant(Role.SENIOR_SUPERVISOR), None),
            "worker": (NewGrant(Role.CASEWORKER, centre_code="C1"), 1),
        }
        hasher = PasswordHasher()
        ids = {
            name: add_account(
                session,
                _OPERATOR,
                NewAccount(name, name, PASSWORD, (grant,), practitioner_id=worker),
                hasher,
                at=NOW,
            )
            for name, (grant, worker) in grants.items()
        }
        # every reader would have to ask for the files of workers whom the others supervise
        readers = [ids[one] for one in READERS]
        session.execute(insert(SupervisionAgreementRow), list(_agreements(readers)))
        session.commit()
    return {
        "version": version.version_id,
        "reader": ids["reader"],
        "readers": readers,
        "signer": ids["signer"],
        "centre": 1,
        "city": PROVINCES + 1,
        "province": 1,
        "rubric": bench_rubric().rubric.code,
    }


def _begun(session: Session) -> Connection:
    # without it SQLite would commit, and wait for the disk, row by row
    session.rollback()
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    return connection


def _places() -> Iterator[dict[str, Any]]:
    levels = [("province", number, None) for number in range(1, PROVINCES + 1)]
    levels += [
        ("city", PROVINCES + number, 1 + (number - 1) % PROVINCES)
        for number in range(1, CITIES + 1)
    ]
    for level, number, parent in levels:
        yield {
            "id": number,
            "parent_id": parent,
            "level": level,
            "code": f"P{number}",
            "path": f"{number}/" if parent is None else f"{parent}/{number}/",
            "name_zh": f"地区{number}",
            "name_en": f"Place {number}",
        }


def _centres() -> Iterator[dict[str, Any]]:
    for number in range(1, CENTRES + 1):
        city = 1 if number <= LARGEST_CITY else 2 + number % (CITIES - 1)
        place = PROVINCES + city
        yield {
            "id": number,
            "code": f"C{number}",
            "place_id": place,
            "place_path": f"{1 + (city - 1) % PROVINCES}/{place}/",
            "name_zh": f"中心{number}",
            "name_en": f"Centre {number}",
            "kind": "law_firm",
        }


def _agreements(readers: Sequence[int]) -> Iterator[dict[str, Any]]:
    for centre in _centres():
        for number in range(1, WORKERS + 1):
            yield {
                "kind": "standing",
                "supervisor_id": readers[(centre["id"] - 1) % len(readers)],
                "practitioner_id": (centre["id"] - 1) * WORKERS + number,
                "place_path": centre["place_path"],
                "minutes": 60,
                "functions": {},
                "from_on": date(FIRST_YEAR, 1, 1),
                "created_at": NOW,
            }


def _visits(count: int) -> Iterator[tuple[int, int, int]]:
    """Centre, month since the first and number of files, until there are `count` files."""
    # the centre that is looked at, its city, a city of each size in its province
    base = [(1, month, A_VISIT) for month in range(MONTHS)]
    base += [(2 + month % (LARGEST_CITY - 1), month, A_VISIT) for month in range(MONTHS)]
    last_year = range(MONTHS - 12, MONTHS, 6)
    base += [(one, month, A_VISIT) for one in range(2, LARGEST_CITY + 1) for month in last_year]
    others = range(LARGEST_CITY + 1, CENTRES + 1)
    base += [(one, month, A_VISIT) for one in others[: 4 * CITIES : 4] for month in last_year]
    given = 0
    for centre, month, files in base:
        yield centre, month, files
        given += files
    chance = random.Random(7)
    loads = [chance.lognormvariate(0, 1) for _ in others]
    while given < count:
        for centre in chance.choices(others, loads, k=1000):
            files = min(A_VISIT, count - given)
            if files <= 0:
                return
            yield centre, 3 * chance.randrange(MONTHS // 3) + 1, files
            given += files


def audits(url: str, count: int, known: dict[str, Any]) -> None:
    """Write signed audits of ten years, nothing into the totals."""
    templates = list(_templates())
    with opened(url) as session:
        connection = _begun(session)
        drop_triggers(connection)  # what is signed is not written at once in life
        columns = {CaseFileRow: _case_row, AuditRow: _audit_row}
        for row, made in columns.items():
            table = table_of(row)
            rows = (made(one, templates, known) for one in _numbered(count))
            _put(session, table, _in_order(connection, table, rows))
        create_triggers(connection)
        if connection.dialect.name == "postgresql":
            for name in ("case_file", "audit", "practitioner", "centre", "place"):
                connection.execute(
                    text(f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))")
                )
        session.commit()
        assert session.execute(select(func.count()).select_from(AuditRow)).scalar_one() >= count
    analysed(url)


def _put(session: Session, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
    # in the words of the driver, because compiling a million rows takes longer than writing them
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        put_totals(session, table, rows)
        return
    names = ", ".join(column.name for column in table.columns)
    marks = ", ".join("?" for _ in table.columns)
    rest = iter(rows)
    while some := list(islice(rest, _BATCH)):
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", some)


def analysed(url: str) -> None:
    """Let the database count what it holds, so that it chooses its ways by that."""
    with opened(url) as session:
        session.get_bind().dispose()
        with session.get_bind().connect().execution_options(isolation_level="AUTOCOMMIT") as one:
            one.execute(text("ANALYZE"))


def _templates() -> Iterator[dict[str, Any]]:
    working = calendar()
    for number in range(_TEMPLATES):
        _, _, changes, frozen = _file(number, [number % 24], working)
        columns = frozen_columns(frozen)
        # a million explanations would be nine gigabytes; totals and pages read these parts
        parts = json.loads(frozen.explanation)
        short = {name: parts[name] for name in _READ if name in parts}
        columns["explanation"] = json.dumps(short, sort_keys=True, separators=(",", ":"))
        yield columns | {"answered_count": len(changes)}


def _numbered(count: int) -> Iterator[tuple[int, int, date]]:
    number = 0
    for centre, month, files in _visits(count):
        for file in range(files):
            number += 1
            yield number, centre, date(FIRST_YEAR + month // 12, month % 12 + 1, 3 + file)


def _audit_row(
    one: tuple[int, int, date], templates: Sequence[dict[str, Any]], known: dict[str, Any]
) -> dict[str, Any]:
    number, centre, day = one
    # a centre is read by one person; the database is told that nobody read them all
    reader = known["readers"][(centre - 1) % len(READERS)]
    instant = f"{day} 02:00:00.000000"
    # the window of an answer, or an objection: a past day knows less than the present
    final_on = min(day + timedelta(days=10 + number * 13 % 30), NOW.date() - timedelta(days=1))
    return {
        "id": number,
        "centre_id": centre,
        "area_code": AREA,
        "rubric_version_id": known["version"],
        "case_file_id": number,
        "practitioner_id": (centre - 1) * WORKERS + 1 + number % WORKERS,
        "reader_id": reader,
        "reading": "first",
        "sample_type": "random",
        "assessors": '["centre"]',
        "state": "signed",
        "result_state": "final",
        "created_at": instant,
        "read_at": instant,
        "reviewed_on": str(day),
        "seconds_spent": 0,
        "signed_at": instant,
        "signed_by": reader,
        "final_at": f"{final_on} 02:00:00.000000",
        "source": "bench",
        "source_key": str(number),
        **templates[number * 7919 % len(templates)],
    }


def _case_row(one: tuple[int, int, date], *_: object) -> dict[str, Any]:
    number, centre, day = one
    return {
        "id": number,
        "reference": f"B-{number}",
        "centre_id": centre,
        "area_code": AREA,
        "practitioner_id": (centre - 1) * WORKERS + 1 + number % WORKERS,
        "opened_on": str(day.replace(day=1)),
        "stage": "",
        "risk": "",
        "shelf": "",
        "is_sealed": False,
    }


def _in_order(
    connection: Connection, table: Table, rows: Iterator[dict[str, Any]]
) -> Iterator[tuple[Any, ...]]:
    names = [column.name for column in table.columns]
    zone = "" if connection.dialect.name == "sqlite" else "+00"
    instants = {name for name in names if name.endswith("_at")}
    for row in rows:
        yield tuple(
            f"{row[name]}{zone}" if name in instants and row.get(name) else row.get(name)
            for name in names
        )


def size_of(url: str) -> str:
    """Tell how large the database is."""
    with opened(url) as session:
        if session.get_bind().dialect.name == "sqlite":
            return f"{Path(url.removeprefix('sqlite:///')).stat().st_size / 1e9:.2f} GB"
        asked = text("SELECT pg_database_size(current_database())")
        return f"{session.execute(asked).scalar_one() / 1e9:.2f} GB"
