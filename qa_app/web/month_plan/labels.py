"""Sentences of what is due, and of the plan of a month."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.errors import ConflictError, InvalidError, RefusedError
from qa_app.domain.month_plans import LineState, PlanState
from qa_app.domain.month_proposal import PlanCost
from qa_app.domain.plan_rules import Obstacle
from qa_app.queries.month_plans import MonthPlan
from qa_app.web.double_booking import keep_words, rule_words, told_words
from qa_app.web.labels import plain
from qa_app.web.session_labels import (
    clauses,
    month_words,
    sentences,
)


def obstacles_sentence(obstacles: Sequence[Obstacle]) -> str:
    """Say which rules stand in the way of something without a place."""
    if not obstacles:
        return str(_("No supervisor may lead sessions there."))
    parts = []
    for one in obstacles:
        people = ngettext("%(num)d supervisor", "%(num)d supervisors", one.supervisors)
        if one.days:
            days = ngettext("%(num)d day", "%(num)d days", one.days)
            where = _("%(people)s, %(days)s in all", people=people, days=days)
        else:
            where = people
        parts.append(str(_("%(rule)s (%(where)s)", rule=rule_words(one.rule), where=where)))
    return str(_("In the way: %(listed)s.", listed=str(_("; ")).join(parts)))


def hours_words(minutes: int) -> str:
    """Write minutes as hours with at most one decimal."""
    return f"{minutes / 60:.1f}".removesuffix(".0")


def plan_finding(plan: MonthPlan, unplaced: int) -> str:
    """Say what a plan holds and still leaves out, as the page's heading."""
    placed = len(plan.standing)
    what = _("%(month)s, %(place)s", month=month_words(plan.month), place=plain(plan.branch.name))
    parts = (
        ngettext("%(num)d session", "%(num)d sessions", placed),
        ngettext("%(num)d without a place", "%(num)d without a place", unplaced)
        if unplaced
        else _("everything has a place"),
    )
    return str(_("%(month)s: %(listed)s", month=what, listed=clauses(*parts)))


def history_sentence(plan: MonthPlan, names: Mapping[int, str], *, is_small: bool) -> str:
    """Say who proposed, agreed to and published a plan."""
    who = [_("Proposed by %(name)s.", name=_who(plan.proposed_by, names))]
    if plan.agreed_at is not None:
        who.append(_("Agreed to by %(name)s.", name=_who(plan.agreed_by, names)))
        if plan.agreed_by == plan.proposed_by:
            who.append(_("That is the same person: in a small team nobody else has to agree."))
    elif plan.state is PlanState.DRAFT and is_small:
        who.append(_("The team is a small one: who proposed a plan may agree to it as well."))
    elif plan.state is PlanState.DRAFT:
        who.append(_("Somebody else than who proposed it agrees to it."))
    if plan.published_at is not None and plan.state is PlanState.PUBLISHED:
        who.append(_("Published by %(name)s.", name=_who(plan.published_by, names)))
    return sentences(*(str(one) for one in who))


def _who(account: int | None, names: Mapping[int, str]) -> str:
    return names.get(account or 0, "")


def proof_sentence(plan: MonthPlan) -> str:
    """Say whether a plan could hold more."""
    most = (
        _("No plan that keeps every rule places more of what comes first.")
        if plan.found.is_proven
        else _("The search stopped at its limit of time: another plan might place more.")
    )
    even = _(
        "Then nothing that is in time is made late and no open red line waits; then there are as"
        " few journeys as can be; then the days of each supervisor are as even as can be."
    )
    return sentences(str(most), str(even))


def cost_sentence(cost: PlanCost) -> str:
    """Say what a plan costs."""
    late = (
        ngettext("%(num)d later than due", "%(num)d later than due", cost.late)
        if cost.late
        else _("none later than due")
    )
    days = ngettext("%(num)d day late in all", "%(num)d days late in all", cost.days_late)
    ways = ngettext("%(num)d journey to a centre", "%(num)d journeys to centres", cost.visits)
    placed = ngettext("%(num)d session", "%(num)d sessions", cost.placed)
    listed = clauses(placed, str(late), days if cost.late else "", ways)
    return str(_("%(what)s.", what=listed))


