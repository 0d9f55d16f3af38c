"""Words of who supervises whom."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.defaults import (
    AGREED_MINUTES,
    DEPLOYMENT_DAYS_MOST,
    SUPERVISED_MOST,
    SUPERVISED_WITHOUT_REASON,
)
from qa_app.domain.errors import RefusedError
from qa_app.domain.month_grid import month_after
from qa_app.domain.rhythm import (
    month_norm,
    months_missed,
    next_session_due,
    rhythm_on,
    sessions_owed,
)
from qa_app.domain.supervision_agreements import EndReason, Load, load_of
from qa_app.domain.text import BilingualText
from qa_app.queries.agreements import AgreementLine, AgreementStep
from qa_app.queries.supervisor_lists import SupervisorLine
from qa_app.queries.supervisor_time import Absence
from qa_app.web.agreements.pages import ShownAgreement, ShownStep, ShownSupervisor
from qa_app.web.forms import BaseForm
from qa_app.web.labels import plain, who
from qa_app.web.locale import page_language
from qa_app.wording import Words
from qa_app.wording.journal import ACTIONS
from qa_app.wording.supervision_agreements import (
    END_REASONS,
    KINDS,
    functions_words,
    norm_words,
    rhythm_words,
)

_LOOKS = {Load.WITHIN: "done", Load.ABOVE: "wait", Load.FAR_ABOVE: "late"}
_YEAR = 12


def look_back(today: date) -> date:
    """Give the first day of the twelve months that are looked back over."""
    return month_after(today.replace(day=1), -_YEAR)


def shown_agreement(line: AgreementLine, held: Sequence[date], today: date) -> ShownAgreement:
    """Put an agreement into words."""
    words = Words(page_language())
    norm = month_norm(today, line.area_code, line.started_on, line.ended_on)
    is_on = _is_on(line, today)
    is_person = bool(line.person)
    due = None
    if is_on and is_person:
        last = held[-1] if held else None
        due = next_session_due(line.started_on, line.from_on, last, line.terms.every_days).on
    since = max(line.from_on, look_back(today))
    missed = months_missed(held, since, today) if is_on and is_person else ()
    return ShownAgreement(
        line=line,
        kind=words.say(KINDS[line.kind]),
        state=_state(line, today),
        rhythm=rhythm_words(words, rhythm_on(today, line.started_on, line.terms.every_days)),
        functions=functions_words(words, line.terms),
        norm=norm_words(words, norm) if is_person else "",
        last=held[-1] if held else None,
        due=due,
        is_late=due is not None and due < today,
        missed=words.listed(f"{month:%Y-%m}" for month in missed),
        warnings=tuple(_warnings(line, today)) if is_on else (),
    )


def _is_on(line: AgreementLine, today: date) -> bool:
    ended = line.until_on is not None and line.until_on < today
    return line.from_on <= today and not ended


def _state(line: AgreementLine, today: date) -> str:
    if line.until_on is not None and line.until_on < line.from_on:
        return str(_("never began"))
    if line.until_on is not None and line.until_on < today:
        return str(_("over"))
    return str(_("ahead")) if line.from_on > today else str(_("in force"))


def _warnings(line: AgreementLine, today: date) -> list[str]:
    words, found = Words(page_language()), []
    if not line.is_led:
        found.append(_("The supervisor's account is disabled: name a successor."))
    if line.ended_on is not None and line.ended_on < today:
        left = words.day(line.ended_on)
        found.append(_("The supervised person left on %(day)s: end the agreement.", day=left))
    if line.started_on is None:
        return [str(one) for one in found]
    asked = rhythm_on(today, line.started_on, None)
    every = line.terms.every_days
    if every is not None and asked.days is not None and every > asked.days:
        said = rhythm_words(words, asked)
        found.append(_("It is agreed more rarely than time in post asks for: %(said)s.", said=said))
    norm = month_norm(today, line.area_code, line.started_on, line.ended_on)
    owed = sessions_owed(today, line.started_on, line.ended_on, every) * line.terms.minutes
    if owed < norm.minutes:
        found.append(
            _(
                "What is agreed comes to %(agreed)d minutes in this calendar month; it asks for"
                " %(asked)d.",
                agreed=owed,
                asked=norm.minutes,
            )
        )
    return [str(one) for one in found]


def agreement_title(line: AgreementLine, shown: ShownAgreement, today: date) -> str:
    """Say what an agreement comes to, as the page's heading."""
    names = {"person": line.person, "supervisor": line.supervisor}
    words = Words(page_language())
    if not line.person:
        place = plain(line.centre) if line.centre else ""
        return str(_("%(supervisor)s supervises at %(place)s", place=place, **names))
    if not _is_on(line, today):
        return str(_("%(supervisor)s and %(person)s: %(state)s", state=shown.state, **names))
    if shown.due is None:
        return str(_("%(supervisor)s supervises %(person)s", **names))
    day = words.day(shown.due)
    if shown.is_late:
        return str(
            _(
                "%(supervisor)s supervises %(person)s; a session was due by %(day)s",
                day=day,
                **names,
            )
        )
    return str(
        _(
            "%(supervisor)s supervises %(person)s; the next session is due by %(day)s",
            day=day,
            **names,
        )
    )


