"""A planned session as the place where files are read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.bars import BarKind, Judged, codes_of
from qa_app.domain.errors import ConflictError, InvalidError, OutOfReachError
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, reach_of
from qa_app.domain.supervision import SessionState
from qa_app.domain.totals import NOT_OF_CENTRES
from qa_app.models.audits import AuditRow
from qa_app.models.cases import CaseFileRow
from qa_app.models.places import CentreRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.supervision import SupervisionSessionRow
from qa_app.models.transaction import locked
from qa_app.queries.bars import Tied, tied_of
from qa_app.queries.reach import centres_within
from qa_app.queries.round_plans import outside_round, round_moderator, round_readers
from qa_app.queries.staff import account_as_actor


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """Where files are read.

    Attributes:
        row: The session.
        centre_code: Code of its centre.
        place_path: Path of the node the centre stands in.
        rubric: The version that files are read against.
    """

    row: SupervisionSessionRow
    centre_code: str
    place_path: str
    rubric: RubricVersionRow

    @property
    def centre_id(self) -> int:
        """The centre."""
        return self.row.centre_id

    @property
    def day(self) -> date:
        """The day of the session."""
        return self.row.planned_on

    @property
    def supervisor_id(self) -> int:
        """Who leads the session."""
        return self.row.supervisor_id

    @property
    def round_id(self) -> int | None:
        """The round that the session belongs to; None without one."""
        return self.row.round_id


@dataclass(frozen=True, slots=True)
class LoosePlace:
    """Where a draft is read that no session gave, such as a supplementary review.

    Attributes:
        centre_id: The centre.
        place_path: Path of the node the centre stands in.
        day: By when it is due; the last of all days when nobody said, on which only a tie bars that
            has no end.
    """

    centre_id: int
    place_path: str
    day: date

    @property
    def supervisor_id(self) -> None:
        """Nobody leads it."""
        return

    @property
    def round_id(self) -> None:
        """It belongs to no round."""
        return


Place = ReadingPlace | LoosePlace


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody may not read at a place.

    Attributes:
        code: The code of the refusal, as `fit_reader` tells it.
        until: Day from which it no longer holds; None when it has no end or is no tie.
    """

    code: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ReaderRule:
    """What a place asks of whoever reads there: the same for who is offered and who is taken.

    Attributes:
        centre_id: The centre.
        place_path: Path of the node the centre stands in.
        day: The day of reading.
        readers: Whom its round names; None without a round.
        moderator_id: Who decides where readers of the round differ; None while nobody does.
        lead: Who leads the session; None without one, or when that account is not active.
    """

    centre_id: int
    place_path: str
    day: date
    readers: frozenset[int] | None = None
    moderator_id: int | None = None
    lead: Actor | None = None

    def of_place(self, person: Actor | None, ties: Tied, worker: int | None) -> Refusal | None:
        """Tell what keeps somebody from reading at the place.

        Args:
            person: Who would read; None for no active account.
            ties: What ties them.
            worker: Who worked on the file; None when unknown or when no file is meant.

        Returns:
            The nearest reason, as `fit_reader` raises it; None when they may read.
        """
        may_read = person is not None and reach_of(person, Permission.AUDIT_SCORE).covers(
            self.centre_id, self.place_path
        )
        if person is None or person.account_id is None or not may_read:
            return Refusal("unfit_reader")
        outside = outside_round(self.readers, self.moderator_id, person.account_id)
        if outside:
            return Refusal(outside)
        # a supervisee's file is left to `of_file`, which knows whether it was drawn
        bars = ties.bars(Judged(self.centre_id, worker, self.day, is_for_endorsement=False))
        if bars:
            return Refusal(_CODES.get(bars[0].kind, "own_case"), bars[0].until)
        return None

    def of_file(
        self, person: Actor | None, ties: Tied, worker: int | None, *, counts: bool
    ) -> Refusal | None:
        """Tell what keeps somebody from reading one file there.

        Args:
            person: Who would read; None for no active account.
            ties: What ties them.
            worker: Who worked on the file; None when unknown.
            counts: True when the result counts for the register.

        Returns:
            As `of_place`, then `own_case` where they or whoever leads worked on it, or a tie bars
            them from it; None when they may read it.
        """
        refusal = self.of_place(person, ties, worker)
        if (
            refusal is None
            and person is not None
            and worker in self.barred(person, ties, counts=counts)
        ):
            return Refusal("own_case")
        return refusal

    def barred(self, reader: Actor, ties: Tied, *, counts: bool) -> frozenset[int]:
        """List whose files somebody does not read at the place, as `barred_workers`.

        Args:
            reader: Who reads.
            ties: What ties them.
            counts: True when the results count for the register.

        Returns:
            Practitioners.
        """
        judged = Judged(self.centre_id, None, self.day, is_for_endorsement=counts)
        return codes_of(reader, self.lead) | ties.barred_workers(judged)


