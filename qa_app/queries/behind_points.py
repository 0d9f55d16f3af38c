"""What stands behind a point of a centre's trend: findings, strengths, and what came of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    String,
    and_,
    case,
    cast,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import Session

from qa_app.domain.actions import ActionState
from qa_app.domain.defaults import FILES_PER_POINT, ROWS_PER_PAGE
from qa_app.domain.findings import FindingKind, action_place, finding_place
from qa_app.domain.month_grid import first_day
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rubric import Rubric
from qa_app.domain.series import Period
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.findings import CorrectiveActionRow, FindingRow
from qa_app.models.name_reasons import NameReasonRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.sealing import sealer_of
from qa_app.queries.item_counts import AnswersAsked, sample_kinds
from qa_app.queries.openings import opened_to
from qa_app.queries.reach import signed_within
from qa_app.queries.trends import Scope, ScopeKind

_UNSEEN = (ActionState.DRAFT.value,)
_CHAIN_MOST = 10


@dataclass(frozen=True, slots=True)
class PointAsked:
    """Behind which point somebody looks.

    Attributes:
        rubric: The version.
        asked: The period, the coverage, and the items whose findings are wanted.
        parts: Periods within it that can be opened by themselves, each with its files; the period
            itself where there are none.
        skip: Findings of the pages before.
    """

    rubric: Rubric
    asked: AnswersAsked
    parts: tuple[tuple[Period, int], ...]
    skip: int = 0


@dataclass(frozen=True, slots=True)
class ToldFinding:
    """A finding or a strength, and what has to be done about it.

    Attributes:
        id: The finding.
        kind: Finding or strength.
        is_main: True for one of the few that its report puts first.
        items: Codes of the items on which it rests.
        text: In the reader's words; empty where the requirement itself says it, and for those
            who may not open the file where a name was kept in its texts.
        read_on: Local day of reading; None for those who may not open the file.
        audit_id: Its review; None likewise.
        reference: Of the file; None likewise, and where the whole centre was read.
        action_id: What has to be done; None where nothing has to be, and likewise.
        action: The same in words; empty where the requirement says it.
        action_state: Where that stands; None where nothing has to be done.
    """

    id: int
    kind: FindingKind
    is_main: bool
    items: tuple[str, ...]
    text: str
    read_on: date | None
    audit_id: int | None
    reference: str | None
    action_id: int | None
    action: str
    action_state: ActionState | None


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of them.

    Attributes:
        findings: Those of files that this reader may open, the newest first; then the others by
            their items and in no order of files.
        next_skip: Findings of this page and of those before; None on the last one.
        actions: State to how many actions came of all findings of the period.
        is_held: True where the files that this reader may not open are too few, so that only
            what was found in the others is told, and no answers of all together.
        tells_closed: True where something of files is told that this reader may not open.
        unnamed: Reviews whose findings are told without them, for the journal alone.
    """

    findings: tuple[ToldFinding, ...] = ()
    next_skip: int | None = None
    actions: Mapping[ActionState, int] | None = None
    is_held: bool = False
    tells_closed: bool = False
    unnamed: tuple[int, ...] = ()


def behind_point(
    session: Session, actor: Actor, scope: Scope, point: PointAsked, *, at: datetime, on: date
) -> Behind:
    """Read what stands behind a point.

    Args:
        session: A database session.
        actor: Who asks; of files for which they would have to ask they get no reference, no day
            and no way to them.
        scope: A centre within reach; places have too many files to read one by one.
        point: Behind which point they look.
        at: The present, for what somebody was let into.
        on: The local day, for agreements.

    Returns:
        Main findings, strengths, and findings of which an action came, of signed reviews that
        were shown to their centre; at most a page, by three queries. Nothing of a sealed rubric,
        and nothing for whoever reads no reviews.

    Source: ADR 0036, ADR 0047.
    """
    if (
        scope.kind is not ScopeKind.CENTRE
        or point.rubric.access == "sealed"
        or not may(actor, Permission.AUDIT_READ)
    ):
        return Behind()
    opens = and_(signed_within(actor), opened_to(actor, at=at, on=on))
    closed, is_held = _closed(session, opens, scope, point)
    tells_closed = closed > 0 and not is_held
    chain = _chain(scope, point.asked, () if tells_closed else (opens,))
    about = _about(point.asked)
    rows = _rows(session, opens, chain, about, point.skip)
    sealer = sealer_of(session)
    shown = rows[:ROWS_PER_PAGE]
    return Behind(
        tuple(_told(sealer, row) for row in shown),
        point.skip + ROWS_PER_PAGE if len(rows) > ROWS_PER_PAGE else None,
        _states(session, chain, about),
        is_held,
        tells_closed,
        tuple(sorted({row.audit_id for row in shown if not row.is_opened})),
    )


def _closed(
    session: Session, opens: ColumnElement[bool], scope: Scope, point: PointAsked
) -> tuple[int, bool]:
    # what a result says that its centre was not shown yet hides no other file's findings
    is_apart = or_(opens, AuditRow.shared_at.is_(None))
    counts = [
        func.count(case((and_(_read_in(period), known), 1)))
        for period, _files in point.parts
        for known in (opens, is_apart)
    ]
    row = session.execute(
        select(*counts)
        .select_from(AuditRow)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(*_signed(scope, point.asked))
    ).one()
    files = [count for _period, count in point.parts]
    closed = [all_of - opened for all_of, opened in zip(files, row[::2], strict=True)]
    findable = [all_of - apart for all_of, apart in zip(files, row[1::2], strict=True)]
    return sum(closed), _is_few(closed) or _is_few(findable)


