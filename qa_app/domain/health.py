"""How an installation stands: each part good, not used, to be looked at, or at fault."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from qa_app.domain import defaults, trust_defaults
from qa_app.domain.rounding import display


class Part(StrEnum):
    """What of an installation is looked at."""

    DATABASE = "database"
    MIGRATIONS = "migrations"
    JOURNAL = "journal"
    CLOCK = "clock"
    DISK = "disk"
    FOLDER = "folder"
    HTTPS = "https"
    LINK = "link"
    HOLIDAYS = "holidays"
    TICK = "tick"
    BACKUP = "backup"
    LOCK = "lock"
    POLICY = "policy"
    LEAKS = "leaks"
    ACTS = "acts"


class State(StrEnum):
    """How a part stands: good, left out by choice, to be looked at, at fault."""

    GOOD = "good"
    NOT_USED = "not_used"
    WARNING = "warning"
    FAULT = "fault"


class LeaksState(StrEnum):
    """How the list of passwords that leaked elsewhere stands."""

    NOT_NAMED = "not_named"
    GOOD = "good"
    AWAY = "away"
    WRONG = "wrong"


_GIGABYTE, _MEGABYTE = 10**9, 10**6
NEEDED = (Part.DATABASE, Part.MIGRATIONS, Part.JOURNAL, Part.CLOCK, Part.DISK)
"""Parts without which nobody should be sent to this server."""


@dataclass(frozen=True, slots=True)
class Finding:
    """How one part stands.

    Attributes:
        part: Which part.
        state: How it stands.
        code: What was found, such as `disk_full`; the part's name alone when it is good.
        params: What the sentence of the code says: whole numbers and names of the product.
    """

    part: Part
    state: State
    code: str
    params: dict[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Disk:
    """Room where the data lie.

    Attributes:
        free: Bytes free for the product.
        total: Bytes in all.
    """

    free: int
    total: int


@dataclass(frozen=True, slots=True)
class ActsHeld:
    """What was found when what is recorded was last held against the journal.

    Attributes:
        at: When.
        acts: Acts that are recorded as the journal tells.
        unlike: How many things are not.
        kind: Of the first of them a `domain.act_seals.Kind`; empty for none.
        number: Its number.
        is_own: False where this installation did not seal what is told here.
    """

    at: datetime
    acts: int
    unlike: int
    kind: str = ""
    number: str = ""
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the journal, as its head and as its last row tell it.

    Attributes:
        seq: Number that the head names.
        digest: Digest that the head names.
        last_seq: Number of the last row; 0 for an empty journal.
        last_digest: Digest of the last row; empty for an empty journal.
        last_at: When the last act was; None for an empty journal.
    """

    seq: int
    digest: str
    last_seq: int
    last_digest: str
    last_at: datetime | None


def is_ready(findings: Iterable[Finding]) -> bool:
    """Tell whether people may be sent to this server.

    Args:
        findings: Of every part in `NEEDED`, perhaps of others.

    Returns:
        False when a part that is needed is at fault; warnings keep nobody away.
    """
    return not any(one.part in NEEDED and one.state is State.FAULT for one in findings)


def disk_finding(disk: Disk) -> Finding:
    """Judge the room that is left.

    Args:
        disk: Room where the data lie.

    Returns:
        A fault below `DISK_FREE_LEAST`, where an answer might not be kept; a warning below
        `DISK_FREE_LOW` of the whole.
    """
    params: dict[str, int | str] = {"room": _room(disk.free)}
    if disk.free < defaults.DISK_FREE_LEAST:
        return Finding(Part.DISK, State.FAULT, "disk_full", params)
    if 100 * disk.free < defaults.DISK_FREE_LOW_PCT * disk.total:
        return Finding(Part.DISK, State.WARNING, "disk_low", params)
    return Finding(Part.DISK, State.GOOD, "disk", params)


def _room(free: int) -> str:
    # in gigabytes to one digit the last hundred megabytes would read as nothing
    if free < _GIGABYTE:
        return f"{display(Fraction(free, _MEGABYTE), 0)} MB"
    return f"{display(Fraction(free, _GIGABYTE), 1)} GB"