def reader_rule(session: Session, place: Place) -> ReaderRule:
    """Gather what a place asks of whoever reads there.

    Args:
        session: A database session.
        place: The place.

    Returns:
        The rule.
    """
    lead = place.supervisor_id
    return ReaderRule(
        place.centre_id,
        place.place_path,
        place.day,
        round_readers(session, place.round_id),
        round_moderator(session, place.round_id),
        None if lead is None else account_as_actor(session, lead),
    )


def loose_place(session: Session, actor: Actor, audit_id: int) -> LoosePlace:
    """Find where a draft without a session is read.

    Args:
        session: A database session.
        actor: Who gives files to read.
        audit_id: The draft.

    Returns:
        The place.

    Raises:
        OutOfReachError: There is no such review without a session where the actor may draw, or
            it is about a supervisor: such a review is not handed on.
    """
    row = session.execute(
        select(AuditRow.centre_id, CentreRow.place_path, AuditRow.due_on)
        .join(CentreRow, CentreRow.id == AuditRow.centre_id)
        .where(
            AuditRow.id == audit_id,
            AuditRow.session_id.is_(None),
            AuditRow.sample_type.not_in(sorted(NOT_OF_CENTRES)),
            centres_within(actor, Permission.SAMPLE_DRAW),
        )
    ).one_or_none()
    if row is None:
        raise OutOfReachError("audit")
    return LoosePlace(row.centre_id, row.place_path, row.due_on or date.max)


def reading_place(
    session: Session, actor: Actor, session_id: int, *, is_held_too: bool = False
) -> ReadingPlace:
    """Find a planned session that reads files, and keep others from changing it.

    Args:
        session: A session inside `transaction`.
        actor: Who gives files to read.
        session_id: The session.
        is_held_too: True takes a session that was held as well: what was given to be read
            there may still be unread.

    Returns:
        The place.

    Raises:
        OutOfReachError: There is no such session where the actor may draw.
        ConflictError: It is cancelled, or held where it must be planned (`not_planned`).
        InvalidError: It reads no files (`reads_no_files`).
    """
    query = (
        select(SupervisionSessionRow, CentreRow.code, CentreRow.place_path, RubricVersionRow)
        .join(CentreRow, CentreRow.id == SupervisionSessionRow.centre_id)
        .outerjoin(RubricVersionRow, RubricVersionRow.id == SupervisionSessionRow.rubric_version_id)
        .where(
            SupervisionSessionRow.id == session_id,
            centres_within(actor, Permission.SAMPLE_DRAW),
        )
    )
    found = session.execute(locked(session, query, SupervisionSessionRow)).one_or_none()
    if found is None:
        raise OutOfReachError("session")
    row, code, place_path, rubric = found
    is_held = is_held_too and row.state == SessionState.HELD
    if row.state != SessionState.PLANNED and not is_held:
        raise ConflictError("not_planned")
    if rubric is None:
        raise InvalidError("reads_no_files")
    return ReadingPlace(row, code, place_path, rubric)


