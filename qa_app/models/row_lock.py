"""The second lock: a session shows and changes only rows within the ceiling of its account.

Below everything that decides (`domain.permissions`, `queries.reach`), so that one forgotten
condition leaks nothing. It is told once who a session works for and then adds to every statement
of the ORM what `row_scopes` says; on PostgreSQL the database does the same by its own policies
(`row_policies`), also for statements that go past the ORM. See docs/adr/0046.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache, partial, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Integer,
    String,
    bindparam,
    event,
    func,
    inspect,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.exc import DBAPIError, PendingRollbackError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import (
    ORMExecuteState,
    Session,
    SessionTransaction,
    configure_mappers,
    with_loader_criteria,
)
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from qa_app.models.base import Base
from qa_app.models.row_policies import ACCOUNT, CENTRES, PERSON, WHOLE
from qa_app.models.row_scopes import ROW_SCOPES, RowScope

P = ParamSpec("P")
T = TypeVar("T")
_KEY = "ceiling"


class Beyond(StrEnum):
    """Why a query may look past the ceiling of the account that asks."""

    RULES = "rules"  # a rule holds over the whole network: only a refusal or a number is told
    DUTIES = "duties"  # who could act must be told that nobody can; nothing of the file is told
    TRAININGS = "trainings"  # who trains, and how many came, is told wherever a training is seen
    ADMINISTRATION = "administration"  # who shows no content takes some in, or is told how much
    WHO_SAW = "who_saw"  # who opened a file is listed, wherever they work; nothing of the file
    ANONYMOUS = "anonymous"  # whoever holds the key of a page has no reach; the key opens one row


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most that a session shows.

    Attributes:
        is_whole: True for the whole network, and for acts of the system.
        centre_ids: Centres whose rows are shown otherwise.
        account_id: The account, whose own rows are shown besides; None for nobody's.
        person_id: Its practitioner likewise.
        beyond: Why the session looks past it just now; None while it does not.
    """

    is_whole: bool = False
    centre_ids: tuple[int, ...] = ()
    account_id: int | None = None
    person_id: int | None = None
    beyond: Beyond | None = None


WHOLE_NETWORK = Ceiling(is_whole=True)
CLOSED = Ceiling()
"""Nobody is known yet: no scoped row is shown."""


def closed_session() -> dict[str, Any]:
    """Give what a session is made with that shows nothing until it is told for whom it works.

    Returns:
        Part of its `info`.
    """
    return {_KEY: CLOSED}


def ceiling_of(session: Session) -> Ceiling:
    """Tell the most that a session shows.

    Args:
        session: A session.

    Returns:
        What it was held to; the whole network for one outside the web, which acts for the system.
    """
    ceiling: Ceiling = session.info.get(_KEY, WHOLE_NETWORK)
    return ceiling


def hold_to(session: Session, ceiling: Ceiling) -> None:
    """Let a session show no more than this, from its next statement on.

    Args:
        session: A session.
        ceiling: The most that it shows.
    """
    session.info[_KEY] = ceiling
    if session.in_transaction() and session.get_bind().dialect.name == "postgresql":
        _tell(session.connection(), ceiling)


@contextmanager
def beyond_reach(session: Session, why: Beyond) -> Iterator[None]:
    """Look past the ceiling for the length of a block; what it finds must be kept in reach there.

    Args:
        session: A session.
        why: The reason; docs/adr/0046 says of each why nothing leaks.

    Yields:
        Nothing.
    """
    before = ceiling_of(session)
    if before.is_whole:
        yield
        return
    hold_to(session, replace(WHOLE_NETWORK, beyond=why))
    try:
        yield
    except BaseException:
        # where the transaction is broken off, or its connection, its settings end with it
        with suppress(DBAPIError, PendingRollbackError):
            hold_to(session, before)
        raise
    hold_to(session, before)


def looking_beyond(
    why: Beyond,
) -> Callable[[Callable[Concatenate[Session, P], T]], Callable[Concatenate[Session, P], T]]:
    """Let a function look past the ceiling of the session that it is handed first.

    Args:
        why: As for `beyond_reach`.

    Returns:
        A decorator; the function must not be a generator.
    """

    def decorated(
        function: Callable[Concatenate[Session, P], T],
    ) -> Callable[Concatenate[Session, P], T]:
        @wraps(function)
        def looking(session: Session, /, *args: P.args, **kwargs: P.kwargs) -> T:
            with beyond_reach(session, why):
                return function(session, *args, **kwargs)

        return looking

    return decorated


_current: ContextVar[Ceiling] = ContextVar("ceiling", default=CLOSED)