def broken_sentence(count: int) -> str:
    """Say how many lines break a rule; empty when none does."""
    said = ngettext(
        "%(num)d session breaks a rule where it stands; it is marked below.",
        "%(num)d sessions break rules where they stand; they are marked below.",
        count,
    )
    return str(said) if count else ""


def met_sentence(count: int) -> str:
    """Say how many lines answer what was planned or held meanwhile; empty when none does."""
    said = ngettext(
        "What %(num)d session answers was planned or held meanwhile: drop it first, or"
        " propose anew",
        "What %(num)d sessions answer was planned or held meanwhile: drop them first, or"
        " propose anew",
        count,
    )
    return str(said) if count else ""


def day_load_sentence(minutes: int, centres: int) -> str:
    """Say what a supervisor does on the day of a change."""
    where = ngettext("%(num)d centre", "%(num)d centres", centres)
    return str(
        _(
            "That day then holds %(hours)s hours at %(where)s.",
            hours=hours_words(minutes),
            where=where,
        )
    )


def line_state_words(state: LineState) -> str:
    """Name the state of a line; empty while it is proposed."""
    return {
        LineState.PROPOSED: "",
        LineState.DROPPED: str(_("dropped")),
        LineState.PUBLISHED: str(_("published")),
    }[state]


def refusal_words(fault: RefusedError) -> tuple[str, str]:
    """Say why something was refused.

    Args:
        fault: The refusal.

    Returns:
        The field it is about (empty for the whole form), and the words.
    """
    count = fault.params.get("lines", 0)
    words: dict[str, tuple[str, str]] = {
        "month_not_near": ("", _("Only this month and the two after it are proposed")),
        "nothing_due": ("", _("Nothing is due in this month that is not planned already")),
        "no_holiday_table": (
            "",
            _(
                "The holiday table of %(year)d is not there yet, and working days are not guessed:"
                " an administrator enters it first",
                year=fault.params.get("year", 0),
            ),
        ),
        "day_outside_month": ("day", _("Give a day from today on, within the months shown")),
        "rule_forbids": (
            "supervisor_id",
            _("Not possible: %(rules)s", rules=told_words(fault)),
        ),
        "rules_bend": ("day", keep_words(fault)),
        "double_booked": ("starts_at", keep_words(fault)),
        "rubric_missing": (
            "",
            _("A case-file review needs a rubric: plan it by “Another kind, or with files”"),
        ),
        "no_words": ("words", _("Say in a sentence why the rule is set aside")),
        "long_words": ("words", _("That is too long")),
        "own_proposal": ("", _("You proposed this plan: somebody else agrees to it")),
        "lines_past": (
            "",
            ngettext(
                "The day of %(num)d session is over: move or drop it first",
                "The days of %(num)d sessions are over: move or drop them first",
                int(str(count)),
            ),
        ),
        "lines_met": (
            "",
            met_sentence(int(str(count))),
        ),
        "lines_forbidden": (
            "",
            ngettext(
                "%(num)d session is no longer possible where it stands: move or drop it first",
                "%(num)d sessions are no longer possible where they stand: move or drop them first",
                int(str(count)),
            ),
        ),
        "plan_changed": (
            "",
            _("Somebody changed this plan meanwhile: this is how it stands now; choose again"),
        ),
        "key_reused": (
            "",
            _("This form was sent before with something else. Open the page again."),
        ),
        "need_met": ("", _("This is not due any more: somebody planned it, or it was held")),
        "not_draft": ("", _("This plan was agreed to or published meanwhile")),
        "not_agreed": ("", _("Somebody has to agree to this plan before it is published")),
        "line_settled": ("", _("This was dropped or published meanwhile")),
    }
    field, message = words[fault.code]
    return field, str(message)


def status_of(fault: RefusedError) -> int:
    """Give the status with which a page answers a refusal."""
    return 409 if isinstance(fault, ConflictError) else 422


REFUSED = (ConflictError, InvalidError)
"""Refusals that the pages put into words."""