def journal_finding(head: Head | None) -> Finding:
    """Judge whether the head of the journal is that of its last row.

    Args:
        head: Both; None when the head is not there.

    Returns:
        A fault when they differ: every act would be refused, or rows were cut off.
    """
    if head is None:
        return Finding(Part.JOURNAL, State.FAULT, "journal_headless")
    params: dict[str, int | str] = {"seq": head.seq}
    is_whole = head.seq == head.last_seq and (not head.seq or head.digest == head.last_digest)
    if not is_whole:
        return Finding(Part.JOURNAL, State.FAULT, "journal_broken", params)
    return Finding(Part.JOURNAL, State.GOOD, "journal", params)


def clock_finding(
    now: datetime, database_now: datetime | None, last_at: datetime | None
) -> Finding:
    """Judge the clock of this machine.

    Args:
        now: What this machine says.
        database_now: What the database server says; None for SQLite, which has no other clock.
        last_at: When the last act was; None for an empty journal.

    Returns:
        A fault when this machine is behind the last act by more than `CLOCK_APART_MOST`; a
        warning when it is that far from the database server.
    """
    most = timedelta(seconds=defaults.CLOCK_APART_MOST)
    if last_at is not None and last_at - now > most:
        behind = int((last_at - now).total_seconds())
        return Finding(Part.CLOCK, State.FAULT, "clock_behind", {"seconds": behind})
    if database_now is not None and abs(database_now - now) > most:
        apart = int(abs(database_now - now).total_seconds())
        return Finding(Part.CLOCK, State.WARNING, "clock_apart", {"seconds": apart})
    return Finding(Part.CLOCK, State.GOOD, "clock")


def clock_step_finding(
    seconds: int, last_seq: int, told_at: datetime, now: datetime
) -> Finding | None:
    """Judge a step back of the clock that the journal tells of.

    Args:
        seconds: How far back.
        last_seq: The last act before it.
        told_at: When it was noticed, by the clock of then.
        now: The present.

    Returns:
        A warning for `CLOCK_STEP_DAYS`; None afterwards.
    """
    if abs(now - told_at) > timedelta(days=trust_defaults.CLOCK_STEP_DAYS):
        return None
    return Finding(
        Part.CLOCK, State.WARNING, "clock_set_back", {"seconds": seconds, "seq": last_seq}
    )


def policy_finding(told: Mapping[str, datetime], now: datetime) -> Finding:
    """Judge what browsers reported of the content policy.

    Args:
        told: Rules of the policy, each with when it last stopped something.
        now: The present.

    Returns:
        A warning that names the rules of the last `POLICY_TOLD_DAYS`; good when there are none.
    """
    since = now - timedelta(days=trust_defaults.POLICY_TOLD_DAYS)
    rules = sorted(rule for rule, at in told.items() if at > since)
    if not rules:
        return Finding(Part.POLICY, State.GOOD, "policy")
    return Finding(Part.POLICY, State.WARNING, "policy_broken", {"rules": ", ".join(rules)})


def tick_finding(last: datetime | None, now: datetime) -> Finding:
    """Judge when what is due was done last.

    Args:
        last: When `qa tick` came to its end last; None for never.
        now: The present.

    Returns:
        A warning after more than `TICK_HOURS_MOST`.
    """
    return _since(Part.TICK, last, now, defaults.TICK_HOURS_MOST)


def backup_finding(
    last: datetime | None, now: datetime, restored: datetime | None = None
) -> Finding:
    """Judge when the last backup was made.

    Args:
        last: When; None for never, as far as the journal knows.
        now: The present.
        restored: When one was last put back; None for never. A backup does not hold the act that
            tells of itself.

    Returns:
        A warning after more than `BACKUP_HOURS_MOST`.
    """
    if last is None and restored is not None:
        return Finding(Part.BACKUP, State.WARNING, "backup_restored")
    return _since(Part.BACKUP, last, now, defaults.BACKUP_HOURS_MOST)


