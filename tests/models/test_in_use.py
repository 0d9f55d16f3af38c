import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from qa_app.domain.backups import BackupError
from qa_app.models.engine import make_engine
from qa_app.models.in_use import mind_replacing, refuse_use


def filled(file: Path, word: str) -> str:
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE one (word TEXT)")
        connection.execute("INSERT INTO one VALUES (?)", (word,))
    connection.close()
    return f"sqlite:///{file}"


def test_a_database_that_somebody_holds_is_not_replaced(tmp_path: Path) -> None:
    url = filled(tmp_path / "held.db", "old")
    engine = make_engine(url)
    with engine.connect() as connection:
        connection.execute(text("SELECT word FROM one")).all()
    # as in a server between two requests: a connection is kept, and no transaction runs
    with pytest.raises(BackupError, match="in_use"):
        refuse_use(url)
    engine.dispose()
    refuse_use(url)
    assert [one.name for one in tmp_path.iterdir()] == ["held.db"]
    refuse_use(f"sqlite:///{tmp_path / 'nothing.db'}")
    (tmp_path / "damaged.db").write_bytes(b"no database at all" * 100)
    refuse_use(f"sqlite:///{tmp_path / 'damaged.db'}")


def test_a_kept_connection_goes_over_to_the_file_that_took_the_place(tmp_path: Path) -> None:
    place = tmp_path / "plumbline.db"
    engine = make_engine(filled(place, "old"))
    mind_replacing(engine)

    def word() -> object:
        with engine.connect() as connection:
            return connection.execute(text("SELECT word FROM one")).scalar()

    assert word() == "old"
    filled(tmp_path / "other.db", "new")
    place.rename(tmp_path / "aside.db")
    for ending in ("-wal", "-shm"):
        (tmp_path / f"plumbline.db{ending}").rename(tmp_path / f"aside.db{ending}")
    with pytest.raises(OperationalError):
        word()
    assert not place.exists()
    (tmp_path / "other.db").rename(place)
    assert word() == "new"
    engine.dispose()
