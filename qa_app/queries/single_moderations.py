"""Reviews that one person read and a moderator looks at: the list, and one of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, exists, select
from sqlalchemy.orm import Session

from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission
from qa_app.domain.requirements import requirement_of
from qa_app.domain.rubric import Rubric
from qa_app.domain.signing import frozen_parts
from qa_app.domain.single_moderation import Cause, causes_from, reason_place
from qa_app.domain.text import NO_TEXT, BilingualText
from qa_app.models.accounts import AccountRow
from qa_app.models.aliases import alias_of
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.pairs import ReadingPairRow, SingleModerationRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.sealing import sealer_of
from qa_app.models.transaction import locked
from qa_app.queries.asked_rubrics import asked_rubric_in_words
from qa_app.queries.audits import entries_of
from qa_app.queries.reach import centres_within

_Reader, _Settler = alias_of(AccountRow), alias_of(AccountRow)


@dataclass(frozen=True, slots=True)
class SingleLine:
    """A review that a moderator looks at.

    Attributes:
        audit_id: The review.
        reference: The file; None when the whole centre is read.
        centre_id: Its centre.
        centre_name: The centre's name.
        rubric_title: The rubric's title.
        reader: Name of who read.
        signed_at: When they signed.
        band: Band of the file; None without one.
        result_state: `provisional` or `final`.
        causes: Why a moderator looks at it, the gravest first.
        settled_at: When a moderator let it stand; None while it waits.
    """

    audit_id: int
    reference: str | None
    centre_id: int
    centre_name: BilingualText
    rubric_title: BilingualText
    reader: str
    signed_at: datetime
    band: str | None
    result_state: str
    causes: tuple[Cause, ...]
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class QuestionedItem:
    """An item for which a moderator looks at a review.

    Attributes:
        code: Its code.
        text: What it requires.
        answer: The answer in words; no text where none counted.
        note: What the reader noted; empty for nothing, and where the review is sealed.
    """

    code: str
    text: BilingualText
    answer: BilingualText
    note: str


@dataclass(frozen=True, slots=True)
class SinglePaper:
    """The same with what was said about it.

    Attributes:
        line: As the list tells it.
        settled_by: Name of who let it stand; empty while it waits.
        reason: Why it stands; empty while it waits.
        questioned: Items that the causes rest on, the gravest first.
    """

    line: SingleLine
    settled_by: str
    reason: str
    questioned: tuple[QuestionedItem, ...]


def _seen(actor: Actor) -> ColumnElement[bool]:
    # whoever read the file, for the first or the second time, does not judge it
    second = alias_of(AuditRow)
    read_it_again = exists().where(
        ReadingPairRow.first_id == AuditRow.id,
        second.id == ReadingPairRow.second_id,
        second.reader_id == actor.account_id,
    )
    return and_(
        AuditRow.state == "signed",
        AuditRow.reader_id.is_distinct_from(actor.account_id),
        AuditRow.signed_by.is_distinct_from(actor.account_id),
        centres_within(actor, Permission.MODERATE_DECIDE),
        ~read_it_again.correlate(AuditRow),
    )


def _singles(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            SingleModerationRow,
            CaseFileRow.reference,
            AuditRow.centre_id,
            CentreRow.name_zh,
            CentreRow.name_en,
            RubricVersionRow.title_zh,
            RubricVersionRow.title_en,
            _Reader.display_name.label("reader"),
            _Settler.display_name.label("settler"),
            AuditRow.signed_at,
            AuditRow.band,
            AuditRow.result_state,
        )
        .join(AuditRow, AuditRow.id == SingleModerationRow.audit_id)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .join(RubricVersionRow, RubricVersionRow.id == AuditRow.rubric_version_id)
        .outerjoin(CaseFileRow, CaseFileRow.id == AuditRow.case_file_id)
        .outerjoin(_Reader, _Reader.id == AuditRow.reader_id)
        .outerjoin(_Settler, _Settler.id == SingleModerationRow.settled_by)
        .where(_seen(actor))
    )


def singles_page(
    session: Session, actor: Actor, after: int | None, most: int = ROWS_PER_PAGE
) -> tuple[SingleLine, ...]:
    """List reviews that wait for a moderator, those asked for first, first.

    Args:
        session: A database session.
        actor: Who moderates; what they read themselves is left out.
        after: Last review of the page before; None starts at the top.
        most: At most so many, and one more when there are more.

    Returns:
        The reviews; nothing for those who do not moderate.
    """
    if actor.account_id is None:
        return ()
    query = _singles(actor).where(SingleModerationRow.settled_at.is_(None))
    if after is not None:
        query = query.where(SingleModerationRow.audit_id > after)
    rows = session.execute(query.order_by(SingleModerationRow.audit_id).limit(most + 1))
    return tuple(_line(row) for row in rows)


def single_paper(session: Session, actor: Actor, audit_id: int) -> SinglePaper | None:
    """Find one review that a moderator looks at, or looked at.

    Args:
        session: A database session.
        actor: Who moderates.
        audit_id: The review.

    Returns:
        It; None when there is none within reach, or the actor read it.
    """
    if actor.account_id is None:
        return None
    row = session.execute(
        _singles(actor).where(SingleModerationRow.audit_id == audit_id)
    ).one_or_none()
    if row is None:
        return None
    sealed = row[0].reason
    reason = "" if sealed is None else sealer_of(session).open(sealed, reason_place(audit_id))
    line = _line(row)
    return SinglePaper(line, row.settler or "", reason, _questioned(session, line))


def _questioned(session: Session, line: SingleLine) -> tuple[QuestionedItem, ...]:
    codes = dict.fromkeys(code for cause in line.causes for code in cause.items)
    audit = session.get_one(AuditRow, line.audit_id)
    rubric = asked_rubric_in_words(session, audit.rubric_version_id, audit.supplement_asks)
    if not codes or rubric is None or audit.explanation is None:
        return ()
    found = frozen_parts(rubric, audit.explanation)[1]
    notes = {
        one.key: one.note
        for one in entries_of(session, line.audit_id)
        if one.kind is EntryKind.ANSWER and rubric.access != "sealed"
    }
    return tuple(
        QuestionedItem(
            code,
            requirement_of(rubric, code),
            _answer(rubric, code, found.get(code)),
            notes.get(code, ""),
        )
        for code in codes
    )


def _answer(rubric: Rubric, code: str, answer: str | None) -> BilingualText:
    item = rubric.items.get(code)
    options = () if item is None else item.scale.options
    return next((one.label for one in options if one.code == answer), NO_TEXT)


def held_single(session: Session, actor: Actor, audit_id: int) -> SingleModerationRow | None:
    """Find a review that an actor may let stand, and keep others from doing so.

    Args:
        session: A session inside `transaction`.
        actor: Who moderates.
        audit_id: The review.

    Returns:
        The request; None when there is none within reach, or the actor read it.
    """
    if actor.account_id is None:
        return None
    within = (
        select(SingleModerationRow.audit_id)
        .join(AuditRow, AuditRow.id == SingleModerationRow.audit_id)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .where(SingleModerationRow.audit_id == audit_id, _seen(actor))
    )
    query = select(SingleModerationRow).where(SingleModerationRow.audit_id.in_(within))
    return session.execute(locked(session, query, SingleModerationRow)).scalar_one_or_none()


def awaits_moderator(audit: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Give the condition that a moderator still has to look at a review.

    Args:
        audit: Column that holds the review.

    Returns:
        A condition.
    """
    return exists().where(
        SingleModerationRow.audit_id == audit, SingleModerationRow.settled_at.is_(None)
    )


def is_upheld(audit: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Give the condition that a moderator let a review stand.

    Args:
        audit: Column that holds the review.

    Returns:
        A condition.
    """
    return exists().where(
        SingleModerationRow.audit_id == audit, SingleModerationRow.settled_at.is_not(None)
    )


def _line(row: Any) -> SingleLine:
    asked: SingleModerationRow = row[0]
    return SingleLine(
        asked.audit_id,
        row.reference,
        row.centre_id,
        BilingualText(row.name_zh, row.name_en),
        BilingualText(row.title_zh, row.title_en),
        row.reader or "",
        row.signed_at,
        row.band,
        row.result_state,
        causes_from(asked.causes),
        asked.settled_at,
    )
