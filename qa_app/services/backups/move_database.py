"""Move everything into another database, whichever of the two kinds each is."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from qa_app.domain.backups import BackupError, TableDigest
from qa_app.domain.errors import NotAllowedError
from qa_app.domain.journal import canonical_json
from qa_app.domain.journal_anchors import anchor_text
from qa_app.domain.journal_events import DatabaseMoved
from qa_app.domain.people import Actor
from qa_app.models.copying import copy_rows, is_filled, one_sight, plain_engine, refuse_away
from qa_app.models.engine import make_engine
from qa_app.models.in_use import refuse_use
from qa_app.models.migrate import MigrationStoppedError, upgrade
from qa_app.models.transaction import journal_head, transaction


def move_database(
    session: Session,
    actor: Actor,
    url: str,
    migrations: Path,
    *,
    is_replacing: bool,
    at: datetime,
) -> Mapping[str, TableDigest]:
    """Copy every row into another database, compare all of them, and note it there.

    It happens in one transaction of the target: broken off at any point it leaves nothing, and is
    begun again by the same command. Nobody may write to the source meanwhile: what comes after
    the first moment stays behind, so a source that somebody holds is refused. Everything is looked
    at before the target is touched: a target that is refused keeps its version too.

    Args:
        session: A database session of the source.
        actor: The system.
        url: The target.
        migrations: The migrations folder.
        is_replacing: True takes away what the target holds.
        at: The present.

    Returns:
        Digests of all tables, the same on both sides.

    Raises:
        NotAllowedError: A person asks.
        BackupError: The target does not answer (`away`), holds something (`not_empty`), is held by
            somebody (`in_use`, `in_use_by`), or rows there stand against a migration
            (`target_behind`); somebody holds the source (`source_in_use`, `source_in_use_by`); a
            table differs afterwards (`differs`). Nothing was changed.
    """
    if not actor.is_system:
        raise NotAllowedError("backup:move")
    source_url = _let_go(session)
    try:
        refuse_use(source_url)
    except BackupError as fault:
        raise BackupError(f"source_{fault.code}", fault.detail) from fault
    target = plain_engine(url)
    refuse_away(target)
    if not is_replacing and is_filled(target):
        raise BackupError("not_empty")
    refuse_use(url)
    try:
        upgrade(migrations, url)
    except MigrationStoppedError as fault:
        raise BackupError("target_behind", str(fault)) from fault
    source = plain_engine(source_url)
    with one_sight(source) as read:
        found = copy_rows(read, target)
    plain = {name: [one.count, one.digest] for name, one in found.items()}
    event = DatabaseMoved(
        actor=actor,
        at=at,
        digest=hashlib.sha256(canonical_json(plain).encode()).hexdigest(),
        head="",
    )
    _note(url, event)
    return found


def _let_go(session: Session) -> str:
    # what the command itself holds of the source is nobody else's use of it
    session.rollback()
    engine = session.get_bind().engine
    engine.dispose()
    return engine.url.render_as_string(hide_password=False)


def _note(url: str, event: DatabaseMoved) -> None:
    engine = make_engine(url)
    try:
        with Session(engine) as moved, transaction(moved, event) as act:
            act.learn(head=anchor_text(*journal_head(moved)))
    finally:
        engine.dispose()
