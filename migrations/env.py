"""Runs migrations on either database; on SQLite without losing rows to cascades."""

from alembic import context
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool

from qa_app.models import Base
from qa_app.models.row_policies import create_policies, drop_policies
from qa_app.models.triggers import create_triggers, drop_triggers

url: str = context.config.attributes["url"]


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _on_sqlite() -> None:
    # batch operations rebuild tables: with foreign keys on, the DROP would cascade to children
    engine = create_engine(url, connect_args={"isolation_level": None}, poolclass=NullPool)
    event.listen(engine, "begin", _begin_immediate)
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            _migrate(connection)
            broken = raw.execute("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"rows without their parent after migrating: {broken[:5]}")
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


def _on_postgresql() -> None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        _migrate(connection)


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transactional_ddl=True,
        compare_type=True,
    )
    with context.begin_transaction():
        drop_policies(connection)
        drop_triggers(connection)
        context.run_migrations()
        create_triggers(connection)
        # they name columns as the code knows them, which older versions lack
        if context.get_context().get_current_revision() == context.get_head_revision():
            create_policies(connection)


if url.startswith("sqlite"):
    _on_sqlite()
else:
    _on_postgresql()