def shown_supervisor(
    line: SupervisorLine, branch: BilingualText | None, away: Sequence[Absence], today: date
) -> ShownSupervisor:
    """Put a supervisor into words."""
    words = Words(page_language())
    load = load_of(line.count)
    return ShownSupervisor(
        line=line,
        load=str(_("%(count)d of %(most)d", count=line.count, most=SUPERVISED_MOST)),
        look=_LOOKS[load] if line.is_active else ("late" if line.count else "done"),
        branch=branch,
        away=away_words(words, away, today),
    )


def away_words(words: Words, away: Sequence[Absence], today: date) -> str:
    """Say when somebody is away next, without saying why."""
    if not away:
        return ""
    first = away[0]
    if first.from_on <= today:
        return str(_("away until %(day)s", day=words.day(first.until_on)))
    span = {"first": words.day(first.from_on), "last": words.day(first.until_on)}
    return str(_("away from %(first)s to %(last)s", **span))


def index_title(nobody: int) -> str:
    """Say how many people nobody supervises, as the page's heading."""
    if not nobody:
        return str(_("Everybody in post has a supervisor"))
    return str(
        ngettext(
            "%(num)d person in post is supervised by nobody",
            "%(num)d people in post are supervised by nobody",
            nobody,
        )
    )


def index_lede(lines: Sequence[SupervisorLine]) -> str:
    """Say how many supervisors have more people than usual, or have left."""
    above = sum(load_of(one.count) is not Load.WITHIN for one in lines if one.is_active)
    left = sum(not one.is_active and one.count > 0 for one in lines)
    parts = []
    if above:
        parts.append(
            ngettext(
                "%(num)d supervisor has more than %(most)d people.",
                "%(num)d supervisors have more than %(most)d people.",
                above,
                most=SUPERVISED_MOST,
            )
        )
    else:
        parts.append(_("No supervisor has more than %(most)d people.", most=SUPERVISED_MOST))
    if left:
        parts.append(
            ngettext(
                "%(num)d supervisor has left and still has people: hand them over.",
                "%(num)d supervisors have left and still have people: hand them over.",
                left,
            )
        )
    join = "" if page_language() == "zh" else " "
    return join.join(map(str, parts))


def load_title(name: str, count: int) -> str:
    """Say how many people a supervisor has, as the page's heading."""
    said = ngettext(
        "%(name)s supervises %(num)d person", "%(name)s supervises %(num)d people", count, name=name
    )
    if count <= SUPERVISED_MOST:
        return str(said)
    above = _(
        ", %(n)d above the ceiling of %(most)d", n=count - SUPERVISED_MOST, most=SUPERVISED_MOST
    )
    return f"{said}{above}"


def shown_steps(steps: Sequence[AgreementStep], names: Mapping[int, str]) -> tuple[ShownStep, ...]:
    """Put what was done with an agreement into words."""
    words = Words(page_language())
    return tuple(ShownStep(one.at, who(one.by), _step_words(words, one, names)) for one in steps)


def accounts_in(steps: Collection[AgreementStep]) -> set[int]:
    """List the accounts that steps name."""
    found = {one.detail.get(key) for one in steps for key in ("to_account", "from_account")}
    return {one for one in found if isinstance(one, int)}


def _step_words(words: Words, step: AgreementStep, names: Mapping[int, str]) -> str:
    said, detail = words.say(ACTIONS[step.action]), step.detail
    parts: list[str] = []
    if step.action == "agreement:change":
        every, minutes = detail.get("every_days"), detail["minutes"]
        often = _("every %(days)d days", days=every) if every else _("by time in post")
        parts = [str(often), str(_("%(n)d minutes a session", n=minutes)), str(detail["functions"])]
    if step.action == "agreement:end":
        parts = [words.say(END_REASONS[EndReason(detail["reason"])])]
    if detail.get("last_day"):
        parts.append(
            str(_("last day %(day)s", day=words.day(date.fromisoformat(detail["last_day"]))))
        )
    if step.action == "agreement:end" and detail.get("to_account") in names:
        parts.append(str(_("successor %(name)s", name=names[detail["to_account"]])))
    return said if not parts else f"{said}{_(': ')}{words.sequence(parts)}"


