"""Since when there is something that criteria are read from."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from qa_app.domain.criterion_data import DataKey, DataSource, DataSpan
from qa_app.domain.people import NO_REACH, Actor, Reach, Role
from qa_app.models.centre_register import CentreDocumentRow
from qa_app.models.service_records import IncidentStatementRow
from qa_app.queries.criterion_data import data_spans
from tests.people import NOON, person
from tests.readings import JAN, count_in
from tests.sessions import a_scene, publish

ZONE = "Asia/Shanghai"
PIA = DataKey(DataSource.PAPERS, "pia")
INCIDENTS = DataKey(DataSource.INCIDENTS)
FILES = DataKey(DataSource.REVIEWS)
EVERY = [DataKey(source) for source in DataSource] + [PIA]


def spans(session: Session, reach: Reach) -> dict[DataKey, DataSpan]:
    actor: Actor = person(Role.SENIOR_SUPERVISOR, reach=reach)
    return dict(data_spans(session, actor, EVERY, (), ZONE))


def keep(session: Session, row: type[Any], **fields: Any) -> None:
    # as registers look after a while: rows that stand, and rows that were ended
    session.execute(insert(row).values(recorded_at=NOON, **fields))
    session.commit()


@pytest.mark.both_databases
def test_first_and_last_of_each_source_in_reach(session: Session) -> None:
    scene = a_scene(session)
    here, there = Reach(centre_ids=frozenset({scene.centre})), Reach(is_everything=True)
    assert spans(session, there) == {}
    other = scene.other_centre
    for centre, day in ((scene.centre, date(2025, 3, 4)), (other, date(2024, 1, 2))):
        paper = {"centre_id": centre, "kind": "pia", "number": "1", "issued_on": day}
        keep(session, CentreDocumentRow, **paper)
        keep(session, IncidentStatementRow, centre_id=centre, until_on=day)
    paper = {"centre_id": scene.centre, "kind": "procedure", "number": "2"}
    keep(session, CentreDocumentRow, issued_on=date(2020, 1, 1), **paper)
    mistaken = {"issued_on": date(2019, 1, 1), "ended_at": NOON, "ended_why": "mistaken"}
    keep(session, CentreDocumentRow, **{**paper, "kind": "pia", **mistaken})
    version = publish(session, id="sums", area="legal_aid")
    for month in (JAN, JAN + 2):
        count_in(session, scene.centre, version, month, 1)
    files = DataSpan(date(2026, 1, 1), date(2026, 3, 31))
    one_day = DataSpan(date(2025, 3, 4), date(2025, 3, 4))
    everything = DataKey(DataSource.PAPERS)
    assert spans(session, here) == {
        PIA: one_day,
        everything: DataSpan(date(2020, 1, 1), date(2025, 3, 4)),
        INCIDENTS: one_day,
        FILES: files,
    }
    both = DataSpan(date(2024, 1, 2), date(2025, 3, 4))
    assert spans(session, there) == {
        PIA: both,
        everything: DataSpan(date(2020, 1, 1), date(2025, 3, 4)),
        INCIDENTS: both,
        FILES: files,
    }
    assert spans(session, NO_REACH) == {}
