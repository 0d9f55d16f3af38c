"""Areas of centres held against a set of criteria as of any day."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from qa_app.domain.asked_criteria import asked_as_rules, criteria_asked
from qa_app.domain.criteria import CriteriaFile, CriteriaSet, Criterion
from qa_app.domain.register_status import Step, standing_on
from qa_app.domain.rules.decision import IN_REGISTER, Status
from qa_app.domain.rules.evaluation import Asked, Evaluation, Subject, evaluate
from qa_app.domain.rules.measurement import Measurement
from qa_app.domain.rules.tree import Leaf
from qa_app.domain.text import BilingualText
from qa_app.models.places import CentreRow
from qa_app.models.register_decisions import RegisterStepRow
from qa_app.queries.centre_areas import centre_areas
from qa_app.queries.criteria_versions import SetInForce
from qa_app.queries.measures.ground import MeasureGround
from qa_app.queries.measures.registry import Measuring


@dataclass(frozen=True, slots=True)
class Asking:
    """What is evaluated against what.

    Attributes:
        file: The criteria.
        set: The set of them.
        version: Code, version and fingerprint.
        as_of: Last local day that counts.
        known_at: Records written or made final later are not looked at.
        zone: IANA name of the installation's time zone.
        is_now: True when both are the present.
        has_records: True to list the records that measurements rest on.
    """

    file: CriteriaFile
    set: CriteriaSet
    version: tuple[str, str, str]
    as_of: date
    known_at: datetime
    zone: str
    is_now: bool = False
    has_records: bool = False


@dataclass(frozen=True, slots=True)
class EvaluatedArea:
    """One area of one centre with its evaluation.

    Attributes:
        centre_id: The centre.
        name: Its name.
        place_path: Path of the place it stands in.
        place_name: Name of that place.
        area_name: Name of the area.
        criteria: The criteria as they are asked there, in the order of the set.
        evaluation: How they stand.
    """

    centre_id: int
    name: BilingualText
    place_path: str
    place_name: BilingualText
    area_name: BilingualText
    criteria: tuple[Criterion, ...]
    evaluation: Evaluation


def asking_of(
    found: SetInForce, as_of: date, known_at: datetime, zone: str, *, is_now: bool
) -> Asking:
    """Ask what a set that is in force asks.

    Args:
        found: The set.
        as_of: Last local day that counts.
        known_at: Records written later are not looked at.
        zone: IANA name of the installation's time zone.
        is_now: True when both are the present.

    Returns:
        The asking.
    """
    return Asking(found.file, found.set, found.version, as_of, known_at, zone, is_now)


def evaluate_areas(
    session: Session, within: ColumnElement[bool], asking: Asking, area: str = ""
) -> tuple[EvaluatedArea, ...]:
    """Hold every area of some centres against a set; the number of queries does not grow.

    Args:
        session: A database session.
        within: Condition on `CentreRow`.
        asking: The criteria, the day and what was known.
        area: Only this area; empty for every one.

    Returns:
        By code of the place, code of the centre and position of the area. What a measure raises is
        raised: a fault never counts for or against a centre.
    """
    ground = MeasureGround(
        within,
        asking.as_of,
        asking.known_at,
        asking.has_records,
        asking.is_now,
        asking.zone,
    )
    measuring = Measuring(session, ground)
    in_register = _in_register(session, within, asking)
    asked: dict[tuple[str, str], tuple[tuple[Criterion, ...], tuple[Asked, ...]]] = {}
    found = []
    for row in session.execute(centre_areas(within, area)).all():
        key = row.area_code, row.kind
        if key not in asked:
            criteria = criteria_asked(asking.set, *key)
            asked[key] = criteria, asked_as_rules(criteria)
        subject = Subject(
            row.code,
            row.area_code,
            row.kind,
            asking.set.code,
            asking.version,
            asking.as_of,
            asking.known_at,
            (row.id, row.area_code) in in_register,
        )
        evaluation = evaluate(
            subject, asking.file.decision, asked[key][1], _measure(measuring, row.id, row.area_code)
        )
        found.append(
            EvaluatedArea(
                row.id,
                BilingualText(row.name_zh, row.name_en),
                row.place_path,
                BilingualText(row.place_zh, row.place_en),
                BilingualText(row.area_zh, row.area_en),
                asked[key][0],
                evaluation,
            )
        )
    return tuple(found)


def evaluate_area(
    session: Session, centre_id: int, area: str, asking: Asking
) -> EvaluatedArea | None:
    """Hold one area of one centre against a set, with the records that it rests on.

    Args:
        session: A database session.
        centre_id: The centre; its caller knows that it is within reach.
        area: Code of the area.
        asking: The criteria, the day and what was known.

    Returns:
        The evaluation; None when the centre does not work in the area.
    """
    within = CentreRow.id == centre_id
    found = evaluate_areas(session, within, replace(asking, has_records=True), area)
    return found[0] if found else None


def _measure(
    measuring: Measuring, centre_id: int, area: str
) -> Callable[[Asked, Leaf], Measurement]:
    def measure(_asked: Asked, leaf: Leaf) -> Measurement:
        return measuring.measure(leaf, centre_id, area)

    return measure


def _in_register(
    session: Session, within: ColumnElement[bool], asking: Asking
) -> frozenset[tuple[int, str]]:
    rows = session.execute(
        select(RegisterStepRow)
        .join(CentreRow, CentreRow.id == RegisterStepRow.centre_id)
        .where(
            within,
            RegisterStepRow.effective_on <= asking.as_of,
            RegisterStepRow.made_at <= asking.known_at,
        )
        .order_by(RegisterStepRow.number)
    ).scalars()
    steps: dict[tuple[int, str], list[Step]] = defaultdict(list)
    for row in rows:
        step = Step(row.number, Status(row.status), row.effective_on, row.until)
        steps[row.centre_id, row.area_code].append(step)
    return frozenset(
        key for key, own in steps.items() if standing_on(own, asking.as_of) in IN_REGISTER
    )
