"""Table of reviews whose unit is a region in a year."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class RegionReviewRow(Base):
    """Which place a review is about, and which year.

    `label` is how lists name it; the centre of its audit is where it is filed, nothing more.
    `place_path` is the path of the place, so that reach over a branch is a prefix.
    """

    __tablename__ = "region_review"

    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    place_path: Mapped[str] = mapped_column(String(120))
    year: Mapped[int]
    label: Mapped[str] = mapped_column(String(80))
