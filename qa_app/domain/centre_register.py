"""What a centre has on paper: kinds of papers, sanctions, partners, and how a paper stands."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from qa_app.domain.defaults import YEARLY_GRACE_MONTHS
from qa_app.domain.month_grid import months_on
from qa_app.domain.text import BilingualText


class Outcome(StrEnum):
    """What the body that issued a paper found, where its kind finds something."""

    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"


PARTNERS: Final = {
    "ngo": BilingualText("社会组织", "Non-governmental organisation"),
    "law_firm": BilingualText("律师事务所", "Law firm"),
    "womens_federation": BilingualText("妇女联合会", "Women's Federation"),
    "youth_league": BilingualText("共青团", "Youth League"),
    "university": BilingualText("高等院校", "University"),
    "state_body": BilingualText("国家机关或事业单位", "State body or public institution"),
}
"""Kinds of partner who run a centre."""

OUTCOMES: Final = {
    Outcome.ACCEPTED.value: BilingualText("合格", "Accepted"),
    Outcome.NOT_ACCEPTED.value: BilingualText("不合格", "Not accepted"),
}

SANCTIONS: Final = {
    "penalty": BilingualText("行政处罚", "Penalty"),
    "open_case": BilingualText("被立案调查", "Case opened"),
}
"""Kinds of sanction; a penalty counts from the day it was imposed, a case until it is closed."""

PAPERS_OF_SANCTIONS: Final = frozenset({"registration", "practice_licence"})
"""Papers by which a centre exists; a penalty or an open case stands against these."""


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper.

    Attributes:
        name: Its name.
        has_outcome: True when whoever issues it accepts something or does not.
        is_yearly: True when each year has its own, and the latest one counts.
        is_reviewed: True when it holds as long as it was reviewed of late.
        is_of_area: True when each area of a centre needs its own.
    """

    name: BilingualText
    has_outcome: bool = False
    is_yearly: bool = False
    is_reviewed: bool = False
    is_of_area: bool = False


PAPERS: Final = {
    "registration": PaperKind(BilingualText("登记证书", "Registration certificate")),
    "annual_report": PaperKind(
        BilingualText("年度报告（年检）", "Annual report"), has_outcome=True, is_yearly=True
    ),
    "practice_licence": PaperKind(BilingualText("律师事务所执业许可证", "Practice licence")),
    "yearly_assessment": PaperKind(
        BilingualText(
            "司法行政部门年度检查考核", "Yearly assessment by the judicial administration"
        ),
        has_outcome=True,
        is_yearly=True,
    ),
    "legal_person_certificate": PaperKind(
        BilingualText("法人证书或设立文件", "Certificate of legal person or founding document")
    ),
    "procedure": PaperKind(
        BilingualText("工作流程", "Working procedure"), is_reviewed=True, is_of_area=True
    ),
    "standard": PaperKind(
        BilingualText("服务标准", "Service standard"), is_reviewed=True, is_of_area=True
    ),
    "pia": PaperKind(
        BilingualText("个人信息保护影响评估", "Personal-information impact assessment"),
        is_reviewed=True,
    ),
    "child_safeguarding_policy": PaperKind(
        BilingualText("儿童保护制度", "Child safeguarding policy"), is_reviewed=True
    ),
    "service_agreement": PaperKind(BilingualText("购买服务协议", "Service agreement")),
    "insurance": PaperKind(BilingualText("责任保险", "Liability insurance")),
    "fire_safety": PaperKind(
        BilingualText("消防安全检查", "Fire-safety inspection"), has_outcome=True
    ),
}
"""Kinds of papers: code to what is known of one."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that a centre holds.

    Attributes:
        kind: Code of its kind.
        issued_on: First day it holds.
        valid_until: Last day it holds; None without one.
        reviewed_on: Day on which it was last looked through; None when it never was.
        outcome: What was found; empty where the kind finds nothing.
        area: Code of the area it is for; empty for the centre as a whole.
    """

    kind: str
    issued_on: date
    valid_until: date | None = None
    reviewed_on: date | None = None
    outcome: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Sanction:
    """A penalty, or a case opened against a centre.

    Attributes:
        kind: `penalty` or `open_case`.
        begun_on: Day it was imposed, or the case opened.
        closed_on: Day on which a case was closed; None while it runs, and for penalties.
    """

    kind: str
    begun_on: date
    closed_on: date | None = None


