"""By when the teams of centres meet next: in a group, as peers, over cases, with agencies."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.due_needs import Candidate, DueWhy, NeedKind
from qa_app.domain.rhythm_defaults import CASE_MEETING_DAYS, TEAM_LEAST, TEAM_LOOK_BACK_DAYS
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.supervision_records import RecordState
from qa_app.domain.team_rhythms import (
    Conference,
    TeamReason,
    conference_due,
    meeting_due,
    team_due,
)
from qa_app.models.records import SupervisionRecordRow
from qa_app.models.row_lock import Beyond, looking_beyond
from qa_app.models.supervision import SupervisionSessionRow

_BY_WORKER = {
    SessionType.GROUP: (NeedKind.GROUP, TeamReason.GROUP_EACH_MONTH),
    SessionType.PEER: (NeedKind.PEER, TeamReason.PEERS_EACH_MONTH),
}
_MEETING, _CONFERENCE = SessionType.CASE_MEETING, SessionType.CASE_CONFERENCE


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A worker of a team.

    Attributes:
        id: The worker.
        centre_id: Their centre.
        started_on: First day in post.
        last: Kind of session in a team to the day on which they were in one last, or will be; None
            for never.
    """

    id: int
    centre_id: int
    started_on: date
    last: Mapping[SessionType, date | None]


_Met = Mapping[tuple[int, SessionType], Sequence[Conference]]
"""Case meetings and conferences of centres."""


def due_teams(
    session: Session, members: Collection[TeamMember], today: date, until: date
) -> Iterator[Candidate]:
    """Find by when the teams of centres meet next, with one query.

    Args:
        session: A database session.
        members: Workers in post at centres in reach.
        today: The present.
        until: Last day that is asked about.

    Yields:
        Candidates by centre: group and peer supervision that workers are due for, case meetings of
        centres with at least as many workers as `TEAM_LEAST` says, conferences that are agreed or
        usual after one that was held.
    """
    teams: dict[int, list[TeamMember]] = defaultdict(list)
    for one in members:
        teams[one.centre_id].append(one)
    met = _meetings(session, sorted(teams), today, until)
    for centre_id, team in teams.items():
        yield from _by_worker(centre_id, team, until)
        yield from _case_meeting(centre_id, team, met, today)
        yield from _conference(centre_id, met)


def _by_worker(centre_id: int, team: Sequence[TeamMember], until: date) -> Iterator[Candidate]:
    for fine, (kind, reason) in _BY_WORKER.items():
        since = {one.id: one.last[fine] or one.started_on for one in team}
        due = team_due(since, TEAM_LEAST[kind.value], until)
        if due is None:
            continue
        last = next(one.last[fine] for one in team if one.id == due.people[0])
        why = DueWhy(reason.value, last, part=due.due, whole=len(team))
        yield Candidate(kind, centre_id, centre_id, fine, due.on, why, people=due.people)


def _case_meeting(
    centre_id: int, team: Sequence[TeamMember], met: _Met, today: date
) -> Iterator[Candidate]:
    least = TEAM_LEAST[NeedKind.MEETING.value]
    if len(team) < least:
        return
    begun = sorted(one.started_on for one in team)[least - 1]
    found = met.get((centre_id, _MEETING), ())
    held = max((one.on for one in found if not one.is_planned), default=None)
    planned = max((one.on for one in found if one.is_planned), default=None)
    due_on = meeting_due(begun, planned or held, today)
    why = DueWhy(TeamReason.CASES_EACH_FORTNIGHT.value, held, CASE_MEETING_DAYS, planned_on=planned)
    people = tuple(one.id for one in team)
    yield Candidate(NeedKind.MEETING, centre_id, centre_id, _MEETING, due_on, why, people=people)


def _conference(centre_id: int, met: _Met) -> Iterator[Candidate]:
    found = met.get((centre_id, _CONFERENCE), ())
    due = conference_due(found)
    if due is None:
        return
    due_on, reason, after = due
    why = DueWhy(reason.value, after)
    yield Candidate(NeedKind.CONFERENCE, centre_id, centre_id, _CONFERENCE, due_on, why)


@looking_beyond(Beyond.RULES)
def _meetings(session: Session, centres: Collection[int], today: date, until: date) -> _Met:
    row, record = SupervisionSessionRow, SupervisionRecordRow
    is_planned = row.state == SessionState.PLANNED.value
    is_held = row.state == SessionState.HELD.value
    rows = session.execute(
        select(row.centre_id, row.type, row.planned_on, row.state, record.state, record.next_on)
        .outerjoin(record, record.session_id == row.id)
        .where(
            row.centre_id.in_(centres),
            row.type.in_((_MEETING.value, _CONFERENCE.value)),
            row.planned_on.between(today - timedelta(days=TEAM_LOOK_BACK_DAYS), until),
            or_(and_(is_held, row.planned_on <= today), and_(is_planned, row.planned_on >= today)),
        )
    )
    found: dict[tuple[int, SessionType], list[Conference]] = defaultdict(list)
    for centre_id, fine, on, state, written, next_on in rows:
        is_ahead = state == SessionState.PLANNED.value
        is_signed = written not in {None, RecordState.DRAFT.value}
        meeting = Conference(on, is_ahead, is_signed, next_on if is_signed else None)
        found[centre_id, SessionType(fine)].append(meeting)
    return found
