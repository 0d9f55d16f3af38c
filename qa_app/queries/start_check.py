"""Looks, before a server starts, for what would lose or show data."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from qa_app.domain.health import LeaksState
from qa_app.domain.start_check import (
    StartFault,
    file_system_of,
    is_clock_behind,
    is_debugging,
    is_network,
    is_open_to_others,
)
from qa_app.models.engine import PragmaError, make_engine
from qa_app.models.journal import JournalRow
from qa_app.models.migrate import is_current
from qa_app.queries.database_faults import DatabaseFault, database_fault
from qa_app.queries.passwords import leaks_state

_MOUNTS = Path("/proc/self/mountinfo")
_OF_LEAKS = {
    LeaksState.AWAY: (StartFault.LEAKS_AWAY,),
    LeaksState.WRONG: (StartFault.LEAKS_WRONG,),
}

_OF_DATABASE = {
    DatabaseFault.DAMAGED: StartFault.DAMAGED,
    DatabaseFault.DISK: StartFault.FULL,
    DatabaseFault.FULL: StartFault.FULL,
    DatabaseFault.SERVER_FULL: StartFault.FULL,
    DatabaseFault.NOT_OPENED: StartFault.READ_ONLY,
    DatabaseFault.READ_ONLY: StartFault.READ_ONLY,
    DatabaseFault.SERVER_READ_ONLY: StartFault.READ_ONLY,
}


def start_faults(
    url: str,
    migrations: Path,
    environ: Mapping[str, str],
    now: datetime,
    *,
    breached: Path | None = None,
) -> tuple[StartFault, ...]:
    """Find every reason not to start.

    Args:
        url: Database address.
        migrations: The migrations folder.
        environ: The environment.
        now: The present.
        breached: File of digests of passwords that leaked; None where none is named.

    Returns:
        The reasons; empty when a server may start.
    """
    found = [StartFault.DEBUG] if is_debugging(environ.get("FLASK_DEBUG")) else []
    found += _OF_LEAKS.get(leaks_state(breached), ())
    place = make_url(url)
    if place.get_backend_name() == "sqlite" and place.database:
        found += _of_file(Path(place.database).resolve())
    engine = make_engine(url)
    try:
        found += _of_database(engine, migrations, now)
    except PragmaError:
        found.append(StartFault.PRAGMA)
    except SQLAlchemyError as fault:
        why = database_fault(fault) or DatabaseFault.AWAY
        found.append(_OF_DATABASE.get(why, StartFault.AWAY))
    finally:
        engine.dispose()
    return tuple(found)


def _of_file(file: Path) -> Iterator[StartFault]:
    if _MOUNTS.exists():
        lines = _MOUNTS.read_text("utf-8", errors="replace").splitlines()
        if is_network(file_system_of(lines, str(file))):
            yield StartFault.NETWORK_MOUNT
    if file.exists():
        folders = [folder.stat().st_mode for folder in file.parents]
        if is_open_to_others(file.stat().st_mode, folders):
            yield StartFault.WORLD_READABLE


def _of_database(engine: Engine, migrations: Path, now: datetime) -> Iterator[StartFault]:
    if not is_current(migrations, engine):
        yield StartFault.PENDING
        return
    with engine.connect() as connection:
        last = connection.execute(
            select(JournalRow.at).order_by(JournalRow.seq.desc()).limit(1)
        ).scalar()
    if is_clock_behind(now, last):
        yield StartFault.CLOCK_BEHIND
