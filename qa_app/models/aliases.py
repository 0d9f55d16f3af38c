"""A second name for a table, which the threads of a process may share."""

from typing import TypeVar

from sqlalchemy import inspect
from sqlalchemy.orm import aliased

T = TypeVar("T")


def alias_of(row: type[T]) -> type[T]:
    """Name a table a second time, for statements that read it twice.

    Its columns are made here. Left for the first statement that needs them, two threads that come
    at once make them twice (SQLAlchemy guards that in builds without a global lock alone), and
    where the name belongs to a module no statement of this process finds its way any more.

    Args:
        row: The class of the table's rows.

    Returns:
        The name, used like the class.
    """
    named = aliased(row)
    inspect(named).selectable.c  # noqa: B018 - made by being read
    return named
