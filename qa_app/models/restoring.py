"""Puts a backup back: opened, checked against what it says of itself, brought up to date."""

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, column, exists, func, make_url, select, table, update
from sqlalchemy.orm import Session

from qa_app.domain.backups import BackupError, Manifest, differing_tables, manifest_of
from qa_app.models.archive import read_manifest, unpack
from qa_app.models.copying import copy_rows, is_filled, one_sight, plain_engine
from qa_app.models.engine import make_engine
from qa_app.models.in_use import refuse_use
from qa_app.models.migrate import MigrationStoppedError, revisions, upgrade
from qa_app.models.row_lock import WHOLE_NETWORK, hold_to
from qa_app.models.snapshots import check_snapshot, revision_of

# an opened copy stands at an older version than the code: only columns that both know
_POSTS = table(
    "worker_post",
    *map(column, ("id", "practitioner_id", "left_on", "recorded_at")),
    *map(column, ("ended_at", "ended_why")),
)
_WORKERS = table("practitioner", column("id"), column("ended_on"))


@contextmanager
def opened_backup(
    file: Path, key: bytes, migrations: Path, work: Path, end_posts: Collection[int] = ()
) -> Iterator[tuple[Path, Manifest]]:
    """Open a backup in a folder of its own, check all of it and bring it up to date.

    Args:
        file: The backup.
        key: 32 bytes.
        migrations: The migrations folder.
        work: Where the folder is made; it is removed at the end.
        end_posts: Numbers of posts to end in the copy, each of a worker with more than one.

    Yields:
        The database, with the migrations of this version, and what the backup says of itself.

    Raises:
        BackupError: The file cannot be opened, what is inside is damaged, it was made by a newer
            version (`newer_version`), does not hold what it says (`differs`), workers have more
            than one post (`posts_twice`), or a post to end stands alone (`post_alone`).
    """
    manifest = manifest_of(read_manifest(file, key))
    if manifest.revision not in revisions(migrations):
        raise BackupError("newer_version", manifest.revision)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=work) as folder:
        database = Path(folder) / "restored.db"
        unpack(file, key, database)
        differing = differing_tables(check_snapshot(database), manifest.tables)
        if differing or revision_of(database) != manifest.revision:
            raise BackupError("differs", ", ".join(differing) or "alembic_version")
        if end_posts:
            with plain_engine(f"sqlite:///{database}").begin() as connection:
                _end(connection, set(end_posts))
        try:
            upgrade(migrations, f"sqlite:///{database}")
        except MigrationStoppedError as fault:
            raise BackupError("posts_twice", "; ".join(fault.rows.splitlines())) from fault
        yield database, manifest


def _end(connection: Connection, posts: set[int]) -> None:
    other = _POSTS.alias()
    stands, named = _POSTS.c.ended_at.is_(None), _POSTS.c.id.in_(posts)
    is_beside = exists().where(
        other.c.practitioner_id == _POSTS.c.practitioner_id,
        other.c.ended_at.is_(None),
        other.c.id.not_in(posts),
    )
    doubled = select(_POSTS.c.id).where(named, stands, is_beside)
    if set(connection.scalars(doubled)) != posts:
        raise BackupError("post_alone")
    ended = {"ended_at": _POSTS.c.recorded_at, "ended_why": "corrected"}
    connection.execute(update(_POSTS).where(named).values(ended))
    # whoever has three posts and keeps two is told by the migration
    last = select(func.max(_POSTS.c.left_on)).where(
        _POSTS.c.practitioner_id == _WORKERS.c.id, stands
    )
    theirs = _WORKERS.c.id.in_(select(_POSTS.c.practitioner_id).where(named))
    connection.execute(update(_WORKERS).where(theirs).values(ended_on=last.scalar_subquery()))


@contextmanager
def session_in_copy(database: Path) -> Iterator[Session]:
    """Write into an opened backup before it is put in place.

    Args:
        database: From `opened_backup`.

    Yields:
        A session of the whole network; when it is over, everything is in the file itself.
    """
    engine = make_engine(f"sqlite:///{database}")
    try:
        with Session(engine) as session:
            hold_to(session, WHOLE_NETWORK)
            yield session
    finally:
        engine.dispose()


def is_place_filled(url: str, migrations: Path) -> bool:
    """Tell whether a place holds something that a restore would take away.

    Args:
        url: Database address; SQLite files that are not there are empty places.
        migrations: The migrations folder; a PostgreSQL database gets its tables first.

    Returns:
        True when somebody made anything there.
    """
    place = make_url(url)
    if place.get_backend_name() == "sqlite":
        if not Path(place.database or "").exists():
            return False
        return bool(revision_of_any(url)) and is_filled(plain_engine(url))
    upgrade(migrations, url)
    return is_filled(plain_engine(url))


def revision_of_any(url: str) -> str:
    """Read the last migration of a SQLite database that may be no database of ours.

    Args:
        url: Its address.

    Returns:
        Such as `0028`; empty where it has none.
    """
    engine = plain_engine(url)
    with engine.connect() as connection:
        query = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
        if not connection.exec_driver_sql(query).scalar():
            return ""
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())


def put_in_place(database: Path, url: str, migrations: Path, at: datetime) -> Path | None:
    """Let a checked database take the place of what stands at an address.

    Args:
        database: The database.
        url: Where it goes. A SQLite database that stands there is moved aside, whole; rows of a
            PostgreSQL database are replaced in one transaction.
        migrations: The migrations folder.
        at: The present, for the name of what is moved aside.

    Returns:
        Where what stood there is now; None where nothing did or it was replaced.

    Raises:
        BackupError: Somebody holds what stands there (`in_use`, `in_use_by`).
    """
    refuse_use(url)
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        upgrade(migrations, url)
        with one_sight(plain_engine(f"sqlite:///{database}")) as source:
            copy_rows(source, plain_engine(url))
        return None
    target = Path(place.database or "")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = None
    if target.exists():
        aside = target.with_name(f"{target.name}.before-{at:%Y%m%dT%H%M%SZ}")
        for ending in ("-wal", "-shm", ""):
            part = target.with_name(target.name + ending)
            if part.exists():
                part.rename(aside.with_name(aside.name + ending))
    database.chmod(0o600)
    Path(database).replace(target)
    return aside
