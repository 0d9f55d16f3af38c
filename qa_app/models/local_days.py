"""Table of days on which the centres of a branch, or one centre, are closed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class LocalDayRow(Base):
    """A local holiday or closing day of a branch of the area tree, or of one centre.

    Exactly one of `place_id` and `centre_id` is set. The national table stays as it is: limits in
    working days are counted by it alone.
    """

    __tablename__ = "local_day"
    __table_args__ = (UniqueConstraint("place_id", "on"), UniqueConstraint("centre_id", "on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"))
    on: Mapped[date]
    name_zh: Mapped[str] = mapped_column(String(60), default="")
    name_en: Mapped[str] = mapped_column(String(60), default="")
    entered_at: Mapped[datetime]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