def holds(paper: Paper, day: date, months: int) -> bool:
    """Tell whether a paper holds on a day.

    Args:
        paper: The paper.
        day: The day.
        months: Whole months within which a yearly paper was issued, or a paper that is reviewed
            was issued or last looked through.

    Returns:
        False before it is issued, after its last day, when it was not accepted, and when it is
        too old.
    """
    known = PAPERS.get(paper.kind)
    if known is None or paper.issued_on > day:
        return False
    if paper.valid_until is not None and paper.valid_until < day:
        return False
    if known.has_outcome and paper.outcome != Outcome.ACCEPTED:
        return False
    reviewed = paper.reviewed_on
    fresh = (
        paper.issued_on if reviewed is None or reviewed > day else max(paper.issued_on, reviewed)
    )
    if known.is_reviewed:
        return fresh >= months_on(day, -months)
    # a report of a year is accepted in the next one: what counts is that no newer one is owed
    return not known.is_yearly or paper.issued_on >= months_on(day, -(months + YEARLY_GRACE_MONTHS))


def weighs(sanction: Sanction, day: date, months: int) -> bool:
    """Tell whether a sanction still counts against a centre.

    Args:
        sanction: The sanction.
        day: The day.
        months: Whole months that are looked at.

    Returns:
        True for a penalty imposed within the months, and for a case that was open in them.

    Source: criterion E01, "no penalty or open case in 12 months".
    """
    since = months_on(day, -months)
    if sanction.begun_on > day:
        return False
    if sanction.kind == "open_case":
        return sanction.closed_on is None or sanction.closed_on > since
    return sanction.begun_on > since


def weighs_until(sanction: Sanction, day: date, months: int) -> date:
    """Give the first day on which a sanction counts no more, if nothing new happens.

    Args:
        sanction: One that weighs on `day`.
        day: The day; a case that is still open is taken to be closed on it.
        months: Whole months that are looked at.

    Returns:
        The day.
    """
    since = sanction.begun_on
    if sanction.kind == "open_case":
        since = sanction.closed_on or day
    over = months_on(since, months)
    # a month without that day is over a day later
    return over if months_on(over, -months) >= since else over + timedelta(days=1)


def latest(papers: Iterable[Paper], kind: str, area: str = "") -> Paper | None:
    """Find the paper of a kind that counts.

    Args:
        papers: Papers of a centre.
        kind: The kind.
        area: The area; a paper for the centre as a whole counts for each.

    Returns:
        The one issued last; None when there is none.
    """
    held = [one for one in papers if one.kind == kind and one.area in {"", area}]
    return max(held, key=lambda one: (one.issued_on, one.valid_until or date.max), default=None)


class PaperState(StrEnum):
    """How a paper that is asked for stands."""

    HOLDS = "holds"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    REFUSED = "refused"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one kind of paper stands.

    Attributes:
        state: Its state.
        until: Last day on which it holds; None where it has none, or there is no paper.
        days: Days until then, counted from today; None likewise.
    """

    state: PaperState
    until: date | None = None
    days: int | None = None


def last_day(paper: Paper, months: int) -> date | None:
    """Tell until when a paper holds if nothing is done.

    Args:
        paper: The paper.
        months: Whole months within which it is to be reviewed or renewed.

    Returns:
        Its last day; None for a paper without an end.
    """
    known = PAPERS[paper.kind]
    ends = [paper.valid_until] if paper.valid_until is not None else []
    if known.is_reviewed:
        fresh = max(paper.issued_on, paper.reviewed_on or paper.issued_on)
        ends.append(months_on(fresh, months))
    if known.is_yearly:
        ends.append(months_on(paper.issued_on, months + YEARLY_GRACE_MONTHS))
    return min(ends, default=None)


def standing_of(paper: Paper | None, today: date, months: int, warned: int) -> Standing:
    """Tell how a paper stands today.

    Args:
        paper: The one that counts; None when there is none.
        today: The local day.
        months: Whole months within which it is to be reviewed or renewed.
        warned: Days before its end from which it is told.

    Returns:
        Its state with its last day.
    """
    if paper is None:
        return Standing(PaperState.MISSING)
    until = last_day(paper, months)
    days = None if until is None else (until - today).days
    known = PAPERS[paper.kind]
    if known.has_outcome and paper.outcome != Outcome.ACCEPTED:
        return Standing(PaperState.REFUSED, until, days)
    if days is None or days > warned:
        return Standing(PaperState.HOLDS, until, days)
    return Standing(PaperState.EXPIRED if days < 0 else PaperState.EXPIRING, until, days)


def warning_due(until: date, today: date, steps: Collection[int]) -> int | None:
    """Tell which warning is due for what ends.

    Args:
        until: Its last day.
        today: The local day.
        steps: Days before the end on which people are told.

    Returns:
        The smallest step that was reached; None before the first, and after the end.
    """
    left = (until - today) / timedelta(days=1)
    reached = [step for step in steps if 0 <= left <= step]
    return min(reached, default=None)
