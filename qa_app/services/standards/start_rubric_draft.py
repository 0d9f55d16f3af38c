"""Begin a draft of a rubric: empty, from a published version, or from a file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.plain_json import plain_to_json
from qa_app.domain.problems import Findings
from qa_app.domain.rubric_draft import DraftHands, DraftState, empty_plain, head_of
from qa_app.domain.rubric_events import RubricDraftStarted
from qa_app.domain.rubric_library import Library
from qa_app.domain.rubric_unfreeze import unfreeze
from qa_app.domain.shapes import code
from qa_app.domain.version_numbers import Step, next_version
from qa_app.models.idempotency import Request, once
from qa_app.models.rubric_drafts import RubricDraftRow
from qa_app.models.transaction import Act
from qa_app.queries.rubric_drafts import open_draft_of
from qa_app.queries.rubric_standing import StandingVersion, standing_version, version_content

_FIRST = "1.0.0"


@dataclass(frozen=True, slots=True)
class NewDraft:
    """What a draft begins with; one of `version_id`, `plain` and `code`.

    Attributes:
        version_id: Published version whose content it takes over; it follows the highest one.
        plain: Data of a file; it follows the highest version of the rubric that it names.
        code: Code of a rubric that begins empty.
        area: Area of that rubric.
        key: Random key of the form; the same key twice gives the same draft.
    """

    version_id: int | None = None
    plain: dict[str, Any] | None = None
    code: str = ""
    area: str = ""
    key: str | None = None


def start_rubric_draft(
    session: Session, actor: Actor, new: NewDraft, library: Library, *, at: datetime
) -> int:
    """Begin a draft.

    Args:
        session: A database session.
        actor: Who writes.
        new: What it begins with.
        library: Shared scales and bands; those that a version agrees with are only named.
        at: The present.

    Returns:
        The draft.

    Raises:
        NotAllowedError: The actor may not write rubrics.
        OutOfReachError: There is no such version.
        InvalidError: The rubric's code cannot be one (`not_a_code`), is one of a published
            rubric although the draft begins empty (`code_taken`), or the file cannot be kept
            (`draft_too_large`, `draft_unreadable`).
        ConflictError: Somebody works on a draft of this rubric already (`draft_open`, with
            its id), or the key was used for something else (`key_reused`).
        IntegrityError: The database refuses for another reason.
    """
    if not may(actor, Permission.RUBRIC_WRITE):
        raise NotAllowedError(Permission.RUBRIC_WRITE)
    content = "" if new.plain is None else plain_to_json(new.plain)
    body = "\n".join((str(new.version_id), new.code, new.area, content))
    request = Request(actor.account_id, new.key, "rubric:start", body)
    event = RubricDraftStarted(actor=actor, at=at, rubric=new.code, source=_source_of(new))
    rubric = new.code

    def begin(act: Act) -> int:
        nonlocal rubric
        rubric, base, plain = _beginning(session, new, library)
        _refuse_second(session, rubric)
        values = _columns(rubric, base, plain, actor, at)
        draft_id: int = session.execute(
            insert(RubricDraftRow).values(values).returning(RubricDraftRow.id)
        ).scalar_one()
        act.learn(object_id=draft_id, rubric=rubric)
        return draft_id

    try:
        return once(session, request, event, begin)
    except IntegrityError:  # somebody began one between our look and our write
        _refuse_second(session, rubric)
        raise


def _source_of(new: NewDraft) -> str:
    if new.version_id is not None:
        return "version"
    return "empty" if new.plain is None else "file"


def _beginning(
    session: Session, new: NewDraft, library: Library
) -> tuple[str, StandingVersion | None, dict[str, Any]]:
    if new.version_id is not None:
        taken = version_content(session, new.version_id)
        if taken is None:
            raise OutOfReachError("rubric_version")
        base = standing_version(session, taken.code)
        number = next_version(base.version if base else taken.version, Step.COMPOSITE)
        return taken.code, base, {**unfreeze(taken.content, library), "version": number}
    if new.plain is not None:
        rubric = _checked_code(new.plain.get("id"))
        return rubric, standing_version(session, rubric), dict(new.plain)
    rubric = _checked_code(new.code)
    if standing_version(session, rubric) is not None:
        raise InvalidError("code_taken", rubric=rubric)
    return rubric, None, empty_plain(rubric, _FIRST, new.area)


def _checked_code(value: object) -> str:
    findings = Findings()
    code(findings, value, ("id",))
    if findings.problems:
        raise InvalidError("not_a_code")
    return str(value)


def _refuse_second(session: Session, rubric: str) -> None:
    standing = open_draft_of(session, rubric)
    if standing is not None:
        raise ConflictError("draft_open", draft=standing)


def _columns(
    rubric: str, base: StandingVersion | None, plain: dict[str, Any], actor: Actor, at: datetime
) -> dict[str, Any]:
    head = head_of(plain)
    return {
        "rubric_code": rubric,
        "version": head.version,
        "title_zh": head.title_zh,
        "title_en": head.title_en,
        "base_version_id": None if base is None else base.version_id,
        "state": DraftState.DRAFT.value,
        "content": plain_to_json(plain),
        "comparability": {},
        "revision": 1,
        "created_at": at,
        "created_by": actor.account_id,
        "updated_at": at,
        "updated_by": actor.account_id,
        "writers": list(DraftHands().joined_by(actor).writers),
        "return_reason": "",
    }
