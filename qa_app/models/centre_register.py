"""Tables of what a centre is and has: its card, papers, sanctions and vacancies."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base
from qa_app.models.recorded import Recorded, recorded_triggers

_HOLDS = text("ended_at IS NULL")


class CentreProfileRow(Recorded, Base):
    """What kind of partner a centre is, and by which route it is reached; names no person."""

    __tablename__ = "centre_profile"
    __table_args__ = (
        Index(
            "uq_centre_profile_held",
            "centre_id",
            unique=True,
            sqlite_where=_HOLDS,
            postgresql_where=_HOLDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    partner: Mapped[str] = mapped_column(String(24))
    contact_zh: Mapped[str] = mapped_column(String(200), default="")
    contact_en: Mapped[str] = mapped_column(String(200), default="")


class CentreDocumentRow(Recorded, Base):
    """A paper that a centre holds; `digest` is SHA-256 (hex) of the paper, empty without a file.

    `outcome` is a code: accepted or not_accepted; empty where the kind has none.
    """

    __tablename__ = "centre_document"
    __table_args__ = (
        Index(
            "uq_centre_document_held",
            "centre_id",
            "kind",
            "number",
            unique=True,
            sqlite_where=_HOLDS,
            postgresql_where=_HOLDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    kind: Mapped[str] = mapped_column(String(32))
    number: Mapped[str] = mapped_column(String(80))
    issuer: Mapped[str] = mapped_column(String(120), default="")
    issued_on: Mapped[date]
    valid_until: Mapped[date | None]
    reviewed_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(String(16), default="")
    digest: Mapped[str] = mapped_column(String(64), default="")


class CentreSanctionRow(Recorded, Base):
    """A penalty imposed on a centre, or a case opened against it."""

    __tablename__ = "centre_sanction"
    __table_args__ = (
        Index(
            "uq_centre_sanction_held",
            "centre_id",
            "kind",
            "number",
            unique=True,
            sqlite_where=_HOLDS,
            postgresql_where=_HOLDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    kind: Mapped[str] = mapped_column(String(16))
    number: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(String(120))
    begun_on: Mapped[date]
    closed_on: Mapped[date | None]


class VacancyRow(Recorded, Base):
    """A post of a centre that is or was to be filled."""

    __tablename__ = "vacancy"
    __table_args__ = (
        Index(
            "uq_vacancy_held",
            "centre_id",
            "code",
            unique=True,
            sqlite_where=_HOLDS,
            postgresql_where=_HOLDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    code: Mapped[str] = mapped_column(String(40))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    tier: Mapped[str] = mapped_column(String(24))
    opened_on: Mapped[date]
    filled_on: Mapped[date | None]


CENTRE_REGISTER_TRIGGERS = (
    *recorded_triggers("centre_profile", ("centre_id", "partner", "contact_zh", "contact_en")),
    *recorded_triggers(
        "centre_document",
        (
            "centre_id",
            "area_code",
            "kind",
            "number",
            "issuer",
            "issued_on",
            "valid_until",
            "reviewed_on",
            "outcome",
            "digest",
        ),
    ),
    *recorded_triggers(
        "centre_sanction", ("centre_id", "kind", "number", "body", "begun_on", "closed_on")
    ),
    *recorded_triggers(
        "vacancy", ("centre_id", "code", "area_code", "tier", "opened_on", "filled_on")
    ),
)
