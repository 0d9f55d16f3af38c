"""Note that results are taken away item by item, before the first row leaves."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.export_events import ItemsExported
from qa_app.domain.item_export import ExportForm, Purpose
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.models.transaction import transaction
from qa_app.queries.item_export import ExportFilter, checked_export


def export_items(  # noqa: PLR0913 - one argument for each thing a person says
    session: Session,
    actor: Actor,
    mark: str,
    chosen: ExportFilter,
    form: ExportForm,
    purpose: Purpose,
    *,
    at: datetime,
) -> None:
    """Note who takes which results away, as what and for what.

    Args:
        session: A database session.
        actor: Who takes them.
        mark: What every row of the file will carry.
        chosen: Which results.
        form: Kind of file.
        purpose: What for.
        at: The present.

    Raises:
        NotAllowedError: The actor may not take results away.
        OutOfReachError: The centre is not within reach.
        InvalidError: The span ends before it begins (`span`), or holds nothing (`nothing`).
    """
    if not may(actor, Permission.ITEMS_EXPORT):
        raise NotAllowedError("items:export")
    centre_id = checked_export(session, actor, chosen)
    event = ItemsExported(
        actor=actor,
        at=at,
        object_id=mark,
        centre_id=centre_id,
        purpose=purpose.value,
        form=form.value,
        since=None if chosen.since is None else chosen.since.isoformat(),
        until=None if chosen.until is None else chosen.until.isoformat(),
    )
    with transaction(session, event):
        pass
