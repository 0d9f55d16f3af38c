"""A scene that is put back is the one that was built, and nobody's work is overwritten."""

import sqlite3
from pathlib import Path

from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from qa_app.models.engine import make_engine
from qa_app.models.places import AreaRow, CentreRow
from qa_app.models.sealing import Sealer
from tests import kept as keeping
from tests.conftest import FIELD_KEY
from tests.follow_up import Followed, a_followed
from tests.kept import kept
from tests.postgresql import IN_NO_ORDER
from tests.register import some_areas, two_centres

_built: list[str] = []
_OWN = "INSERT INTO area VALUES ('own', '自己', 'own', 0, 9)"


@kept
def a_counted(session: Session, name: str) -> Followed:
    _built.append(name)
    return a_followed.__wrapped__(session)


def held(url: str) -> dict[str, list[str]]:
    """Every row of every table in its order, and what number each table gives next."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        found = {}
        for name in inspect(connection).get_table_names():
            rows = connection.execute(text(f'SELECT * FROM "{name}"'))
            found[name] = [repr(tuple(row)) for row in rows]
            if name in IN_NO_ORDER:
                found[name].sort()
        if engine.dialect.name == "postgresql":  # SQLite counts by the rows themselves
            numbers = text("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
            found["numbers"] = [repr(tuple(row)) for row in connection.execute(numbers)]
    return found


def test_what_is_put_back_is_what_was_built(session: Session, database_url: str) -> None:
    name = session.get_bind().engine.url.database
    _built.clear()
    begun = keeping._fresh[name]
    empty = begun.place.taken()
    found = []
    for _ in range(4):
        made = a_counted(session, database_url)
        session.rollback()
        assert keeping._fresh[name].state[-1][1] == "a_counted"
        found.append((made, held(database_url)))
        begun.place.put(empty)
        keeping._fresh[name] = begun.__class__(begun.state, begun.place, begun.place.mark())
    assert len(_built) == 2  # the third and fourth were put back
    assert found[2] == found[1]
    assert found[3] == found[1]
    assert len(found[1][1]["journal"]) > 10


def test_what_is_built_on_it_has_the_same_numbers(session: Session, database_url: str) -> None:
    made = a_followed(session)
    assert session.execute(select(CentreRow.id).where(CentreRow.code == "A")).scalar() == (
        made.desk.centre
    )
    assert keeping._fresh.get(session.get_bind().engine.url.database) is None


def test_what_a_test_wrote_before_stays(session: Session) -> None:
    some_areas(session)
    session.execute(text("UPDATE area SET name_en = 'mine' WHERE code = 'social_work'"))
    session.commit()
    two_centres(session)
    query = select(AreaRow.name_en).where(AreaRow.code == "social_work")
    assert session.execute(query).scalar_one() == "mine"


def test_what_is_read_out_replaces_nothing(session: Session) -> None:
    place = keeping._fresh[session.get_bind().engine.url.database].place
    empty = place.taken()
    two_centres(session)
    full = place.taken()
    query = select(CentreRow.code).order_by(CentreRow.code)
    for taken, codes in ((empty, []), (full, ["A", "B"]), (empty, [])):
        session.rollback()
        place.put(taken)
        assert session.execute(query).scalars().all() == codes


def test_what_was_written_past_the_session_stays(migrated_sqlite: Path, tmp_path: Path) -> None:
    file = tmp_path / "plumbline.db"
    for write in (False, False, False, True):
        file.write_bytes(migrated_sqlite.read_bytes())
        keeping.is_fresh(str(file), "mine", keeping.File(file, tmp_path))
        if write:
            with sqlite3.connect(file) as raw:
                raw.execute(_OWN)
            raw.close()
        engine = make_engine(f"sqlite:///{file}")
        with Session(engine, info={"sealer": Sealer(FIELD_KEY)}) as session:
            two_centres(session)
            found = set(session.execute(select(AreaRow.code)).scalars())
            assert ("own" in found) is write
        engine.dispose()
