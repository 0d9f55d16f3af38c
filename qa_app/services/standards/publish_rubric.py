"""Freeze a rubric version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.expertise import Area
from qa_app.domain.people import Actor
from qa_app.domain.rubric import Rubric
from qa_app.domain.rubric_diff import compare
from qa_app.domain.rubric_events import RubricPublished
from qa_app.domain.version_succession import check_succession
from qa_app.models.places import AreaRow
from qa_app.models.rubric_versions import Publication, keep_version
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.transaction import transaction
from qa_app.queries.rubric_standing import item_codes_used, standing_version
from qa_app.queries.second_persons import second_persons


class Alone(StrEnum):
    """Why a file is published without a second person who published it on screen."""

    SHIPPED = "shipped"
    NOBODY_ELSE = "nobody_else"


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file that the product does not bring along.

    Attributes:
        area: The rubric's area, as beside a shipped file.
    """

    area: Area | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """A published version.

    Attributes:
        version_id: The version.
        is_new: False when the same version stood there already.
    """

    version_id: int
    is_new: bool


def publish_rubric(
    session: Session,
    actor: Actor,
    rubric: Rubric,
    content: Mapping[str, Any],
    *,
    at: datetime,
    area: Area | OwnFile | None = None,
) -> Published:
    """Publish a checked rubric file as a version that never changes again.

    Args:
        session: A database session.
        actor: Who publishes; only the system, by command line.
        rubric: The checked rubric.
        content: Its resolved content; the order of its keys is kept, because it is the
            order of options on screen.
        at: The present; files are read under the version from the day of it as it is given.
        area: The rubric's area, added when the database does not know it yet; None when it
            must be known already. Of a file that the product does not bring along it says so
            too, and such a file is published only where nobody could be the second person.

    Returns:
        The version; publishing the same content again changes nothing.

    Raises:
        NotAllowedError: The actor is not the system.
        InvalidError: The file says that the rubric is retired (`retired`), or it is a reference
            that is not hidden (`reference`), or its area is unknown (`unknown_area`); it cannot
            follow the version that stands (`version_not_higher`, `nothing_changed`,
            `code_reused`; see `check_succession`), or that one begins on a later day
            (`not_yet_in_force`, with `standing` and `day`).
        ConflictError: The version was published with another content (`version_taken`), or
            somebody here can be the second person (`second_person_here`, with `names`).
        IntegrityError: The database refuses for another reason than a version that stands.
    """
    if not actor.is_system:
        raise NotAllowedError("rubric:publish")
    if rubric.status == "retired":
        raise InvalidError("retired")
    if rubric.status == "reference" and not rubric.is_hidden:
        raise InvalidError("reference")
    standing = _standing(session, rubric)
    if standing is not None:
        return standing
    is_own = isinstance(area, OwnFile)
    event = RubricPublished(
        actor=actor,
        at=at,
        rubric=rubric.code,
        version=rubric.version,
        fingerprint=rubric.fingerprint,
        alone=(Alone.NOBODY_ELSE if is_own else Alone.SHIPPED).value,
    )
    try:
        with transaction(session, event) as act:
            if is_own:
                _refuse_alone(session, rubric, content)
            _check_next(session, rubric, content, at.date())
            known = area.area if isinstance(area, OwnFile) else area
            _know_area(session, rubric.area, known)
            publication = Publication(at, actor.name, at.date())
            version_id = keep_version(session, rubric, content, publication)
            act.learn(object_id=version_id)
    except IntegrityError:  # someone published the same version between our look and our write
        standing = _standing(session, rubric)
        if standing is None:
            raise
        return standing
    return Published(version_id, is_new=True)


def _refuse_alone(session: Session, rubric: Rubric, content: Mapping[str, Any]) -> None:
    base = standing_version(session, rubric.code)
    before = None if base is None else base.content
    names = second_persons(session, rubric.code, content, before)
    if names:
        raise ConflictError("second_person_here", names=", ".join(names))


def _check_next(session: Session, rubric: Rubric, content: Mapping[str, Any], today: date) -> None:
    base = standing_version(session, rubric.code)
    if base is None:
        return
    used = item_codes_used(session, rubric.code)
    check_succession(rubric.version, base.version, compare(base.content, content), used)
    # a second file on the day of the first is a correction: it alone counts from that day on
    if today < base.in_force_from:
        raise InvalidError(
            "not_yet_in_force", standing=base.version, day=base.in_force_from.isoformat()
        )


def _know_area(session: Session, code: str, area: Area | None) -> None:
    if session.get(AreaRow, code) is not None:
        return
    if area is None or area.code != code:
        raise InvalidError("unknown_area", area=code)
    values = {
        "code": area.code,
        "name_zh": area.name.zh,
        "name_en": area.name.en,
        "is_resource_area": area.is_resource_area,
        "position": area.position,
    }
    into = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    # another rubric of the same new area may be published beside this one
    session.execute(into(AreaRow).values(values).on_conflict_do_nothing())


def _standing(session: Session, rubric: Rubric) -> Published | None:
    row = session.execute(
        select(RubricVersionRow.id, RubricVersionRow.fingerprint).where(
            RubricVersionRow.rubric_code == rubric.code,
            RubricVersionRow.version == rubric.version,
        )
    ).one_or_none()
    if row is None:
        return None
    if row.fingerprint != rubric.fingerprint:
        raise ConflictError("version_taken", rubric=rubric.code, version=rubric.version)
    return Published(row.id, is_new=False)
