"""Acts a visit out: case list, plan, draw, readings, signatures, all through the services."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from qa_app.demo.dice import Dice
from qa_app.demo.file_story import FileStory
from qa_app.demo.network import FIRST_CENTRE, STEADY
from qa_app.demo.on_paper import file_a_sheet
from qa_app.demo.visits import Visit
from qa_app.demo.written_file import written_file
from qa_app.demo.written_findings import written_findings
from qa_app.domain.case_entries import CaseEntry
from qa_app.domain.errors import InvalidError
from qa_app.domain.people import Actor
from qa_app.domain.references import RANDOM_BITS
from qa_app.domain.rubric import Rubric
from qa_app.domain.supervision import SessionState, SessionType
from qa_app.domain.working_days import WorkingCalendar
from qa_app.queries.draws import files_of
from qa_app.queries.opening import Session
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.import_cases import import_cases
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.findings.save_findings import save_findings
from qa_app.services.supervision.plan_session import NewSession, plan_session
from qa_app.services.supervision.settle_session import SessionSettlement, settle_session

_SPARE_FILES = 5
_READING_MINUTES = 25
_RISKS = ("high", "medium", "low")
_STAGES = ("investigation", "prosecution_review", "first_instance", "non_criminal")


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that an actor of the story needs.

    Attributes:
        session: A database session.
        zone: Local time zone.
        calendar: Working days.
        supervisor: Who plans and draws, and reads half of the files.
        second: Another senior supervisor, for what takes two.
        reader: Who reads the other half.
        manager: Who manages the first centre.
        steady_manager: Who manages the centre with the area that meets every criterion.
        director: Who manages all centres.
        centre_ids: Centre code to its id.
        workers: Centre and area to (id, code) of the practitioners there.
        listed: Reference to its line, for every file listed so far.
    """

    session: Session
    zone: str
    calendar: WorkingCalendar
    supervisor: Actor
    second: Actor
    reader: Actor
    manager: Actor
    steady_manager: Actor
    director: Actor
    centre_ids: Mapping[str, int]
    workers: Mapping[tuple[str, str], tuple[tuple[int, str], ...]]
    listed: dict[str, CaseEntry] = field(default_factory=dict)

    def instant(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Give an instant of a local day.

        Args:
            day: The day.
            hour: The hour.
            minute: The minute.

        Returns:
            The instant.
        """
        return datetime.combine(day, time(hour, minute), ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A session whose files are drawn.

    Attributes:
        session_id: The session.
        audits: Draft to the line of its case list.
        reader: Who reads.
        on_paper: True when the first file is read on a printed sheet, which is scanned.
    """

    session_id: int
    audits: Mapping[int, CaseEntry]
    reader: Actor
    on_paper: bool = False


def account_of(actor: Actor) -> int:
    """Give the account of a person of the story.

    Args:
        actor: The person.

    Returns:
        The account.

    Raises:
        ValueError: It is the system, which has none.
    """
    if actor.account_id is None:
        raise ValueError("the system has no account")
    return actor.account_id


def plan_and_draw(stage: Stage, visit: Visit, version_id: int, reader: Actor, dice: Dice) -> Drawn:
    """List a centre's cases, plan the session and draw its files.

    Args:
        stage: What actors need.
        visit: The visit.
        version_id: Rubric version read against.
        reader: Who reads.
        dice: Chance that can be repeated.

    Returns:
        The session and its drafts.
    """
    centre_id = list_cases(stage, visit, dice)
    workers = stage.workers[visit.centre, visit.area]
    new = NewSession(
        centre_id=centre_id,
        type=SessionType.CASE_FILE_CHECK,
        planned_on=visit.day,
        supervisor_id=account_of(stage.supervisor),
        area=visit.area,
        starts_at=time(9, 30),
        people=tuple(worker for worker, _ in workers),
        rubric_version_id=version_id,
        files_wanted=visit.files,
        is_meant=True,
    )
    at = stage.instant(visit.day - timedelta(days=7), 10)
    session_id = planned(stage, new, at)
    draw_sample(
        stage.session,
        stage.supervisor,
        session_id,
        visit.files,
        account_of(reader),
        lambda: f"{dice.number():016x}",
        zone=stage.zone,
        at=stage.instant(visit.day, 9),
    )
    return drawn_at(stage, session_id, reader)


def list_cases(stage: Stage, visit: Visit, dice: Dice) -> int:
    """Take in the case list of a centre.

    Args:
        stage: What actors need.
        visit: The visit for which it is made.
        dice: Chance that can be repeated.

    Returns:
        The centre.
    """
    lines = _case_list(stage, visit, dice)
    centre_id = stage.centre_ids[visit.centre]
    taken = import_cases(
        stage.session,
        stage.supervisor,
        centre_id,
        lines,
        year=visit.day.year,
        chance=_chance(dice),
        at=stage.instant(visit.day - timedelta(days=8), 9),
    )
    stage.listed.update(zip(taken.references, lines, strict=True))
    return centre_id


def drawn_at(stage: Stage, session_id: int, reader: Actor) -> Drawn:
    """Gather what was drawn for a session.

    Args:
        stage: What actors need.
        session_id: The session.
        reader: Who reads.

    Returns:
        The session and its drafts.
    """
    audits = {
        file.audit_id: stage.listed[file.reference]
        for file in files_of(stage.session, session_id)
        if file.reference is not None
    }
    return Drawn(session_id, audits, reader)


def read_and_sign(stage: Stage, drawn: Drawn, visit: Visit, rubric: Rubric, dice: Dice) -> int:
    """Read every drawn file, sign it, and settle the session as held.

    Args:
        stage: What actors need.
        drawn: The session and its drafts.
        visit: The visit.
        rubric: The version read against.
        dice: Chance that can be repeated.

    Returns:
        How many audits were signed.
    """
    for number, (audit_id, line) in enumerate(drawn.audits.items()):
        read_at = datetime.combine(visit.day, time(10 + number // 2, 30 * (number % 2)))
        has_red_line = number < visit.red_line_files
        story = FileStory(line.opened_on, line.closed_on, read_at, visit.met_pct, has_red_line)
        found = written_file(rubric, story, stage.calendar, dice)
        begun = stage.instant(visit.day, read_at.hour, read_at.minute)
        save_entries(stage.session, drawn.reader, audit_id, found, stage.zone, at=begun)
        at = stage.instant(visit.day, read_at.hour, read_at.minute + _READING_MINUTES)
        if number == 0 and drawn.on_paper:
            file_a_sheet(stage.session, drawn.reader, audit_id, rubric, stage.zone, at)
        is_first = number == 0 and (visit.centre == FIRST_CENTRE or visit.day.month % 2 == 0)
        if is_first or (visit.centre, visit.area) == STEADY:
            sheet = written_findings(rubric, found, visit.day)
            save_findings(stage.session, drawn.reader, audit_id, sheet, stage.zone, at=at)
        sign_audit(stage.session, drawn.reader, audit_id, stage.zone, at=at)
    settle_session(
        stage.session,
        stage.supervisor,
        drawn.session_id,
        SessionSettlement(SessionState.HELD),
        stage.zone,
        at=stage.instant(visit.day, 17),
    )
    return len(drawn.audits)


def _case_list(stage: Stage, visit: Visit, dice: Dice) -> list[CaseEntry]:
    workers = stage.workers[visit.centre, visit.area]
    return [
        _line(visit, number, workers[number % len(workers)][1], dice)
        for number in range(visit.files + _SPARE_FILES)
    ]


def _line(visit: Visit, number: int, worker: str, dice: Dice) -> CaseEntry:
    opened_on = visit.day - timedelta(days=dice.between(70, 150))
    is_closed = dice.hits(55)
    if (visit.centre, visit.area) == STEADY:  # one case a month stays in hand, by turns
        is_closed = number != visit.day.month % 2
    closed_on = opened_on + timedelta(days=dice.between(40, 60)) if is_closed else None
    return CaseEntry(
        number=f"{visit.area}-{visit.day:%Y%m%d}-{number + 1:02}",
        area=visit.area,
        opened_on=opened_on,
        closed_on=closed_on,
        practitioner=worker,
        stage=dice.one_of(_STAGES),
        risk=dice.one_of(_RISKS),
        shelf=f"{dice.between(1, 6)}-{dice.between(1, 20)}",
    )


def _chance(dice: Dice) -> Callable[[], int]:
    return lambda: dice.number() % (1 << RANDOM_BITS)


def planned(stage: Stage, new: NewSession, at: datetime) -> int:
    """Plan a session of the story; one at whose time somebody is elsewhere gets no time yet.

    Args:
        stage: What actors need.
        new: The session.
        at: When it is planned.

    Returns:
        The session.

    Raises:
        InvalidError: It does not fit for another reason.
    """
    try:
        return plan_session(stage.session, stage.supervisor, new, zone=stage.zone, at=at)
    except InvalidError as fault:
        if fault.code != "double_booked":
            raise
    free = replace(new, starts_at=None)
    return plan_session(stage.session, stage.supervisor, free, zone=stage.zone, at=at)
