"""A chart with a change in the middle, and the people around it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.chart_notes import NewNote, NoteKind
from qa_app.domain.people import Actor, Grant, Reach, Role
from qa_app.domain.text import BilingualText
from qa_app.models.places import CentreRow
from qa_app.queries.trends import ScopeKind
from qa_app.services.charts.begin_baseline import ChartOf
from tests.readings import JAN, count_in, published
from tests.register import two_centres
from tests.sessions import at_centre, someone

LATER = datetime(2027, 3, 1, 4, 0, tzinfo=UTC)
WHY = "All teams use the new intake form since July."
BACK = "The form was withdrawn again in the same month."
NOTE = NewNote(
    NoteKind.TRAINING, date(2026, 7, 2), BilingualText("风险评估培训", "Training in assessing risk")
)


@dataclass(frozen=True, slots=True)
class ChartScene:
    """Two centres; the first has six months near 71 and six near 89."""

    centre: int
    other: int
    place: int
    version: int
    manager: Actor
    supervisor: Actor
    second: Actor
    moderator: Actor

    @property
    def chart(self) -> ChartOf:
        return ChartOf(ScopeKind.CENTRE, self.centre, "sample")

    @property
    def where(self) -> tuple[ScopeKind, int]:
        return ScopeKind.CENTRE, self.centre


def a_chart(session: Session) -> ChartScene:
    centre, other = two_centres(session)
    version = published(session)
    for number, percent in enumerate((70, 72) * 3 + (90, 88) * 3):
        count_in(session, centre, version, JAN + number, score_millionths=percent * 10_000)
    path = session.execute(select(CentreRow.place_path).where(CentreRow.id == centre)).scalar_one()
    session.commit()
    above = Reach(place_paths=frozenset({path}))
    manager = someone(session, "chart_manager", Role.CENTRE_MANAGER, "A")
    supervisor = someone(session, "chart_supervisor", Role.SENIOR_SUPERVISOR, "A")
    second = someone(session, "chart_second", Role.SENIOR_SUPERVISOR, "A")
    moderator = someone(session, "chart_moderator", Role.SENIOR_SUPERVISOR, "A")
    both = (Grant(Role.SENIOR_SUPERVISOR, above), Grant(Role.MODERATOR, above))
    return ChartScene(
        centre,
        other,
        int(path.split("/")[-2]),
        version,
        at_centre(manager, Role.CENTRE_MANAGER, centre),
        Actor(supervisor.account_id, "supervisor", (Grant(Role.SENIOR_SUPERVISOR, above),)),
        Actor(second.account_id, "second", (Grant(Role.SENIOR_SUPERVISOR, above),)),
        Actor(moderator.account_id, "moderator", both),
    )
