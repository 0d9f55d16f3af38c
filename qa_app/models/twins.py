"""Two acts at once that make the same thing: the second is told that it is there already."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from qa_app.domain.errors import ConflictError, InvalidError

_UNIQUE_VIOLATION = "23505"


@contextmanager
def one_of_a_kind(
    code: str, refusal: type[ConflictError | InvalidError] = InvalidError, **params: object
) -> Iterator[None]:
    """Answer with a plain refusal when another act took the name between the look and the write.

    Args:
        code: Why the second act is refused, such as `code_taken`.
        refusal: As what it is refused.
        **params: Values that the words of the refusal need.

    Yields:
        Nothing; the block holds one `transaction` that checks for itself first, because the
        database's own rule counts only for acts that run beside each other.

    Raises:
        InvalidError: The database holds such a row already.
        ConflictError: The same, where that is the refusal.
        IntegrityError: It refuses for another reason.

    Source: SQLSTATE 23505 unique_violation (PostgreSQL, appendix A); SQLite writes one at a
    time and words it "UNIQUE constraint failed".
    """
    try:
        yield
    except IntegrityError as fault:
        state = getattr(fault.orig, "sqlstate", None)
        if state != _UNIQUE_VIOLATION and "UNIQUE constraint" not in str(fault.orig):
            raise
        raise refusal(code, **params) from fault