def fit_reader(session: Session, place: Place, reader_id: int, worker: int | None = None) -> Actor:
    """Find an account that may read files at a place, for the first or the second time.

    Args:
        session: A database session.
        place: The place.
        reader_id: The account.
        worker: Who worked on the file, where one file is meant; a bar against it is told before
            one against the whole centre.

    Returns:
        The reader.

    Raises:
        InvalidError: There is no such active account, or it may not read there
            (`unfit_reader`); they decide where readers of the session's round differ
            (`moderates_round`), or it does not name them (`not_of_round`); they worked on the file
            (`own_case`); they belong or belonged to the centre (`own_centre`), or declared a
            conflict with it (`declared_conflict`).
    """
    reader = account_as_actor(session, reader_id)
    refusal = reader_rule(session, place).of_place(reader, tied_of(session, reader_id), worker)
    if reader is None or refusal is not None:
        why = refusal or Refusal("unfit_reader")
        raise InvalidError(why.code, until=why.until)
    return reader


def fit_for_file(
    session: Session, place: Place, reader_id: int, worker: int | None, *, counts: bool
) -> Actor:
    """Find an account that may read one file at a place.

    Args:
        session: A database session.
        place: The place.
        reader_id: The account.
        worker: Who worked on the file; None when unknown.
        counts: True when the result counts for the register.

    Returns:
        The reader.

    Raises:
        InvalidError: As `fit_reader`; or they, or whoever leads the session, worked on the file,
            or a tie bars them from it (`own_case`).
    """
    reader = account_as_actor(session, reader_id)
    rule, ties = reader_rule(session, place), tied_of(session, reader_id)
    refusal = rule.of_file(reader, ties, worker, counts=counts)
    if reader is None or refusal is not None:
        why = refusal or Refusal("unfit_reader")
        raise InvalidError(why.code, until=why.until)
    return reader


_CODES = {BarKind.OWN_CENTRE: "own_centre", BarKind.DECLARED_CENTRE: "declared_conflict"}


def may_read_at(session: Session, place: ReadingPlace, account_id: int) -> bool:
    """Tell whether an account may read files at a place.

    Args:
        session: A database session.
        place: The place.
        account_id: The account.

    Returns:
        False when it is no longer active, lost the role, its reach ends elsewhere, its round
        does not name it, or something bars it from the whole centre.
    """
    reader, ties = account_as_actor(session, account_id), tied_of(session, account_id)
    return reader_rule(session, place).of_place(reader, ties, None) is None


def barred_workers(
    session: Session, place: Place, reader: Actor, *, is_for_endorsement: bool = True
) -> frozenset[int]:
    """List whose files are not read at a place: nobody reads or supervises their own work.

    Args:
        session: A database session.
        place: The place.
        reader: Who reads.
        is_for_endorsement: False for files that count for no register, such as those added by
            hand: of those a supervisee's may be read.

    Returns:
        Practitioners: the reader's own codes, those with whom a conflict is declared, those
        they supervise, and the codes of whoever leads the session.
    """
    ties = tied_of(session, reader.account_id)
    return reader_rule(session, place).barred(reader, ties, counts=is_for_endorsement)


def files_of_workers(session: Session, centre_id: int, workers: Collection[int]) -> frozenset[str]:
    """List the files of a centre that some practitioners worked on.

    Args:
        session: A database session.
        centre_id: The centre; the caller knows that it is in reach.
        workers: Practitioners.

    Returns:
        References.
    """
    if not workers:
        return frozenset()
    query = select(CaseFileRow.reference).where(
        CaseFileRow.centre_id == centre_id, CaseFileRow.practitioner_id.in_(sorted(workers))
    )
    return frozenset(session.execute(query).scalars())
