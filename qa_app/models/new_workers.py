"""Puts workers who come into post down in the register."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.register_lists import LineStanding
from qa_app.models.base import table_of
from qa_app.models.places import PractitionerRow
from qa_app.models.required_counts import counting_required
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.worker_posts import begin_posts


def put_in_post(
    session: Session, workers: Sequence[Mapping[str, Any]], by: int | None, at: datetime
) -> list[int]:
    """Write new workers, each in post from their first day on.

    Args:
        session: A session inside `transaction`.
        workers: `centre_id`, `code`, `area_code` and `started_on` of each.
        by: Account of who notes it; None for a command.
        at: The present.

    Returns:
        The practitioners, in order.
    """
    if not workers:
        return []
    person = table_of(PractitionerRow)
    # many at once: while a list is written one by one, nobody else saves on SQLite; asked for ids
    # in order, it would go on one by one there
    query = insert(person).returning(person.c.id, person.c.centre_id, person.c.code)
    with counting_required(session) as counted:
        ids = {(row.centre_id, row.code): row.id for row in session.execute(query, workers)}
        made = [ids[one["centre_id"], one["code"]] for one in workers]
        days = [one["started_on"] for one in workers]
        begin_posts(session, list(zip(made, days, strict=True)), by, at)
        counted.update(made)
    return made


@looking_beyond(Beyond.ADMINISTRATION)
def keep_workers(
    session: Session, account_id: int | None, standings: Sequence[LineStanding], at: datetime
) -> None:
    """Write the new lines of a list of workers; those that stand are left as they are.

    Args:
        session: A session inside `transaction`.
        account_id: Who takes the list in.
        standings: The lines against what stands.
        at: The present.
    """
    put_in_post(session, [one.values for one in standings if one.is_new], account_id, at)
