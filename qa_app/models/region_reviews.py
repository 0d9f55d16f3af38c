"""Tables of reviews whose unit is a region in a year, and of what was known at the signature."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

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


class RegionEvidenceRow(Base):
    """What the platform had counted when a review was signed; it stays as it was.

    `facts` holds the counts of `RegionFacts` as JSON.
    """

    __tablename__ = "region_evidence"

    audit_id: Mapped[int] = mapped_column(ForeignKey("audit.id"), primary_key=True)
    counted_on: Mapped[date]
    facts: Mapped[str] = mapped_column(Text)


def keep_evidence(session: Session, audit_id: int, counted_on: date, facts: str) -> None:
    """Keep what was known when a review was signed.

    Args:
        session: A session inside `transaction`.
        audit_id: The review.
        counted_on: Local day.
        facts: The counts, as `domain.maturity.plain_facts` writes them.
    """
    values = {"audit_id": audit_id, "counted_on": counted_on, "facts": facts}
    session.execute(insert(RegionEvidenceRow).values(**values))
