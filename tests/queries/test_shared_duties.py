"""Who else is given what waits on Today."""

from sqlalchemy.orm import Session

from qa_app.domain.permissions import Permission
from qa_app.queries.shared_duties import others_who_may
from tests.follow_up import a_followed, sign

CHECK, RAISE = Permission.ACTION_CHECK, Permission.OBJECTION_RAISE


def test_others_at_the_centre_are_named_and_nobody_who_may_not(session: Session) -> None:
    one = a_followed(session)
    sign(session, one, "A2")
    asked = {(one.audit, CHECK), (one.audit, RAISE)}
    by_reader = others_who_may(session, one.desk.reader, asked)
    assert by_reader[one.audit, CHECK] == ("second", "third")
    assert by_reader[one.audit, RAISE] == ("manager",)
    by_third = others_who_may(session, one.third, {(one.audit, CHECK)})
    assert by_third == {(one.audit, CHECK): ("reader", "second")}
    assert others_who_may(session, one.desk.manager, {(one.audit, RAISE)}) == {
        (one.audit, RAISE): ()
    }
    assert others_who_may(session, one.third, set()) == {}
