"""What is due of a branch, with the reason for its day, as it is listed, planned and kept."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from fractions import Fraction
from statistics import median
from typing import Any

from qa_app.domain.defaults import (
    CONCERN_BELOW_PCT,
    CONCERN_MISSED_MONTHS,
    FILES_PER_POINT,
    PLAN_MONTHS_AHEAD,
    ROTATION_VISITS,
    VISIT_BANDS_PCT,
)
from qa_app.domain.due import UNKNOWN_BAND, Tier, Volume, Waiting, rank
from qa_app.domain.month_grid import month_after
from qa_app.domain.supervision import SessionType

_MILLIONTHS_A_PERCENT = 10_000


class NeedKind(StrEnum):
    """What something is due for."""

    CENTRE = "centre"
    PRACTITIONER = "practitioner"
    AGREEMENT = "agreement"
    ASSESSMENT = "assessment"
    OBSERVATION = "observation"
    SHADOWING = "shadowing"
    FILES = "files"
    GROUP = "group"
    PEER = "peer"
    MEETING = "meeting"
    CONFERENCE = "conference"


OF_TEAMS = frozenset({NeedKind.GROUP, NeedKind.PEER, NeedKind.MEETING, NeedKind.CONFERENCE})
"""Kinds that a centre's team is due for; their number is that of the centre."""

_OF_ONE_WORKER = frozenset(
    {NeedKind.ASSESSMENT, NeedKind.OBSERVATION, NeedKind.SHADOWING, NeedKind.FILES}
)

OF_WORK = _OF_ONE_WORKER | OF_TEAMS
"""Kinds that are put on a day by hand, and that no month is proposed with."""

OF_WORKERS = _OF_ONE_WORKER | {NeedKind.PRACTITIONER}
"""Kinds whose number is that of a practitioner."""


@dataclass(frozen=True, slots=True)
class DueWhy:
    """Why something is due on its day; what does not apply is None or 0.

    Attributes:
        reason: A code of `due.DueReason` for a visit, of `rhythm.RhythmReason` for a session, of
            `work_rhythms.WorkReason` for what a worker is due for besides, of
            `team_rhythms.TeamReason` for a team.
        last_on: Day of the last one held; None when there was none. Of a group, or of peers, the
            day on which whoever waits longest was in one.
        overdue_actions: Corrective actions of the centre that are open past their day.
        missed_months: Last whole months running in which sessions were planned there and none was
            held, as far as `CONCERN_MISSED_MONTHS`.
        planned_on: Day of the last one planned by then, from which the day counts; None for none.
        later_on: Day of the first visit planned after the time asked about, of those that do
            what it is due for; None for none. It is due as it was, but no more to plan.
        days: Days from one to the next; None for one in each calendar month, or a first one.
        band: Band of the centre's files.
        files: How many final files the band rests on.
        percent: Their mean score, 0 to 100, to one decimal.
        volume: Cases in hand beside the median centre.
        red_lines: Open red lines.
        part: How many of those meant there are (files read, times followed); of a team: how many
            workers are due.
        whole: How many are meant; of a team: how many are in post.
    """

    reason: str
    last_on: date | None = None
    days: int | None = None
    band: str | None = None
    files: int = 0
    percent: float | None = None
    volume: str | None = None
    red_lines: int = 0
    planned_on: date | None = None
    later_on: date | None = None
    overdue_actions: int = 0
    missed_months: int = 0
    part: int = 0
    whole: int = 0

    @property
    def is_below(self) -> bool:
        """Tell whether the last files of the centre were worse than anybody may leave alone."""
        return self.percent is not None and self.percent < CONCERN_BELOW_PCT

    @property
    def gives_concern(self) -> bool:
        """Tell whether the centre comes before what is due as usual."""
        is_missed = self.missed_months >= CONCERN_MISSED_MONTHS
        return self.overdue_actions > 0 or is_missed or self.is_below

    def plain(self) -> dict[str, Any]:
        """Write it as plain data.

        Returns:
            What `why_from` reads; what does not apply is left out.
        """
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name in self.__slots__
            if (value := getattr(self, name)) is not None
        }


def why_from(plain: Mapping[str, Any]) -> DueWhy:
    """Read what `plain` wrote.

    Args:
        plain: The data.

    Returns:
        The reason.
    """
    days = {
        name: date.fromisoformat(plain[name])
        for name in ("last_on", "planned_on", "later_on")
        if plain.get(name) is not None
    }
    return DueWhy(**{**plain, **days})


@dataclass(frozen=True, slots=True)
class DueNeed:
    """A visit or a session that is due.

    Attributes:
        kind: What it is due for.
        id: Number of the centre, the practitioner or the agreement.
        centre_id: Where.
        type: What kind of session it takes.
        due_on: The day by which it is due.
        tier: How urgent it is.
        why: Why on that day.
        people: Practitioners of a team whom its session is for; empty for all other kinds.
    """

    kind: NeedKind
    id: int
    centre_id: int
    type: SessionType
    due_on: date
    tier: Tier
    why: DueWhy
    people: tuple[int, ...] = ()

    @property
    def workers(self) -> frozenset[int]:
        """List the practitioners whom it is for; none where an agreement names them."""
        return frozenset({self.id}) if self.kind in OF_WORKERS else frozenset(self.people)

    @property
    def key(self) -> str:
        """Name it among all needs."""
        return need_key(self.kind, self.id)