def acts_finding(held: ActsHeld | None, now: datetime) -> Finding:
    """Judge what was found when what is recorded was held against the journal.

    Args:
        held: The last time; None for never.
        now: The present.

    Returns:
        A fault when they disagreed; a warning after more than `ACTS_HOURS_MOST`, and where
        nobody knows: it is not sealed, or lies ahead by more than `CLOCK_APART_MOST`.
    """
    if held is not None and held.unlike:
        params: dict[str, int | str] = {
            "count": held.unlike,
            "kind": held.kind,
            "number": held.number,
        }
        return Finding(Part.ACTS, State.FAULT, "acts_unlike", params)
    ahead = timedelta(seconds=defaults.CLOCK_APART_MOST)
    if held is not None and (not held.is_own or held.at - now > ahead):
        return Finding(Part.ACTS, State.WARNING, "acts_unknown")
    at = None if held is None else held.at
    found = _since(Part.ACTS, at, now, trust_defaults.ACTS_HOURS_MOST)
    acts: dict[str, int | str] = {} if held is None else {"acts": held.acts}
    return replace(found, params=found.params | acts)


def _since(part: Part, last: datetime | None, now: datetime, most: int) -> Finding:
    if last is None:
        return Finding(part, State.WARNING, f"{part}_never")
    hours = max(0, int((now - last).total_seconds()) // 3600)
    params: dict[str, int | str] = {"hours": hours}
    if hours > most:
        return Finding(part, State.WARNING, f"{part}_late", params)
    return Finding(part, State.GOOD, str(part), params)


def folder_finding(mode: int | None, *, is_writable: bool) -> Finding:
    """Judge the folder of the data.

    Args:
        mode: Its permission bits; None where the system knows none.
        is_writable: True when this account may write there.

    Returns:
        A fault when it cannot be written to, or when others may look into it.
    """
    if not is_writable:
        return Finding(Part.FOLDER, State.FAULT, "folder_closed")
    if mode is not None and mode & 0o077:
        return Finding(Part.FOLDER, State.FAULT, "folder_open", {"mode": f"{mode & 0o777:04o}"})
    return Finding(Part.FOLDER, State.GOOD, "folder")


def link_finding(link: str) -> Finding:
    """Judge the way to the database.

    Args:
        link: `near` on this machine, `checked` where the certificate of another one is checked,
            `plain` otherwise.

    Returns:
        A warning for the last.
    """
    state = State.WARNING if link == "plain" else State.GOOD
    return Finding(Part.LINK, state, f"link_{link}")


def leaks_finding(state: LeaksState) -> Finding:
    """Judge the list of passwords that leaked elsewhere.

    Args:
        state: How it stands.

    Returns:
        A fault where one is named and cannot be asked, so that nobody can set a password; not
        used where no list is named.
    """
    if state is LeaksState.GOOD:
        return Finding(Part.LEAKS, State.GOOD, "leaks")
    is_named = state is not LeaksState.NOT_NAMED
    return Finding(Part.LEAKS, State.FAULT if is_named else State.NOT_USED, f"leaks_{state}")


def https_finding(*, is_production: bool, is_https: bool) -> Finding:
    """Judge how browsers come here.

    Args:
        is_production: True for an installation in use.
        is_https: True when a proxy serves it over https.

    Returns:
        A warning for an installation in use whose cookies travel openly; not used for one that is
        only tried.
    """
    if is_production and not is_https:
        return Finding(Part.HTTPS, State.WARNING, "https_missing")
    if not is_https:
        return Finding(Part.HTTPS, State.NOT_USED, "https_not_asked")
    return Finding(Part.HTTPS, State.GOOD, "https")


def holidays_finding(known: Iterable[int], today: date) -> Finding:
    """Judge whether limits in working days can be counted.

    Args:
        known: Years with a holiday table.
        today: Local day.

    Returns:
        A warning when the present year has none, so that results stay provisional, and from
        `NEXT_HOLIDAYS_MONTH` on when the next one has none, so that plans cannot spare its days.
    """
    years, year = set(known), today.year
    if year not in years:
        return Finding(Part.HOLIDAYS, State.WARNING, "holidays_missing", {"year": year})
    if today.month >= defaults.NEXT_HOLIDAYS_MONTH and year + 1 not in years:
        params: dict[str, int | str] = {"year": year, "next": year + 1}
        return Finding(Part.HOLIDAYS, State.WARNING, "holidays_next_missing", params)
    return Finding(Part.HOLIDAYS, State.GOOD, "holidays", {"year": year})