def asked_words(area: str | None, started: date | None, today: date) -> str:
    """Say how often and how much somebody has to be supervised who has no agreement yet."""
    words = Words(page_language())
    rhythm = rhythm_on(today, started, None)
    if started is None:
        return str(_("Asked for: %(rhythm)s.", rhythm=rhythm_words(words, rhythm)))
    norm = month_norm(today, area, started, None)
    said = _(
        "Asked for: %(rhythm)s; %(norm)s.",
        rhythm=rhythm_words(words, rhythm),
        norm=norm_words(words, norm),
    )
    if rhythm.days is None:
        return str(said)
    later = _("It becomes rarer by itself with time in post.")
    return f"{said} {later}" if page_language() == "en" else f"{said}{later}"


def refuse(form: BaseForm, fault: RefusedError) -> None:
    """Put a refusal beside the field that it concerns."""
    field, words = _refusal(fault)
    if field in {"from_on", "until_on"} and field not in form:
        field = "last_day"
    form.fail(field if field in form else "", words)


def _refusal(fault: RefusedError) -> tuple[str, str]:
    words = Words(page_language())
    days = {
        name: words.day(day)
        for name, day in fault.params.items()
        if isinstance(day, date) and name in {"from_on", "until_on"}
    }
    if fault.code in {"overlaps", "overlaps_absence"}:
        until = days.get("until_on") or str(_("without end"))
        span = {"first": days["from_on"], "last": until}
        if fault.code == "overlaps_absence":
            return "from_on", str(_("Days away are recorded already: %(first)s – %(last)s", **span))
        said = _(
            "%(name)s supervises this person already: %(first)s – %(last)s. One agreement at a"
            " time.",
            name=fault.params["name"],
            **span,
        )
        return "", str(said)
    if fault.code == "over_ceiling":
        said = _(
            "That would be %(count)d people; above %(most)d, choose a reason",
            count=fault.params["count"],
            most=SUPERVISED_WITHOUT_REASON,
        )
        return "over", str(said)
    return (_of_agreements() | _of_time(fault.params.get("most")))[fault.code]


def _of_agreements() -> dict[str, tuple[str, str]]:
    least, most = AGREED_MINUTES
    return {
        "every_days": ("every", _("Choose one of the list")),
        "minutes": ("minutes", _("Give %(least)d to %(top)d", least=least, top=most)),
        "functions": ("accountability", _("Give shares that come to 100 together")),
        "ends_before": ("until_on", _("It would end before it begins")),
        "until_missing": ("until_on", _("Give a date such as 2026-04-09")),
        "too_long": (
            "until_on",
            _("A deployment lasts %(days)d days at most", days=DEPLOYMENT_DAYS_MOST),
        ),
        "day_out_of_bounds": ("from_on", _("The day is too far away")),
        "unfit_supervisor": ("supervisor_id", _("This person may not lead sessions there")),
        "own_self": ("supervisor_id", _("Nobody supervises themself.")),
        "tied": ("supervisor_id", _("This person belongs to the centre, or declared a conflict.")),
        "circle": (
            "supervisor_id",
            _("This person is supervised, by way of others, by the one they would supervise"),
        ),
        "same_supervisor": ("supervisor_id", _("Name somebody else.")),
        "not_in_post": ("from_on", _("This person is not in post then")),
        "outside_agreement": ("from_on", _("The days do not lie within the agreement")),
        "not_standing": ("", _("Only a standing agreement has deputies")),
        "no_successor": ("supervisor_id", _("It has no successor: end it, and no more")),
        "ends_after": ("last_day", _("It ends before that day already")),
        "same_centre": ("centre_id", _("This is the person's own centre")),
        "centre_closed": ("centre_id", _("The centre is closed by then")),
        "ended": ("", _("It has ended already")),
        "changed": ("", _("Somebody else changed this meanwhile: look at it again")),
        "other_supervisor": ("", _("Somebody else changed this meanwhile: look at it again")),
    }


def _of_time(most: object) -> dict[str, tuple[str, str]]:
    return {
        "minutes_a_month": ("minutes_a_month", _("Give a number from 0 to %(most)s", most=most)),
        "centres_a_day": ("centres_a_day", _("Give a number from 1 to %(most)s", most=most)),
        "absence_too_long": ("until_on", _("At most %(most)s days", most=most)),
        "no_centre": ("centres", _("Tick at least one centre")),
        "name_long": ("name", _("The name is too long.")),
        "taken_back": ("", _("It was taken back before")),
    }