def _is_few(closed: Sequence[int]) -> bool:
    # whoever knows all files but one would know whose finding the rest is; and what a quarter
    # tells less what its months tell is what those tell together that are held back
    left = sum(one for one in closed if one < FILES_PER_POINT)
    return 0 < left < FILES_PER_POINT


def _read_in(period: Period) -> ColumnElement[bool]:
    return and_(
        AuditRow.reviewed_on >= first_day(period.first_month),
        AuditRow.reviewed_on < first_day(period.last_month + 1),
    )


def _signed(scope: Scope, asked: AnswersAsked) -> tuple[ColumnElement[bool], ...]:
    return (
        AuditRow.centre_id == scope.object_id,
        AuditRow.state == "signed",
        AuditRow.rubric_version_id == asked.version_id,
        AuditRow.sample_type.in_(sample_kinds(asked.coverage)),
        _read_in(asked.period),
    )


def _chain(scope: Scope, asked: AnswersAsked, own: tuple[ColumnElement[bool], ...]) -> CTE:
    # what was written to a reading stands although an amended one took its place
    first = (
        select(
            AuditRow.id.label("root"), AuditRow.id, AuditRow.replaces_id, literal(1).label("place")
        )
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .where(*_signed(scope, asked), AuditRow.shared_at.is_not(None), *own)
        .cte("behind", recursive=True)
    )
    return first.union_all(
        select(first.c.root, AuditRow.id, AuditRow.replaces_id, first.c.place + 1).where(
            AuditRow.id == first.c.replaces_id, first.c.place < _CHAIN_MOST
        )
    )


def _about(asked: AnswersAsked) -> ColumnElement[bool]:
    names = cast(FindingRow.items, String)
    # a code stands between quotes in the list, so that A1 does not find A10
    about = [names.contains(f'"{code}"', autoescape=True) for code in sorted(asked.items)]
    return or_(*about) if about else false()


def _rows(
    session: Session,
    opens: ColumnElement[bool],
    chain: CTE,
    about: ColumnElement[bool],
    skip: int,
) -> list[Any]:
    action = CorrectiveActionRow
    is_opened = opens.label("is_opened")
    has_name = select(NameReasonRow.id).where(NameReasonRow.audit_id == FindingRow.audit_id)
    query = (
        select(
            FindingRow.id,
            FindingRow.kind,
            FindingRow.is_main,
            FindingRow.items,
            FindingRow.body,
            FindingRow.audit_id.label("written_to"),
            FindingRow.position,
            AuditRow.id.label("audit_id"),
            AuditRow.reviewed_on,
            CaseFileRow.reference,
            is_opened,
            has_name.exists().label("has_name"),
            action.id.label("action_id"),
            action.what,
            action.state.label("action_state"),
        )
        .join(chain, chain.c.id == FindingRow.audit_id)
        .join(AuditRow, AuditRow.id == chain.c.root)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .outerjoin(action, (action.finding_id == FindingRow.id) & action.state.not_in(_UNSEEN))
        .where(
            about,
            or_(
                FindingRow.is_main,
                FindingRow.kind == FindingKind.STRENGTH.value,
                action.id.is_not(None),
            ),
        )
        .order_by(
            is_opened.desc().nulls_last(),
            case((opens, FindingRow.id)).desc(),
            # two findings of one file would stand side by side by their numbers; what is sealed
            # begins with chance
            cast(FindingRow.items, String),
            FindingRow.body,
            action.what,
            FindingRow.id,
        )
        .offset(skip)
        .limit(ROWS_PER_PAGE + 1)
    )
    return list(session.execute(query).all())


def _states(session: Session, chain: CTE, about: ColumnElement[bool]) -> Mapping[ActionState, int]:
    row = CorrectiveActionRow
    found = session.execute(
        select(row.state, func.count())
        .join(FindingRow, FindingRow.id == row.finding_id)
        .join(chain, chain.c.id == FindingRow.audit_id)
        .where(about, row.state.not_in(_UNSEEN))
        .group_by(row.state)
    )
    counts = {ActionState(state): count for state, count in found}
    return {state: counts[state] for state in ActionState if state in counts}


def _told(sealer: Any, row: Any) -> ToldFinding:
    about = row.written_to, row.position
    # who may not open the file may not read a name that was kept in it with a reason
    is_told = row.is_opened or not row.has_name
    return ToldFinding(
        id=row.id,
        kind=FindingKind(row.kind),
        is_main=row.is_main,
        items=tuple(row.items),
        text=""
        if row.body is None or not is_told
        else sealer.open(row.body, finding_place(*about)),
        read_on=row.reviewed_on if row.is_opened else None,
        audit_id=row.audit_id if row.is_opened else None,
        reference=row.reference if row.is_opened else None,
        action_id=row.action_id if row.is_opened else None,
        action=""
        if row.what is None or not is_told
        else sealer.open(row.what, action_place(*about, "what")),
        action_state=None if row.action_state is None else ActionState(row.action_state),
    )
