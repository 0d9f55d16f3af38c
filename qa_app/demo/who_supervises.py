"""Acts out who supervises whom: agreements, chains, a deputy, days away, centres of one journey."""

from collections.abc import Iterator
from datetime import date, timedelta

from qa_app.demo.acting import Stage, account_of
from qa_app.demo.founding import Founding
from qa_app.demo.network import CITY, PROVINCE, districts
from qa_app.domain.defaults import FUNCTION_SHARES_PCT, SUPERVISED_MOST
from qa_app.domain.people import Actor, NewGrant, Role
from qa_app.domain.session_blocks import Function
from qa_app.domain.supervision_agreements import AbsenceKind, OverReason, Terms
from qa_app.queries.staff import account_as_actor
from qa_app.services.accounts.add_account import NewAccount, add_account
from qa_app.services.agreements.make_agreement import NewAgreement, make_agreement
from qa_app.services.agreements.name_deputy import NewDeputy, name_deputy
from qa_app.services.agreements.record_absence import NewAbsence, record_absence
from qa_app.services.agreements.set_travel_group import set_travel_group

_FLOATING = 4
_AGREED_DAYS_AGO = 210
_AWAY_IN_DAYS, _AWAY_DAYS = 7, 14
_MINUTES = {"psychological": 90}
_HOUR = 60
_JOURNEY = ("530113", "530128", "530129")
_SHARES = dict(zip(Function, FUNCTION_SHARES_PCT, strict=True))


def tell_who_supervises(stage: Stage, founding: Founding, today: date) -> dict[int, int]:
    """Appoint supervisors, and agree with everybody but one.

    Every district has a supervisor with six people; four for the whole city share the others, the
    last of them with more than the ceiling. One of the province supervises those of the city, and
    the two senior supervisors those of the districts.

    Args:
        stage: What actors need.
        founding: What appointing needs.
        today: The last day of the story.

    Returns:
        Practitioner to the account of who supervises them, by agreement.
    """
    head, *others = (_appoint(stage, founding, *one) for one in appointed())
    own, floating = others[:-_FLOATING], others[-_FLOATING:]
    pairs = [
        *((head, one) for one in (stage.supervisor, stage.second, *floating)),
        *((stage.supervisor, one) for one in own[::2]),
        *((stage.second, one) for one in own[1::2]),
    ]
    for above, below in pairs:
        _agree(stage, head, (account_of(above), None, account_of(below)), "", today)
    first, led = _agree_with_workers(stage, head, own, floating, today)
    _stand_in(stage, head, (own[0], floating[0]), first, today)
    north = [
        one for code, one in stage.centre_ids.items() if code.split("-", maxsplit=1)[0] in _JOURNEY
    ]
    set_travel_group(stage.session, head, "北线", north, at=stage.instant(today, 8))
    return led


def appointed() -> tuple[tuple[str, str, str], ...]:
    """List the supervisors besides the two seniors, whose first one lends them the password.

    Returns:
        Login name, placeholder and code of the place: the province's, one of each district, and
        those for the whole city.
    """
    return (
        ("province", "省督导子", PROVINCE),
        *((f"district-{code}", f"{name}督导", code) for code, name in districts()),
        *((f"city-{one}", f"市督导{one}", CITY) for one in range(1, _FLOATING + 1)),
    )


def _appoint(stage: Stage, founding: Founding, login: str, name: str, place: str) -> Actor:
    password = founding.passwords["supervisor"]
    grants = (NewGrant(Role.SENIOR_SUPERVISOR, place),)
    new = NewAccount(login, name, password, grants)
    made = add_account(stage.session, founding.operator, new, founding.hasher, at=founding.at)
    actor = account_as_actor(stage.session, made)
    if actor is None:
        raise LookupError(login)
    return actor


def _agree_with_workers(
    stage: Stage, head: Actor, own: list[Actor], floating: list[Actor], today: date
) -> tuple[int, dict[int, int]]:
    left: list[tuple[int, str]] = []
    first, led = 0, {}
    for (code, _name), supervisor in zip(districts(), own, strict=True):
        workers = list(_workers(stage, code))
        for worker, area in workers[:SUPERVISED_MOST]:
            made = _agree(stage, head, (account_of(supervisor), worker, None), area, today)
            first = first or made
            led[worker] = account_of(supervisor)
        left += workers[SUPERVISED_MOST:]
    left.pop()  # nobody has made an agreement with the last one yet
    for number, (worker, area) in enumerate(left):
        place = min(number // SUPERVISED_MOST, _FLOATING - 1)
        who = (account_of(floating[place]), worker, None)
        _agree(stage, head, who, area, today, is_over=number >= _FLOATING * SUPERVISED_MOST)
        led[worker] = who[0]
    return first, led


def _workers(stage: Stage, district: str) -> Iterator[tuple[int, str]]:
    for (centre, area), workers in stage.workers.items():
        if centre.startswith(district):
            yield from ((worker, area) for worker, _code in workers)


def _agree(
    stage: Stage,
    head: Actor,
    who: tuple[int, int | None, int | None],
    area: str,
    today: date,
    *,
    is_over: bool = False,
) -> int:
    supervisor, practitioner, account = who
    begun = today - timedelta(days=_AGREED_DAYS_AGO)
    new = NewAgreement(
        supervisor,
        practitioner,
        account,
        Terms(None, _MINUTES.get(area, _HOUR), _SHARES),
        begun,
        over_reason=OverReason.UNTIL_SUCCESSOR if is_over else None,
    )
    at = stage.instant(begun, 8)
    return make_agreement(stage.session, head, new, stage.zone, at=at)


def _stand_in(
    stage: Stage, head: Actor, people: tuple[Actor, Actor], agreement: int, today: date
) -> None:
    away, instead = people
    first = today + timedelta(days=_AWAY_IN_DAYS)
    last = first + timedelta(days=_AWAY_DAYS)
    at = stage.instant(today, 8, 30)
    leave = NewAbsence(AbsenceKind.LEAVE, first, last)
    record_absence(stage.session, away, account_of(away), leave, stage.zone, at=at)
    deputy = NewDeputy(account_of(instead), first, last)
    name_deputy(stage.session, head, agreement, deputy, at=at)
