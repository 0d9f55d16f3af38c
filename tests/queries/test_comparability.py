from datetime import date

from sqlalchemy.orm import Session

from qa_app.domain.rubric_diff import ItemKind
from qa_app.queries.comparability import items_settled
from qa_app.services.standards.confirm_comparability import Confirmation, confirm_comparability
from qa_app.services.standards.publish_rubric_draft import (
    DraftPublication,
    publish_rubric_draft,
)
from tests.builders import item, section, words
from tests.drafts import FIRST, GROUND, a_desk, handed_in, second_edition
from tests.people import NOON


def test_what_was_settled_is_read_back_with_names(session: Session) -> None:
    desk = a_desk(session)
    reworded = section("A", item("A1", text=words("other")), item("A2"), weight=60)
    seen = handed_in(session, desk, second_edition(reworded, FIRST[1]))
    said = Confirmation(seen, "A1", ItemKind.REWORDED, "同义")
    confirm_comparability(session, desk.third, said, GROUND, at=NOON)
    publication = DraftPublication(seen, date(2026, 4, 1), "Asia/Shanghai")
    made = publish_rubric_draft(session, desk.second, publication, GROUND, at=NOON)
    first, *others = items_settled(session, made, desk.version)
    assert (first.code, first.kind, first.is_comparable) == ("A1", ItemKind.REWORDED, True)
    assert (first.confirmed_name, first.confirmed_at, first.reason) == ("third", NOON, "同义")
    assert [(one.code, one.kind, one.confirmed_name) for one in others] == [
        ("A2", ItemKind.SAME, ""),
        ("B1", ItemKind.SAME, ""),
    ]
    assert items_settled(session, desk.version, made) == ()
