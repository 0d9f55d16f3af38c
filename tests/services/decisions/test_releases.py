from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain import references
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.register_decisions import Condition
from qa_app.domain.released_items import ItemKind
from qa_app.models.register_decisions import DecisionConditionRow, ReleasedItemRow
from qa_app.queries.register_decisions import conditions_of, decision
from qa_app.queries.register_texts import releases, text_of, texts_of
from qa_app.services.decisions.confirm_decision import confirm_decision
from qa_app.services.decisions.release_text import release_text
from qa_app.services.decisions.withdraw_release import withdraw_release
from tests.audits import ZONE
from tests.decisions import WHY as DEPARTS
from tests.decisions import Desk, a_desk, applied, on_conditions, proposed
from tests.people import NOON
from tests.statements import counted

KIND, WHY = ItemKind.STATEMENT, "检察院须据此作出决定"
DUE = NOON.date() + timedelta(days=60)


@pytest.fixture
def desk(session: Session) -> Desk:
    return a_desk(session)


def read_by(session: Session, desk: Desk, item: int, kind: ItemKind = KIND) -> set[str]:
    names = ("manager", "senior", "decider", "reader", "registrar", "auditor", "decider2")
    found = {name for name in names if text_of(session, desk[name], kind, item).words}
    session.rollback()
    return found


def test_judicial_users_read_a_text_while_it_is_released(session: Session, desk: Desk) -> None:
    item = applied(session, desk)
    assert read_by(session, desk, item) == {"manager", "senior"}
    made = release_text(session, desk["senior"], KIND, item, WHY, at=NOON)
    assert {"decider", "reader", "registrar"} <= read_by(session, desk, item)
    withdraw_release(session, desk["senior"], made, at=NOON + timedelta(hours=1))
    assert read_by(session, desk, item) == {"manager", "senior"}
    listed = releases(session, desk["senior2"], 9)
    assert [(one.reason, one.released_by, one.withdrawn_by) for one in listed] == [
        (WHY, "senior", "senior")
    ]
    assert releases(session, desk["manager"], 9) == ()


def test_a_condition_is_read_by_who_decides_and_by_others_once_it_is_released(
    session: Session, desk: Desk
) -> None:
    applied(session, desk)
    asked = (Condition("补齐三份档案的安全计划", DUE), Condition("完成两次督导", DUE))
    made = proposed(session, desk, replace(on_conditions(), conditions=asked))
    row = DecisionConditionRow
    item, other = session.execute(select(row.id).order_by(row.position)).scalars().all()
    with pytest.raises(OutOfReachError):
        release_text(session, desk["senior"], ItemKind.CONDITION, item, WHY, at=NOON)
    confirm_decision(session, desk["decider"], made, ZONE, at=NOON)
    deciding = {"manager", "senior", "decider", "decider2", "registrar"}
    assert read_by(session, desk, item, ItemKind.CONDITION) == deciding
    release_text(session, desk["senior"], ItemKind.CONDITION, item, WHY, at=NOON)
    assert read_by(session, desk, item, ItemKind.CONDITION) == deciding | {"reader", "auditor"}
    # each is read for itself, and however many there are they are asked for at once
    with counted(session) as statements:
        texts = texts_of(session, desk["reader"], ItemKind.CONDITION, (item, other))
    assert len(statements) == 2
    assert [texts[one].words for one in (item, other)] == ["补齐三份档案的安全计划", ""]
    assert texts[other].release is None


def test_of_texts_kept_before_the_references_of_cases_are_not_shown(
    session: Session, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = "KM-25-04XX-QJ7W0"
    asked = replace(
        on_conditions(), reasons=f"{DEPARTS}见{case}", conditions=(Condition(case, DUE),)
    )
    with monkeypatch.context() as before:
        before.setattr(references, "reference_inside", lambda _text: "")
        applied(session, desk)
        made = proposed(session, desk, asked)
    confirm_decision(session, desk["decider"], made, ZONE, at=NOON)
    one = decision(session, desk["decider"], made)
    assert one is not None
    assert (one.reasons, [line.text for line in conditions_of(session, one)]) == (
        f"{DEPARTS}见[…]",
        ["[…]"],
    )
    item = conditions_of(session, one)[0].id
    assert text_of(session, desk["decider"], ItemKind.CONDITION, item).words == "[…]"


def test_a_text_of_another_kind_stays_hidden(session: Session, desk: Desk) -> None:
    item = applied(session, desk)
    release_text(session, desk["senior"], KIND, item, WHY, at=NOON)
    with pytest.raises(OutOfReachError):
        text_of(session, desk["decider"], ItemKind.OBJECTION, item)


@pytest.mark.parametrize("name", ["manager", "decider", "reader", "registrar", "auditor"])
def test_only_who_may_releases(session: Session, desk: Desk, name: str) -> None:
    item = applied(session, desk)
    with pytest.raises(OutOfReachError):
        release_text(session, desk[name], KIND, item, WHY, at=NOON)
    made = release_text(session, desk["senior"], KIND, item, WHY, at=NOON)
    with pytest.raises(OutOfReachError):
        withdraw_release(session, desk[name], made, at=NOON)


def test_once_with_a_reason(session: Session, desk: Desk) -> None:
    item = applied(session, desk)
    with pytest.raises(InvalidError, match="release_reason"):
        release_text(session, desk["senior"], KIND, item, "需要", at=NOON)
    with pytest.raises(OutOfReachError):
        release_text(session, desk["senior"], KIND, 999, WHY, at=NOON)
    made = release_text(session, desk["senior"], KIND, item, WHY, at=NOON)
    with pytest.raises(ConflictError, match="released_before"):
        release_text(session, desk["senior"], KIND, item, WHY, at=NOON)
    withdraw_release(session, desk["senior"], made, at=NOON)
    with pytest.raises(ConflictError, match="release_over"):
        withdraw_release(session, desk["senior"], made, at=NOON)
    again = release_text(session, desk["senior"], KIND, item, WHY, at=NOON)
    twice = {c.name: c for c in ReleasedItemRow.__table__.columns if c.name != "id"}
    copied = select(*twice.values()).where(ReleasedItemRow.id == again)
    with pytest.raises(IntegrityError):
        session.execute(insert(ReleasedItemRow).from_select(list(twice), copied))
    session.rollback()
    row = session.get_one(ReleasedItemRow, made)
    row.withdrawn_at = None
    with pytest.raises(DBAPIError, match="withdrawn once"):
        session.flush()
