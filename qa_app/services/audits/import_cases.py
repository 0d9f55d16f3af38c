"""Take in a centre's case list: a random reference for each new case, all or nothing."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, literal, select, update
from sqlalchemy.orm import Session

from qa_app.domain.case_entries import CaseEntry, canonical_number
from qa_app.domain.centre_keys import key_fingerprint
from qa_app.domain.errors import InvalidError, OutOfReachError
from qa_app.domain.events import CasesImported
from qa_app.domain.list_matching import RememberedMatch
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.references import INSTALLATION_PREFIX, new_reference
from qa_app.models.caseload_counts import count_open_cases
from qa_app.models.cases import CaseFileBeforeRow, CaseFileRow, CaseListRow
from qa_app.models.list_matches import ListMatchRow
from qa_app.models.places import CentreRow
from qa_app.models.transaction import lock_rows, transaction
from qa_app.queries.cases import CaseCentre, CaseStanding, case_centre, compare
from qa_app.queries.centre_keys import centre_key

_CHUNK = 500
_TOLD = ("area_code", "opened_on", "closed_on")


@dataclass(frozen=True, slots=True)
class ImportedCases:
    """What an import did.

    Attributes:
        added: New files.
        updated: Files of which something changed.
        unchanged: Files that stood so already.
        references: The reference of each line, in order. They are told here once; the
            centre's own numbers are not kept.
    """

    added: int
    updated: int
    unchanged: int
    references: tuple[str, ...]


def import_cases(  # noqa: PLR0913 - the year and chance are arguments, as everything from outside
    session: Session,
    actor: Actor,
    centre_id: int,
    rows: Sequence[CaseEntry],
    *,
    year: int,
    chance: Callable[[], int],
    at: datetime,
    matched: RememberedMatch | None = None,
    keys: Sequence[str] = (),
) -> ImportedCases:
    """Take in the lines of a case list; a list that was taken in before adds nothing.

    Args:
        session: A database session.
        actor: Who imports.
        centre_id: The centre whose list it is.
        rows: Its lines, each own number once.
        year: Local year, part of new references.
        chance: Gives 40 unpredictable bits at each call.
        at: The present.
        matched: How the columns of the list were matched, to be remembered for the centre;
            None when nobody had to match them.
        keys: The centre's own key, then earlier ones; none where it has none. They are not
            kept.

    Returns:
        The counts, and the reference of each line.

    Raises:
        OutOfReachError: There is no such centre, or the actor may not import there.
        InvalidError: There is no line, a number stands twice, a file closes before it
            opens, or an area or a worker is not the centre's; or the key is not the one of
            the centre (`wrong_key`). Nothing is taken in.
    """
    event = CasesImported(
        actor=actor, at=at, centre_id=centre_id, added=0, updated=0, unchanged=0, digest=""
    )
    with transaction(session, event) as act:
        centre = case_centre(session, actor, centre_id, Permission.CASE_IMPORT)
        if centre is None:
            raise OutOfReachError("centre")
        _check(centre, rows)
        _check_key(session, centre_id, keys)
        if lock_rows(session):
            # one import of a centre at a time, so that a number is not given two references
            session.execute(select(CentreRow.id).where(CentreRow.id == centre_id).with_for_update())
        standings = compare(session, centre, rows, keys)
        fresh = [one for one in standings if one.file_id is None]
        changed = [one for one in standings if one.file_id is not None and one.values]
        unchanged = len(standings) - len(fresh) - len(changed)
        counted = {"added": len(fresh), "updated": len(changed), "unchanged": unchanged}
        digest = _digest(standings)
        list_id = session.execute(
            insert(CaseListRow)
            .values(
                centre_id=centre_id,
                digest=digest,
                imported_at=at,
                imported_by=actor.account_id,
                **{f"{name}_count": number for name, number in counted.items()},
            )
            .returning(CaseListRow.id)
        ).scalar_one()
        references = _fresh_references(session, year, chance, len(fresh))
        _write(session, (centre_id, list_id), fresh, references, at)
        _keep_before(session, changed, at)
        _rewrite(session, list_id, changed)
        count_open_cases(session, centre_id, list_id, at.date())
        if matched is not None:
            _remember(session, centre_id, matched, actor, at)
        act.learn(object_id=list_id, digest=digest, **counted)
    given = iter(references)
    told = tuple(one.reference or next(given) for one in standings)
    return ImportedCases(len(fresh), len(changed), unchanged, told)


def _check_key(session: Session, centre_id: int, keys: Sequence[str]) -> None:
    kept = centre_key(session, centre_id)
    if (kept.fingerprint if kept else None) != (key_fingerprint(keys[0]) if keys else None):
        raise InvalidError("wrong_key")


def _check(centre: CaseCentre, rows: Sequence[CaseEntry]) -> None:
    if not rows:
        raise InvalidError("no_rows")
    if len({canonical_number(row.number) for row in rows}) < len(rows):
        raise InvalidError("number_twice")
    for row in rows:
        if row.area not in centre.areas:
            raise InvalidError("unknown_area", area=row.area)
        if row.practitioner and row.practitioner not in centre.practitioners:
            raise InvalidError("unknown_practitioner", practitioner=row.practitioner)
        if row.closed_on is not None and row.closed_on < row.opened_on:
            raise InvalidError("closed_before_opened")


def _digest(standings: Iterable[CaseStanding]) -> str:
    # of keyed digests, so that no number can be guessed from it
    whole = "\n".join(sorted(one.digest for one in standings))
    return hashlib.sha256(whole.encode()).hexdigest()


def _fresh_references(
    session: Session, year: int, chance: Callable[[], int], count: int
) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        wanted = range(min(_CHUNK, count - len(found)))
        drawn = {new_reference(INSTALLATION_PREFIX, year, chance()): None for _ in wanted}
        taken = set(
            session.execute(
                select(CaseFileRow.reference).where(CaseFileRow.reference.in_(drawn))
            ).scalars()
        )
        found |= {reference: None for reference in drawn if reference not in taken}
    return list(found)


def _write(
    session: Session,
    whose: tuple[int, int],
    fresh: Sequence[CaseStanding],
    references: Sequence[str],
    at: datetime,
) -> None:
    centre_id, list_id = whose
    if fresh:
        session.execute(
            insert(CaseFileRow),
            [
                {
                    "reference": reference,
                    "centre_id": centre_id,
                    "local_digest": one.digest,
                    "list_id": list_id,
                    "recorded_at": at,
                    **one.values,
                }
                for one, reference in zip(fresh, references, strict=True)
            ],
        )


def _keep_before(session: Session, changed: Sequence[CaseStanding], at: datetime) -> None:
    # so that a past day can be told as it was known (ADR 0051)
    row = CaseFileRow
    told = [one.file_id for one in changed if one.values.keys() & set(_TOLD)]
    for start in range(0, len(told), _CHUNK):
        before = select(row.id, row.area_code, row.opened_on, row.closed_on, literal(at)).where(
            row.id.in_(told[start : start + _CHUNK])
        )
        columns = ["case_file_id", *_TOLD, "until_at"]
        session.execute(insert(CaseFileBeforeRow).from_select(columns, before))


def _rewrite(session: Session, list_id: int, changed: Sequence[CaseStanding]) -> None:
    if changed:
        session.execute(
            update(CaseFileRow),
            [{"id": one.file_id, "list_id": list_id, **one.values} for one in changed],
        )


def _remember(
    session: Session, centre_id: int, matched: RememberedMatch, actor: Actor, at: datetime
) -> None:
    session.merge(
        ListMatchRow(
            centre_id=centre_id,
            heads=dict(matched.heads),
            said={column: dict(values) for column, values in matched.said.items()},
            changed_at=at,
            changed_by=actor.account_id,
        )
    )
