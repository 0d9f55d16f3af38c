"""A confirmed decision about a centre, written straight into the tables, and who issues papers."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from qa_app.domain.journal import canonical_json
from qa_app.domain.people import Actor, Role
from qa_app.domain.plain_json import plain_to_json
from qa_app.domain.register_status import Cause, Step
from qa_app.domain.rules.decision import Status
from qa_app.domain.rules.evaluation import digest_of_evaluation, evaluate, plain_evaluation
from qa_app.domain.standing_events import DecisionMoved
from qa_app.models.criteria_versions import CriteriaVersionRow, EvidenceSnapshotRow
from qa_app.models.packed import packed
from qa_app.models.register_decisions import DecisionConditionRow, RegisterDecisionRow
from qa_app.models.register_steps import add_step
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import transaction
from qa_app.queries.register_decisions import text_place
from qa_app.queries.register_papers import LocalPresent
from qa_app.rubric_files.reader import read_plain
from qa_app.services.papers.issue_paper import PaperTerms
from qa_app.services.papers.rotate_key import rotate_key
from tests.conftest import ROOT
from tests.domain.rules.cases import SUBJECT, TABLE, a_case, measured
from tests.people import NOON, OPERATOR
from tests.postgresql import owning
from tests.register import two_centres
from tests.sessions import at_centre, someone

FIRST, LAST = date(2026, 3, 1), date(2028, 2, 29)
CHANCE = (1 << 127) + 12345
TERMS = PaperTerms("YN-KM", "Asia/Shanghai")
_ENDS = ("state", "decided_at", "decided_by", "compared_by")
CRITERIA = ROOT / "rubrics" / "endorsement_criteria.yaml"


@dataclass(frozen=True)
class Decided:
    """Ids and people of a decision."""

    id: int
    centre: int
    other: int
    registrar: Actor
    manager: Actor
    stranger: Actor


def an_evaluation(seed: int = 7) -> dict[str, Any]:
    case = a_case(seed)
    return plain_evaluation(evaluate(SUBJECT, TABLE, case[0], measured(case)))


def a_decision(session: Session, status: str = "conditional", **fields: Any) -> Decided:
    centre, other = two_centres(session)
    registrar = _someone(session, "registrar-a", Role.REGISTRAR, "A", centre)
    manager = _someone(session, "manager-a", Role.CENTRE_MANAGER, "A", centre)
    stranger = _someone(session, "registrar-b", Role.REGISTRAR, "B", other)
    made = _made(session, centre, registrar.account_id or 0, status, fields)
    session.commit()
    return Decided(made, centre, other, registrar, manager, stranger)


def _someone(session: Session, name: str, role: Role, code: str, centre: int) -> Actor:
    return at_centre(someone(session, name, role, code), role, centre)


def _made(session: Session, centre: int, by: int, status: str, fields: dict[str, Any]) -> int:
    decision = put_down(session, centre, by, Step(1, Status(status), FIRST, LAST), **fields)
    sealed = sealer_of(session).seal("两周内补齐记录", text_place(centre, NOON))
    session.execute(
        insert(DecisionConditionRow).values(
            decision_id=decision, position=1, body=sealed, due_on=FIRST + timedelta(days=14)
        )
    )
    return decision


def put_down(
    session: Session, centre: int, by: int, step: Step, at: datetime = NOON, **fields: Any
) -> int:
    """Put a decision down with the step that it makes once it is decided."""
    values: dict[str, Any] = {
        "centre_id": centre,
        "area_code": "social_work",
        "set_code": "full",
        "route": "paper",
        "status": step.status.value,
        "computed": an_evaluation()["status"],
        "snapshot_id": _snapshot(session, centre),
        "effective_on": step.effective_on,
        "valid_until": step.until,
        "state": "decided",
        "last_step": step.number - 1,
        "issuing_body": "昆明市人民检察院",
        "document_number": "昆检未〔2026〕12号",
        "document_on": FIRST,
        "scan_digest": "a" * 64,
        "proposed_at": NOON,
        "proposed_by": by,
        "decided_at": NOON,
    }
    values |= fields
    values.setdefault("compared_by", "in_hand")
    begins = values | {"state": "proposed"} | dict.fromkeys(_ENDS[1:])
    session.commit()
    event = DecisionMoved(actor=OPERATOR, at=NOON, step="record", route="", standing="")
    with transaction(session, event) as act:
        decision = session.execute(
            insert(RegisterDecisionRow).values(begins).returning(RegisterDecisionRow.id)
        ).scalar_one()
        act.learn(object_id=decision)
    if values["state"] != "proposed":
        ends = {name: values.get(name) for name in _ENDS}
        session.execute(
            update(RegisterDecisionRow).where(RegisterDecisionRow.id == decision).values(ends)
        )
    if values["state"] == "decided":
        days = {"effective_on": values["effective_on"], "until": values["valid_until"]}
        made = replace(step, decision_id=decision, **days)
        add_step(session, centre, "social_work", made, None, at)
    return decision


def _snapshot(session: Session, centre: int) -> int:
    plain = an_evaluation()
    digest = digest_of_evaluation(plain)
    same = select(EvidenceSnapshotRow.id).where(EvidenceSnapshotRow.digest == digest)
    return (
        session.execute(same).scalar_one_or_none()
        or session.execute(
            insert(EvidenceSnapshotRow)
            .values(
                centre_id=centre,
                area_code="social_work",
                version_id=_version(session),
                set_code="full",
                as_of=FIRST,
                made_for="decision",
                status=plain["status"],
                digest=digest,
                content=packed(canonical_json(plain)),
                taken_at=NOON,
            )
            .returning(EvidenceSnapshotRow.id)
        ).scalar_one()
    )


def _version(session: Session) -> int:
    known = session.execute(select(CriteriaVersionRow.id).limit(1)).scalar_one_or_none()
    return (
        known
        or session.execute(
            insert(CriteriaVersionRow)
            .values(
                code="judicial_cooperation_list",
                version="1.0.0",
                fingerprint="f" * 64,
                content=plain_to_json(read_plain(Path(CRITERIA)).plain),
                published_at=NOON,
            )
            .returning(CriteriaVersionRow.id)
        ).scalar_one()
    )


def a_step(session: Session, one: Decided, number: int, status: str) -> int | None:
    """Let another decision, or the clock, put the area elsewhere; give the decision."""
    if status == "expired":
        gone = Step(number, Status.EXPIRED, LAST + timedelta(days=1), None, Cause.EXPIRY)
        add_step(session, one.centre, "social_work", gone, None, NOON)
        return None
    step = Step(number, Status(status), FIRST + timedelta(days=number - 1), LAST)
    return put_down(session, one.centre, one.registrar.account_id or 0, step)


def here(day: date) -> LocalPresent:
    return LocalPresent(day, TERMS.zone)


def a_key(session: Session, chance: int = 99) -> str:
    with owning(session) as owner:
        return rotate_key(owner, OPERATOR, chance, at=NOON)