@lru_cache(maxsize=256)
def _listed(centre_ids: tuple[int, ...]) -> str:
    return ",".join(map(str, centre_ids))


def _centres() -> str:
    return _listed(_current.get().centre_ids)


# read when a statement is sent, so that one compiled statement serves every account
_CENTRES = bindparam("ceiling_centres", callable_=_centres, type_=String)
_ACCOUNT = bindparam("ceiling_account", callable_=lambda: _current.get().account_id, type_=Integer)
_PERSON = bindparam("ceiling_person", callable_=lambda: _current.get().person_id, type_=Integer)


class _Listed(FunctionElement[bool]):
    """A number stands in a list of numbers that is handed over as one text."""

    name = "listed"
    inherit_cache = True
    type = Boolean()


@compiles(_Listed, "sqlite")
def _listed_on_sqlite(element: _Listed, compiler: SQLCompiler, **kw: Any) -> str:
    column, numbers = (compiler.process(one, **kw) for one in element.clauses)
    # the sign keeps the column out of the choice of an index, so that plans stay as they are
    return f"+{column} IN (SELECT value FROM json_each('[' || {numbers} || ']'))"  # noqa: S608 - own names


@compiles(_Listed, "postgresql")
def _listed_on_postgresql(element: _Listed, compiler: SQLCompiler, **kw: Any) -> str:
    column, numbers = (compiler.process(one, **kw) for one in element.clauses)
    return f"{column} = ANY ((SELECT string_to_array({numbers}, ',')::bigint[])::bigint[])"


def _condition(entity: Any) -> ColumnElement[bool]:
    found = inspect(entity, raiseerr=False)
    scope = None if found is None else ROW_SCOPES.get(found.mapper.local_table.name)
    return true() if scope is None else or_(*_parts(scope, partial(getattr, entity)))


def _parts(scope: RowScope, column: Any) -> Iterator[ColumnElement[bool]]:
    if scope.centre:
        yield _Listed(column(scope.centre), _CENTRES)
    if scope.centre and scope.is_free_without_centre:
        yield column(scope.centre).is_(None)
    yield from (column(name) == _ACCOUNT for name in scope.accounts)
    yield from (column(name) == _PERSON for name in scope.persons)
    for table, key, member, is_account in scope.members:
        taking = Base.metadata.tables[table].alias()
        own = taking.c[member] == (_ACCOUNT if is_account else _PERSON)
        yield select(literal_column("1")).where(taking.c[key] == column("id"), own).exists()
    for table, key, centre in scope.hosts:
        hosting = Base.metadata.tables[table].alias()
        there = _Listed(hosting.c[centre], _CENTRES)
        yield select(literal_column("1")).where(hosting.c[key] == column("id"), there).exists()
    for name, table in scope.parents:
        up = Base.metadata.tables[table].alias()
        # columns of the table and not of its class: the lock does not lock itself
        of_parent = or_(*_parts(ROW_SCOPES[table], up.c.__getitem__))
        yield (
            select(literal_column("1"))
            .select_from(up)
            .where(up.c.id == column(name), of_parent)
            .exists()
        )


_LOCK = with_loader_criteria(
    Base,
    lambda cls: _condition(cls),  # noqa: PLW0108 - SQLAlchemy would look through the function itself
    include_aliases=True,
    propagate_to_loaders=False,
    track_closure_variables=False,
)


def ready_lock() -> None:
    """Look through the mapped classes as the lock does with each new statement.

    SQLAlchemy notes at each class what is found the first time. Noted before a server makes copies
    of its process, that is worked out, and in memory, once for all of them.
    """
    configure_mappers()
    _LOCK.get_global_criteria({})


@event.listens_for(Session, "do_orm_execute")
def _lock(state: ORMExecuteState) -> None:
    ceiling = ceiling_of(state.session)
    if ceiling.is_whole or state.is_column_load or state.is_insert:
        return
    _current.set(ceiling)
    state.statement = state.statement.options(_LOCK)


@event.listens_for(Session, "after_begin")
def _begin(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        ceiling = ceiling_of(session)
        if ceiling != CLOSED:
            _tell(connection, ceiling)


def _tell(connection: Connection, ceiling: Ceiling) -> None:
    # for this transaction alone: the connection goes back to be used for somebody else
    values = {
        WHOLE: "on" if ceiling.is_whole else "",
        CENTRES: _listed(ceiling.centre_ids),
        ACCOUNT: str(ceiling.account_id or ""),
        PERSON: str(ceiling.person_id or ""),
    }
    connection.execute(
        select(*(func.set_config(name, value, True) for name, value in values.items()))  # noqa: FBT003 - its own words
    )
