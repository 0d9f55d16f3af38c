"""Where limits of a scope begin anew and why, and the notes that its charts are marked with."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.chart_notes import ChartNote, NoteKind, NumberedNote, numbered
from qa_app.domain.charting import Cut, CutReason
from qa_app.domain.defaults import CHART_NOTES_SHOWN
from qa_app.domain.new_stretches import ReadingMonth, cuts_by_facts
from qa_app.domain.text import BilingualText
from qa_app.domain.totals import NETWORK, WHOLE_FILE, scopes_of
from qa_app.models.accounts import AccountRow
from qa_app.models.aliases import alias_of
from qa_app.models.chart_marks import BaselineRow, ChartNoteRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.trends import ReadingMonthRow
from qa_app.queries.trends import Scope, ScopeKind

_TakenBackBy = alias_of(AccountRow)


@dataclass(frozen=True, slots=True)
class BegunBaseline:
    """A new baseline, standing or taken back.

    Attributes:
        id: It.
        version_id: Rubric version whose points it parts.
        section: Section; empty for whole files.
        month: First month of the new stretch.
        means: Mean before and after as they stood when it was begun, in millionths.
        reason: Why.
        by: Name of who began it.
        at: When.
        back_by: Name of who took it back; empty while it stands.
        back_at: When; None while it stands.
        back_reason: Why; empty while it stands.
    """

    id: int
    version_id: int
    section: str
    month: int
    means: tuple[int, int]
    reason: str
    by: str
    at: datetime
    back_by: str
    back_at: datetime | None
    back_reason: str

    @property
    def stands(self) -> bool:
        """True until it is taken back."""
        return self.back_at is None


def cuts_of(
    session: Session, scope: Scope, rubric_code: str, section: str = WHOLE_FILE
) -> tuple[Cut, ...]:
    """Find where a new stretch of limits begins, for `charting.stretches_of`.

    Args:
        session: A database session.
        scope: Whose chart.
        rubric_code: Which rubric.
        section: Which section; empty for whole files.

    Returns:
        The cuts, as `cuts_by_section` gives them.
    """
    return cuts_by_section(session, scope, rubric_code)(section)


def cuts_by_section(
    session: Session, scope: Scope, rubric_code: str
) -> Callable[[str], tuple[Cut, ...]]:
    """Find where new stretches of limits begin on every chart of a rubric, in two questions.

    Args:
        session: A database session.
        scope: Whose charts.
        rubric_code: Which rubric.

    Returns:
        Section, empty for whole files, to its cuts, as `cuts_of_scopes` gives them.
    """
    of_scopes = cuts_of_scopes(session, (scope.key,), rubric_code)
    return lambda section: of_scopes(scope.key, section)


def cuts_of_scopes(
    session: Session, scopes: Collection[str], rubric_code: str
) -> Callable[[str, str], tuple[Cut, ...]]:
    """Find where new stretches of limits begin on the charts of many scopes, in two questions.

    Args:
        session: A database session.
        scopes: Names among the totals. Only a centre has readers and designs of its own: over a
            place both always change.
        rubric_code: Which rubric.

    Returns:
        Scope and section, empty for whole files, to its cuts; baselines that were taken back left
        out. Read are months × readers × designs of each centre, whatever the number of audits.
    """
    rebased: dict[tuple[str, str], list[Cut]] = defaultdict(list)
    for row in session.execute(
        select(
            BaselineRow.scope, BaselineRow.section, BaselineRow.month, BaselineRow.rubric_version_id
        )
        .join(RubricVersionRow, RubricVersionRow.id == BaselineRow.rubric_version_id)
        .where(
            BaselineRow.scope.in_(sorted(scopes)),
            BaselineRow.taken_back_at.is_(None),
            RubricVersionRow.rubric_code == rubric_code,
        )
        .order_by(BaselineRow.month)
    ):
        cut = Cut(row.month, CutReason.REBASED, row.rubric_version_id)
        rebased[row.scope, row.section].append(cut)
    centres = sorted(int(one[2:]) for one in scopes if one.startswith("c:"))
    facts: dict[str, tuple[Cut, ...]] = {
        f"c:{centre_id}": cuts_by_facts(months)
        for centre_id, months in _reading_months(session, centres, rubric_code).items()
    }
    return lambda scope, section: (*facts.get(scope, ()), *rebased.get((scope, section), ()))


def _reading_months(
    session: Session, centres: Collection[int], rubric_code: str
) -> dict[int, list[ReadingMonth]]:
    if not centres:
        return {}
    row = ReadingMonthRow
    rows = session.execute(
        select(row.centre_id, row.month, row.reader_id, row.design, func.sum(row.file_count))
        .join(RubricVersionRow, RubricVersionRow.id == row.rubric_version_id)
        .where(
            row.centre_id.in_(centres),
            row.file_count > 0,
            RubricVersionRow.rubric_code == rubric_code,
        )
        .group_by(row.centre_id, row.month, row.reader_id, row.design)
    )
    found: dict[int, list[ReadingMonth]] = defaultdict(list)
    for centre_id, month, reader_id, design, files in rows:
        found[centre_id].append(ReadingMonth(month, reader_id, design, int(files)))
    return found


def baselines_of(session: Session, scope: Scope, rubric_code: str) -> tuple[BegunBaseline, ...]:
    """List the new baselines of a chart, those taken back as well.

    Args:
        session: A database session.
        scope: Whose chart.
        rubric_code: Which rubric, all its versions and sections.

    Returns:
        The newest month first.
    """
    rows = session.execute(
        select(BaselineRow, AccountRow.display_name, _TakenBackBy.display_name)
        .join(RubricVersionRow, RubricVersionRow.id == BaselineRow.rubric_version_id)
        .join(AccountRow, AccountRow.id == BaselineRow.begun_by)
        .outerjoin(_TakenBackBy, _TakenBackBy.id == BaselineRow.taken_back_by)
        .where(BaselineRow.scope == scope.key, RubricVersionRow.rubric_code == rubric_code)
        .order_by(BaselineRow.month.desc(), BaselineRow.id.desc())
        .limit(CHART_NOTES_SHOWN)
    )
    return tuple(
        BegunBaseline(
            row.id,
            row.rubric_version_id,
            row.section,
            row.month,
            (row.old_mean, row.new_mean),
            row.reason,
            by,
            row.begun_at,
            back_by or "",
            row.taken_back_at,
            row.taken_back_why or "",
        )
        for row, by, back_by in rows
    )


def scopes_around(scope: Scope) -> tuple[str, ...]:
    """List the scopes whose notes stand on a scope's charts.

    Args:
        scope: Whose charts.

    Returns:
        Its own, those of every place around it, and the network.
    """
    if scope.kind is ScopeKind.CENTRE:
        return scopes_of(scope.object_id, scope.place_path)
    if scope.kind is ScopeKind.PLACE:
        nodes = [node for node in scope.place_path.split("/") if node]
        return tuple(dict.fromkeys((scope.key, *(f"p:{node}" for node in nodes), NETWORK)))
    return (scope.key,)


def marks_of(
    session: Session, scope: Scope, rubric_code: str | None = None
) -> tuple[NumberedNote, ...]:
    """Find the notes that mark a scope's charts, its own and those of the places around it.

    Args:
        session: A database session.
        scope: Whose charts.
        rubric_code: On charts of which rubric; None takes the notes of every rubric.

    Returns:
        The latest `CHART_NOTES_SHOWN`, numbered in order of days; those taken off left out.
    """
    row = ChartNoteRow
    query = (
        select(row, AccountRow.display_name)
        .join(AccountRow, AccountRow.id == row.written_by)
        .where(row.scope.in_(scopes_around(scope)), row.removed_at.is_(None))
        .order_by(row.happened_on.desc(), row.id.desc())
        .limit(CHART_NOTES_SHOWN)
    )
    if rubric_code is not None:
        query = query.where(or_(row.rubric_code.is_(None), row.rubric_code == rubric_code))
    return numbered([_note(one, name) for one, name in session.execute(query)])


def _note(row: Any, by: str) -> ChartNote:
    return ChartNote(
        row.id,
        row.scope,
        NoteKind(row.kind),
        row.happened_on,
        BilingualText(row.text_zh, row.text_en),
        row.rubric_code or "",
        row.revision,
        by,
        row.written_at,
        row.written_by,
    )
