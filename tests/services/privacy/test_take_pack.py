"""The yearly pack equals raw counts (PV-04)."""

import csv
import io

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotAllowedError
from qa_app.domain.people import Role
from qa_app.domain.personal_numbers import Asked
from qa_app.reports.printed import printed_pdf
from qa_app.services.privacy.keep_text import keep_text
from qa_app.services.privacy.note_refusal import note_refusal
from qa_app.services.privacy.take_pack import take_pack
from qa_app.wording import Words
from qa_app.wording.audit_pack import pack_csv, said_pack
from tests.audits import ZONE
from tests.follow_up import a_followed, sign
from tests.people import NOON, OPERATOR, person


def test_the_figures_are_those_of_the_tables(session: Session) -> None:
    followed = a_followed(session)
    sign(session, followed)
    asked = Asked("holidays.add_day", ("name_zh",), ("phone",))
    note_refusal(session, OPERATOR, asked, at=NOON)
    keep_text(session, OPERATOR, asked, "办公室公开的电话，与个案无关", at=NOON)
    keep_text(session, OPERATOR, asked, "去年的理由，与个案无关", at=NOON.replace(year=2025))
    figures = dict(take_pack(session, OPERATOR, 2026, ZONE, at=NOON))
    assert figures["files"] == 1
    assert (figures["guard:refuse"], figures["guard:keep"], figures["guard_reasons"]) == (1, 1, 1)
    for name, query in (
        ("files", "SELECT count(*) FROM case_file"),
        ("incidents", "SELECT count(*) FROM incident"),
        ("access_approved", "SELECT count(*) FROM access_request WHERE is_approved"),
        ("retention:reduce", "SELECT count(*) FROM journal WHERE action = 'retention:reduce'"),
        (
            "role/senior_supervisor",
            "SELECT count(DISTINCT account_id) FROM role_grant WHERE role = 'senior_supervisor'",
        ),
    ):
        assert figures[name] == session.execute(text(query)).scalar_one(), name
    acts = session.execute(text("SELECT action FROM journal ORDER BY seq DESC LIMIT 1"))
    assert acts.scalar_one() == "pack:take"
    session.rollback()
    for language, words in (("zh", "目前登记的案卷"), ("en", "case files listed now")):
        rows = list(
            csv.reader(
                io.StringIO(pack_csv(Words(language), list(figures.items()), (2026, NOON.date())))
            )
        )
        assert rows[1][:3] == ["files", words, "1"]
        assert len(rows) == len(figures) + 1
        paper = [
            printed_pdf(said_pack(Words(language), list(figures.items()), (2026, NOON.date())))
            for _ in range(2)
        ]
        assert paper[0] == paper[1]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AUDIT_ADMIN}))
def test_who_may_not_read_the_journal_takes_none(session: Session, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        take_pack(session, person(role), 2026, ZONE, at=NOON)
