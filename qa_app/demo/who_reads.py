"""Acts out who reads: ties, capacity, a first calibration, the team's profile."""

from datetime import date, datetime, timedelta

from qa_app.demo.acting import Stage, account_of
from qa_app.domain.bars import Tie, TieKind
from qa_app.domain.calibration import asked_items
from qa_app.domain.people import Actor
from qa_app.domain.practice import agreed_codes, files_for
from qa_app.domain.profiles import Profile, Safeguard, profile_of
from qa_app.paths import resource
from qa_app.queries.calibration import contents_of, version_in_force
from qa_app.queries.rubrics import rubric_by_id
from qa_app.queries.team import people_there
from qa_app.rubric_files.practice import read_practice_files
from qa_app.services.readers.answer_practice import PracticeAnswers, answer_practice
from qa_app.services.readers.record_tie import NewTie, record_tie
from qa_app.services.readers.set_capacity import NewCapacity, set_capacity
from qa_app.services.readers.set_profile import NewProfile, set_profile

_RUBRIC = "legal_aid"
_SLIPS = {"B5": "met", "C1": "partly", "C4": "met"}
_CENTRE = "530102-A"
_WORKER = "SW01"
_FILES_A_WEEK = 8
_SET_DAYS_AGO = 14
_LEFT_DAYS_AGO = 240
_JOINED_DAYS_AGO = 1500


def set_small_team(stage: Stage, operator: Actor, at: datetime, *, is_relieved: bool) -> None:
    """Set the profile of a team in which few read; nothing happens where it stands so already.

    Args:
        stage: What actors need.
        operator: The system.
        at: The present.
        is_relieved: True while who is below the gate is not checked more often, as reports say.
    """
    relaxed = {Safeguard.CALIBRATION_GATE} if is_relieved else set()
    set_profile(stage.session, operator, NewProfile(Profile.SMALL, relaxed), at=at)


def tell_who_reads(stage: Stage, today: date) -> None:
    """Record what keeps whom from which files, how much they read, and how alike they judge.

    Args:
        stage: What actors need.
        today: The last day of the story.
    """
    at = stage.instant(today - timedelta(days=_SET_DAYS_AGO), 9)
    session = stage.session
    reader, second = account_of(stage.reader), account_of(stage.second)
    takes = NewCapacity(_FILES_A_WEEK, (), 0)
    set_capacity(session, stage.supervisor, reader, takes, at=at)
    centre = stage.centre_ids[_CENTRE]
    since = today - timedelta(days=_SET_DAYS_AGO)
    supervises = Tie(TieKind.SUPERVISION, centre, None, since)
    record_tie(session, stage.supervisor, NewTie(second, supervises, _WORKER), at=at)
    belonged = Tie(
        TieKind.MEMBERSHIP,
        centre,
        None,
        today - timedelta(days=_JOINED_DAYS_AGO),
        today - timedelta(days=_LEFT_DAYS_AGO),
    )
    record_tie(session, stage.supervisor, NewTie(second, belonged), at=at)
    _calibrate(stage, today)


def count_readers(stage: Stage, operator: Actor, today: date) -> None:
    """Set the profile of the team as it is once everybody is appointed, without any relief.

    Args:
        stage: What actors need.
        operator: The system.
        today: The last day of the story.
    """
    profile = profile_of(people_there(stage.session).readers)
    stage.session.rollback()
    set_profile(stage.session, operator, NewProfile(profile, ()), at=stage.instant(today, 8, 45))


def _calibrate(stage: Stage, today: date) -> None:
    session = stage.session
    now = version_in_force(session, _RUBRIC, today)
    rubric = None if now is None else rubric_by_id(session, now.id)
    if now is None or rubric is None:
        return
    shipped = {one.code: one for one in read_practice_files(resource("rubrics") / "practice")}
    for number, code in enumerate(files_for(_RUBRIC)):
        practice = shipped[code]
        contents = contents_of(session, _RUBRIC, {practice.version, now.version})
        asked = asked_items(practice, contents, now.version, None)
        session.rollback()
        slips = {item: one for item, one in _SLIPS.items() if item in practice.answers}
        codes = agreed_codes(practice) | slips
        answers = PracticeAnswers(practice, rubric, asked, codes, is_handed_in=True)
        answer_practice(session, stage.reader, answers, at=stage.instant(today, 8, 10 * number))
