"""Founds the demonstration network: places, centres, workers and accounts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from argon2 import PasswordHasher

from qa_app.demo.acting import Stage
from qa_app.demo.network import ACCOUNTS, DemoAccount, DemoCentre, places
from qa_app.domain.people import Actor, Role
from qa_app.domain.text import BilingualText
from qa_app.domain.working_days import WorkingCalendar
from qa_app.queries.opening import Session
from qa_app.queries.staff import account_as_actor
from qa_app.services.accounts.add_account import NewAccount, NewGrant, add_account
from qa_app.services.operations.set_notice import set_notice
from qa_app.services.places.add_centre import NewCentre, add_centre
from qa_app.services.places.add_place import add_place
from qa_app.services.places.add_practitioner import NewPractitioner, add_practitioner

NOTICE = BilingualText(
    zh="演示数据：中心、人员和案卷均为虚构。",
    en="Demonstration data: the centres, people and files are invented.",
)
_WORKERS_PER_AREA = 2
_SHORT = {
    "social_work": "SW",
    "legal_aid": "LA",
    "psychological": "PS",
    "family_education": "FE",
}


@dataclass(frozen=True, slots=True)
class Founding:
    """What the founding of the network needs besides the network.

    Attributes:
        operator: The system.
        zone: Local time zone.
        calendar: Working days.
        at: When the network was founded.
        passwords: Login name to its password.
        hasher: Argon2id with the installation's parameters.
    """

    operator: Actor
    zone: str
    calendar: WorkingCalendar
    at: datetime
    passwords: Mapping[str, str]
    hasher: PasswordHasher


def found(session: Session, founding: Founding, centres: tuple[DemoCentre, ...]) -> Stage:
    """Found the network.

    Args:
        session: A database session; the rubrics' areas are known already.
        founding: What is needed.
        centres: The centres.

    Returns:
        What the actors of the story need.
    """
    set_notice(session, founding.operator, NOTICE, at=founding.at)
    for place in places():
        add_place(session, founding.operator, place, at=founding.at)
    centre_ids = {one.code: _centre(session, founding, one) for one in centres}
    workers = {
        (one.code, area): _workers(session, founding, one.code, area)
        for one in centres
        for area in one.areas
    }
    people = {one.login_name: _account(session, founding, one, workers) for one in ACCOUNTS}
    return Stage(
        session,
        founding.zone,
        founding.calendar,
        people["supervisor"],
        people["supervisor2"],
        people["reviewer"],
        people["manager"],
        people["manager2"],
        people["director"],
        centre_ids,
        workers,
    )


def _joined(founding: Founding) -> date:
    return founding.at.date()


def _centre(session: Session, founding: Founding, one: DemoCentre) -> int:
    new = NewCentre(one.code, one.name, one.place, one.kind, one.areas, _joined(founding))
    return add_centre(session, founding.operator, new, at=founding.at)


def _workers(
    session: Session, founding: Founding, centre: str, area: str
) -> tuple[tuple[int, str], ...]:
    found = []
    for number in range(_WORKERS_PER_AREA):
        code = f"{_SHORT[area]}{number + 1:02}"
        new = NewPractitioner(centre, code, area, _joined(founding))
        found.append((add_practitioner(session, founding.operator, new, at=founding.at), code))
    return tuple(found)


def _account(
    session: Session,
    founding: Founding,
    one: DemoAccount,
    workers: Mapping[tuple[str, str], tuple[tuple[int, str], ...]],
) -> Actor:
    new = NewAccount(
        one.login_name,
        one.display_name,
        founding.passwords[one.login_name],
        tuple(NewGrant(role, one.place, one.centre) for role in (one.role, *one.also)),
    )
    if one.role is Role.CASEWORKER and one.centre is not None:
        new = replace(new, practitioner_id=workers[one.centre, "social_work"][0][0])
    account_id = add_account(session, founding.operator, new, founding.hasher, at=founding.at)
    actor = account_as_actor(session, account_id)
    if actor is None:
        raise LookupError(one.login_name)
    return actor
