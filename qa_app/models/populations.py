"""Tables of how many children live where."""

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base
from qa_app.models.recorded import Recorded, recorded_triggers

_HOLDS = text("ended_at IS NULL")


class PlacePopulationRow(Recorded, Base):
    """Children under 18 who live in a place in a year, with the source of the number."""

    __tablename__ = "place_population"
    __table_args__ = (
        Index(
            "uq_place_population_held",
            "place_id",
            "year",
            unique=True,
            sqlite_where=_HOLDS,
            postgresql_where=_HOLDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    year: Mapped[int]
    child_count: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))


POPULATION_TRIGGERS = recorded_triggers(
    "place_population", ("place_id", "year", "child_count", "source")
)
