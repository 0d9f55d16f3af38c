"""Tables of the area tree, expertise areas, centres and practitioners."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class PlaceRow(Base):
    """A node of the area tree: province, city or district.

    `path` is the ids from the root down, such as `1/3/7/`, so that a branch is a prefix.
    """

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("code"), UniqueConstraint("path"))

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
    level: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(64))
    path: Mapped[str] = mapped_column(String(120))
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))


class AreaRow(Base):
    """An area of expertise; four of them are resource-centre areas."""

    __tablename__ = "area"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    is_resource_area: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=100)


class CentreRow(Base):
    """A resource centre (or a provider of an imported history)."""

    __tablename__ = "centre"
    __table_args__ = (
        UniqueConstraint("code"),
        Index("ix_centre_place_path", "place_path"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(64))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    place_path: Mapped[str] = mapped_column(String(120))
    name_zh: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(40), default="")
    onboarded_on: Mapped[date | None]
    closed_on: Mapped[date | None]


class CentreAreaRow(Base):
    """An area of expertise that a centre works in."""

    __tablename__ = "centre_area"

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), primary_key=True, index=True)


class PractitionerRow(Base):
    """A worker of a centre, by code."""

    __tablename__ = "practitioner"
    __table_args__ = (UniqueConstraint("centre_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    code: Mapped[str] = mapped_column(String(40))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
