"""Who else is given what waits on Today."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from qa_app.domain.people import Role
from qa_app.domain.permissions import Permission
from qa_app.models.audits import AuditRow
from qa_app.queries.shared_duties import others_who_may
from tests.audits import someone
from tests.follow_up import a_followed, sign
from tests.statements import counted

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


def test_whoever_read_or_signed_a_review_does_not_moderate_it(session: Session) -> None:
    one = a_followed(session)
    read, signed, _free = (
        someone(session, name, Role.MODERATOR, "A", one.desk.centre).account_id
        for name in ("who_read", "who_signed", "who_did_not")
    )
    took_part = {"reader_id": read, "signed_by": signed}
    session.execute(update(AuditRow).where(AuditRow.id == one.audit).values(took_part))
    session.commit()
    asked = {(one.audit, Permission.MODERATE_DECIDE), (one.audit, CHECK)}
    with counted(session) as statements:
        named = others_who_may(session, one.third, asked)
    assert named[one.audit, Permission.MODERATE_DECIDE] == ("who_did_not",)
    # who may do what is known is read once for all that is asked
    assert len(statements) == 2


def test_questions_are_replied_to_by_the_reader_and_whoever_checks_actions(
    session: Session,
) -> None:
    one = a_followed(session)
    reader = someone(session, "only_reads", Role.AUDITOR, "A", one.desk.centre).account_id
    someone(session, "reads_others", Role.AUDITOR, "A", one.desk.centre)
    session.execute(update(AuditRow).where(AuditRow.id == one.audit).values(reader_id=reader))
    session.commit()
    reply = (one.audit, Permission.ANSWER_GIVE)
    named = others_who_may(session, one.third, {reply})
    assert named == {reply: ("only_reads", "reader", "second")}