def people_due(needs: Iterable[DueNeed]) -> Counter[int]:
    """Count at each centre the people whom the rhythm asks individual supervision for.

    Args:
        needs: What is due; of one person once.

    Returns:
        Centre to how many; 0 where nobody is due.
    """
    asked = {NeedKind.PRACTITIONER, NeedKind.AGREEMENT}
    return Counter(
        one.centre_id for one in needs if one.kind in asked and one.type is SessionType.INDIVIDUAL
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that will be due some day, with what decides its place.

    Attributes:
        kind: What it is due for.
        id: Number of the centre, the practitioner or the agreement.
        centre_id: Where.
        type: What kind of session it takes.
        due_on: The day; after the last one that is planned within the time asked about.
        why: Why on that day.
        is_first: True for a visit to a centre that had none.
        caseload: Cases in hand.
        people: Practitioners of a team whom its session is for.
    """

    kind: NeedKind
    id: int
    centre_id: int
    type: SessionType
    due_on: date
    why: DueWhy
    is_first: bool = False
    caseload: int = 0
    people: tuple[int, ...] = ()


def needs_due(candidates: Iterable[Candidate], today: date, until: date) -> tuple[DueNeed, ...]:
    """Keep what is due by a day, in order of priority.

    Args:
        candidates: What will be due some day.
        today: The present.
        until: The last day that counts.

    Returns:
        By tiers, as `due.rank`. Candidates count from what is planned, so that nothing planned is
        due once more, and the next one after it is.
    """
    open_ones = {need_key(one.kind, one.id): one for one in candidates if one.due_on <= until}
    waiting = (
        Waiting(
            key,
            one.due_on,
            is_first=one.is_first,
            percent=one.why.percent,
            caseload=one.caseload,
            has_open_critical=one.why.red_lines > 0,
            has_concern=one.why.gives_concern,
        )
        for key, one in open_ones.items()
    )
    ranked = rank(waiting, today, max((until - today).days, 0))
    return tuple(_need(open_ones[one.waiting.key], one.tier) for one in ranked)


def _need(one: Candidate, tier: Tier) -> DueNeed:
    return DueNeed(one.kind, one.id, one.centre_id, one.type, one.due_on, tier, one.why, one.people)


def need_key(kind: str, number: int) -> str:
    """Name a need.

    Args:
        kind: A code of `NeedKind`.
        number: Number of what it is due for.

    Returns:
        Such as `centre:12`.
    """
    return f"{kind}:{number}"


@dataclass(frozen=True, slots=True)
class BandOfFiles:
    """How good a centre's files were.

    Attributes:
        band: The band; `due.UNKNOWN_BAND` when too few were read.
        files: Final files with a score.
        percent: Their mean to one decimal, 0 to 100; None when too few were read.
    """

    band: str = UNKNOWN_BAND
    files: int = 0
    percent: float | None = None


def band_of(files: int, millionths: int) -> BandOfFiles:
    """Find the band of a centre's files: of their mean, once there are enough of them.

    Args:
        files: Final files with a score.
        millionths: Sum of their scores, each 0 to a million.

    Returns:
        The band by the cuts of the standard bands; none under `FILES_PER_POINT` files.
    """
    if files < FILES_PER_POINT:
        return BandOfFiles(files=files)
    percent = Fraction(millionths, files * _MILLIONTHS_A_PERCENT)
    band = next(band for band, least in VISIT_BANDS_PCT if percent >= least)
    return BandOfFiles(band, files, float(Fraction(int(percent * 10), 10)))


def volumes_of(cases: Mapping[int, int]) -> dict[int, Volume]:
    """Tell which centres work with many cases.

    Args:
        cases: Cases in hand by centre.

    Returns:
        High for centres above the median of them all, low for the others.
    """
    if not cases:
        return {}
    middle = median(cases.values())
    return {one: Volume.HIGH if count > middle else Volume.LOW for one, count in cases.items()}


def takes_turns(visitors: Sequence[int], others: int) -> int | None:
    """Tell who has to let somebody else go to a centre.

    Args:
        visitors: Who led its last visits, the latest first.
        others: How many besides that person might go.

    Returns:
        Whoever led the last `ROTATION_VISITS` visits, as long as there is somebody else; None
        when nobody has to.
    """
    last = visitors[:ROTATION_VISITS]
    is_run = len(last) == ROTATION_VISITS and len(set(last)) == 1
    return last[0] if is_run and others > 0 else None


def may_be_proposed(month: date, today: date) -> bool:
    """Tell whether a month is near enough to be planned as a whole.

    Args:
        month: First day of the month.
        today: The present.

    Returns:
        True for the running month and `PLAN_MONTHS_AHEAD` after it.
    """
    first = today.replace(day=1)
    return first <= month <= month_after(first, PLAN_MONTHS_AHEAD)


@dataclass(frozen=True, slots=True)
class NeedOnDay:
    """What is put where.

    Attributes:
        kind: A code of `NeedKind`.
        id: Number of what it is due for.
        until: Last day of the month whose due list it was taken from.
        day: On which day.
        supervisor_id: Who leads.
        starts_at: Local time; None when not agreed.
        all_the_same: True when rules that bend may be set aside: the person was told.
        words: Why they are; kept in the journal.
        key: Random key of the form; the same key twice gives the same session.
    """

    kind: str
    id: int
    until: date
    day: date
    supervisor_id: int
    starts_at: time | None = None
    all_the_same: bool = False
    words: str = ""
    key: str | None = None
