"""Supervision at the size of Tanzania: pages beside the same network with 1/100 of the sessions.

python -m benchmarks.supervision_scale [sqlite|postgresql] [--part N] [--months N]
    [--json FILE]

15,560 workers, 466 supervisors, 68 councils, a session a month for five years: about 930,000. The
small network has the same councils, and one centre and its supervisor of the same size, so that
what these see is alike in both; all other workers are 1/100. Rows are put in as the services leave
them, and the totals of the small network are held against a recount.
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from benchmarks.growth import compared, show
from benchmarks.make_data import opened
from benchmarks.pages import PASSWORD
from benchmarks.servers import new_database, postgresql
from qa_app.domain.month_grid import month_after
from qa_app.domain.people import NewGrant, Role, system_actor
from qa_app.domain.text import BilingualText
from qa_app.models.accounts import AccountRow, RoleGrantRow
from qa_app.models.agreements import SupervisionAgreementRow
from qa_app.models.base import Base, table_of
from qa_app.models.migrate import upgrade
from qa_app.models.places import AreaRow, CentreAreaRow, CentreRow, PlaceRow, PractitionerRow
from qa_app.models.required_counts import replace_required
from qa_app.models.session_totals import SessionMonthRow, SessionOwedRow
from qa_app.models.supervision import SessionPersonRow, SupervisionSessionRow
from qa_app.paths import resource
from qa_app.queries.session_recount import checked_session_totals, counted_required
from qa_app.services.accounts.add_account import NewAccount, add_account
from qa_app.services.places.add_place import NewPlace, add_place

WORKERS, SUPERVISORS, COUNCILS, MONTHS = 15_560, 466, 68, 60
_MISSED_ONE_IN = 10
_DAYS = 28
_CHUNK = 2_000
_TODAY = datetime.now(UTC).date()
_RUNNING = _TODAY.replace(day=1)
_NOW = datetime.now(UTC)
_OPERATOR = system_actor("benchmark")
_PAGES = {
    "lead": ("/", "/plan", "/supervision/coverage?of=centre-{centre}"),
    "hq": ("/", "/supervision/coverage", "/supervision/coverage?of=place-{country}"),
    "worker": ("/", "/supervision/coverage"),
}
"""Account to the addresses it asks for."""


@dataclass(frozen=True)
class Size:
    """How many workers each centre has; centre k stands in council k modulo 68."""

    workers: tuple[int, ...]
    months: int = MONTHS

    @property
    def first(self) -> date:
        """First day of the first month; the month that runs comes on top."""
        return month_after(_RUNNING, -self.months)


@dataclass
class _Made:
    """Ids of what was put in first; the same numbers in both databases."""

    country: int
    centres: list[int]
    paths: list[str]
    supervisors: list[int]


def large() -> Size:
    share, rest = divmod(WORKERS, SUPERVISORS)
    return Size(tuple(share + (k < rest) for k in range(SUPERVISORS)))


def small(part: int) -> Size:
    """One centre of full size, and what is left of the 1/`part` over the other councils."""
    first = large().workers[0]
    share, rest = divmod(WORKERS // part - first, COUNCILS - 1)
    return Size((first, *(share + (k < rest) for k in range(COUNCILS - 1))))


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("database", nargs="?", choices=("sqlite", "postgresql"), default="sqlite")
    reading.add_argument("--part", type=int, default=100, help="the small network is 1/N")
    reading.add_argument("--months", type=int, default=MONTHS, help="months before this one")
    reading.add_argument("--json", type=Path)
    chosen = reading.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="plumbline-bench-")))
        if chosen.database == "sqlite":
            urls = [f"sqlite:///{folder}/{name}.db" for name in ("small", "large")]
        else:
            server = stack.enter_context(postgresql())
            urls = [new_database(server, name) for name in ("small", "large")]
        made, counts = None, []
        for url, size in zip(urls, (small(chosen.part), large()), strict=True):
            started = time.perf_counter()
            made, count = fill(url, replace(size, months=chosen.months))
            counts.append(count)
            print(f"  {count:,} sessions of {sum(size.workers):,} workers", end="")
            print(f" made in {time.perf_counter() - started:.0f} s", flush=True)
        assert made is not None
        with opened(urls[0]) as session:
            drift = checked_session_totals(session)
        assert not drift, drift[:3]
        print(
            f"{chosen.database}: {counts[0]:,} and {counts[1]:,} sessions; totals equal a recount"
        )
        found = compared(urls, folder, _PAGES, centre=made.centres[0], country=made.country)
    show(found)
    if chosen.json:
        chosen.json.write_text(
            json.dumps({name: [vars(one) for one in both] for name, both in found.items()}), "utf-8"
        )


def fill(url: str, size: Size) -> tuple[_Made, int]:
    """Put a network in; give its ids and how many sessions it has."""
    upgrade(resource("migrations"), url)
    with opened(url) as session:
        if session.get_bind().dialect.name == "sqlite":
            # thrown away afterwards, so nothing has to survive a power cut
            for pragma in ("synchronous = OFF", "cache_size = -400000"):
                session.connection().exec_driver_sql(f"PRAGMA {pragma}")
            session.commit()
        made = _places(session, size)
        count = _sessions(session, size, made)
        _accounts(session)
        if session.get_bind().dialect.name == "postgresql":
            session.connection().exec_driver_sql("ANALYZE")
            session.commit()
        session.get_bind().engine.dispose()
        return made, count


def _put(session: Session, row: type[Base], rows: list[dict[str, Any]]) -> None:
    table: Table = table_of(row)
    for start in range(0, len(rows), _CHUNK):
        session.execute(insert(table), rows[start : start + _CHUNK])


def _places(session: Session, size: Size) -> _Made:
    name = BilingualText("坦桑尼亚", "Tanzania")
    country = add_place(session, _OPERATOR, NewPlace("TZ", name, "province", None), at=_NOW)
    session.execute(
        insert(PlaceRow),
        [
            {
                "id": country + number,
                "parent_id": country,
                "level": "city",
                "code": f"TZ-{number:02}",
                "path": f"{country}/{country + number}/",
                "name_zh": f"第{number}委员会",
                "name_en": f"Council {number}",
            }
            for number in range(1, COUNCILS + 1)
        ],
    )
    councils = [country + 1 + k % COUNCILS for k in range(len(size.workers))]
    paths = [f"{country}/{council}/" for council in councils]
    area = session.execute(select(AreaRow.code).order_by(AreaRow.position)).scalars().first()
    centres = list(range(1, len(size.workers) + 1))
    _put(
        session,
        CentreRow,
        [
            {
                "id": centre,
                "code": f"C{centre}",
                "place_id": council,
                "place_path": path,
                "name_zh": f"中心{centre}",
                "name_en": f"Centre {centre}",
                "kind": "social_work_agency",
                "source": "",
            }
            for centre, council, path in zip(centres, councils, paths, strict=True)
        ],
    )
    _put(session, CentreAreaRow, [{"centre_id": one, "area_code": area} for one in centres])
    supervisors = _supervisors(session, size)
    _workers(session, size, str(area), supervisors)
    session.commit()
    return _Made(country, centres, paths, supervisors)


def _supervisors(session: Session, size: Size) -> list[int]:
    """The account that leads at each centre: the first one its own, others share as they must."""
    count = max(round(SUPERVISORS * sum(size.workers) / WORKERS), 2)
    hashed = PasswordHasher().hash(PASSWORD)
    _put(
        session,
        AccountRow,
        [
            {
                "id": number,
                "login_name": "lead" if number == 1 else f"s{number}",
                "display_name": f"督导{number}",
                "password_hash": hashed,
                "language": "zh",
                "single_keys": True,
                "is_active": True,
                "failed_count": 0,
                "created_at": _NOW,
            }
            for number in range(1, count + 1)
        ],
    )
    leads = [1 + (k if count == len(size.workers) else k and 1 + k % (count - 1))
             for k in range(len(size.workers))]  # fmt: skip
    _put(
        session,
        RoleGrantRow,
        [
            {"account_id": lead, "role": Role.SENIOR_SUPERVISOR.value, "centre_id": centre}
            for centre, lead in enumerate(leads, start=1)
        ],
    )
    return leads


def _workers(session: Session, size: Size, area: str, leads: list[int]) -> None:
    people = [
        {
            "id": number,
            "centre_id": centre + 1,
            "code": f"W{number}",
            "area_code": area,
            "started_on": size.first,
        }
        for number, centre in _everyone(size)
    ]
    _put(session, PractitionerRow, people)
    _put(
        session,
        SupervisionAgreementRow,
        [
            {
                "kind": "standing",
                "supervisor_id": leads[centre],
                "practitioner_id": number,
                "centre_id": centre + 1,
                "place_path": "",
                "minutes": 60,
                "functions": {"accountability": 40, "learning": 30, "support": 30},
                "from_on": size.first,
                "revision": 1,
                "created_at": _NOW,
            }
            for number, centre in _everyone(size)
        ],
    )


def _everyone(size: Size) -> Iterator[tuple[int, int]]:
    number = 0
    for centre, count in enumerate(size.workers):
        for _ in range(count):
            number += 1
            yield number, centre


def _sessions(session: Session, size: Size, made: _Made) -> int:
    """A session in each month for each worker; one in ten of those before today was missed."""
    totals: dict[tuple[str, int, date], Counter[str]] = {}
    owed: Counter[tuple[str, int, date]] = Counter()
    rows: list[dict[str, Any]] = []
    people: list[dict[str, int]] = []
    count = 0
    months = [month_after(size.first, number) for number in range(size.months + 1)]
    for worker, centre in _everyone(size):
        for number, month in enumerate(months):
            count += 1
            day = month + timedelta(days=worker % _DAYS)
            is_held = day < _TODAY and (worker + number) % _MISSED_ONE_IN != 0
            rows.append(_session(count, made, centre, day, is_held=is_held))
            people.append({"session_id": count, "practitioner_id": worker})
            for scope in _scopes(made, centre, worker):
                total = totals.setdefault((*scope, month), Counter())
                total["due"] += 1
                total["held"] += is_held
                if not is_held:
                    owed[(*scope, day)] += 1
        if len(rows) > 50 * _CHUNK:
            _flush(session, rows, people)
    _flush(session, rows, people)
    kind = {"type": "individual", "area_code": ""}
    zeros = {c.name: 0 for c in table_of(SessionMonthRow).columns if c.default is not None}
    _put(
        session,
        SessionMonthRow,
        [
            {"scope": scope, "scope_id": one, "month": month, **kind, **zeros, **total}
            for (scope, one, month), total in totals.items()
        ],
    )
    _put(
        session,
        SessionOwedRow,
        [
            {"scope": scope, "scope_id": one, "day": day, **kind, "owed": number}
            for (scope, one, day), number in owed.items()
        ],
    )
    replace_required(session, counted_required(session))
    session.commit()
    return count


def _flush(session: Session, rows: list[dict[str, Any]], people: list[dict[str, int]]) -> None:
    _put(session, SupervisionSessionRow, rows)
    _put(session, SessionPersonRow, people)
    session.commit()
    rows.clear()
    people.clear()


def _session(number: int, made: _Made, centre: int, day: date, *, is_held: bool) -> dict[str, Any]:
    return {
        "id": number,
        "centre_id": centre + 1,
        "type": "individual",
        "planned_on": day,
        "supervisor_id": made.supervisors[centre],
        "files_wanted": 0,
        "sequence": 0,
        "state": "held" if is_held else "planned",
        "settled_at": _NOW if is_held else None,
        "created_at": _NOW,
    }


def _scopes(made: _Made, centre: int, worker: int) -> list[tuple[str, int]]:
    places = [int(one) for one in made.paths[centre].split("/") if one]
    return [
        ("network", 0),
        *(("place", place) for place in places),
        ("centre", centre + 1),
        ("supervisor", made.supervisors[centre]),
        ("practitioner", worker),
    ]


def _accounts(session: Session) -> None:
    hasher = PasswordHasher()
    if session.get_bind().dialect.name == "postgresql":
        # ids were given by hand, and the sequence does not know of them
        for row in (AccountRow, PlaceRow, CentreRow, PractitionerRow, SupervisionSessionRow):
            table = table_of(row)
            most = session.scalar(select(func.max(table.c.id)))
            session.connection().exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {most})"
            )
        session.commit()
    new = NewAccount("hq", "hq", PASSWORD, (NewGrant(Role.SENIOR_SUPERVISOR),))
    add_account(session, _OPERATOR, new, hasher, at=_NOW)
    grant = NewGrant(Role.CASEWORKER, centre_code="C1")
    own = NewAccount("worker", "worker", PASSWORD, (grant,), practitioner_id=1)
    add_account(session, _OPERATOR, own, hasher, at=_NOW)


if __name__ == "__main__":
    main()
