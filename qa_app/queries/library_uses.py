"""What rests on clauses: items of the versions in force, and the answers to them in reach."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from qa_app.domain.answer_counts import NO_ANSWERS, Answers, ItemUse, answers_of
from qa_app.domain.defaults import EVIDENCE_MONTHS, ROWS_AT_A_GLANCE
from qa_app.domain.month_grid import month_of
from qa_app.domain.people import Actor, Reach
from qa_app.domain.permissions import reach_over_others
from qa_app.domain.series import Coverage
from qa_app.domain.text import BilingualText
from qa_app.domain.told_answers import ToldAnswers
from qa_app.domain.totals import COUNTED_IN_CHARTS, NETWORK
from qa_app.models.places import CentreRow, PlaceRow
from qa_app.models.rubrics import RubricVersionRow
from qa_app.models.trends import ItemTotalRow
from qa_app.queries.reach import centres_in
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.queries.told_answers import Wanted, answers_told_at, answers_told_of
from qa_app.queries.trends import scope_column
from qa_app.queries.versions_in_force import in_force_on

_Version = RubricVersionRow


@dataclass(frozen=True, slots=True)
class CentreAnswers:
    """Answers to one item at one centre.

    Attributes:
        centre_id: The centre.
        name: Its name.
        kind: Its kind of organisation.
        answers: Its answers, and how many of them the actor may not read.
    """

    centre_id: int
    name: BilingualText
    kind: str
    answers: Answers


def items_in_force(session: Session, today: date, area: str = "") -> tuple[ItemUse, ...]:
    """List the items of every version in force.

    Args:
        session: A database session.
        today: The local date.
        area: Only rubrics of this area; empty for all.

    Returns:
        By rubric, then in its order. Hidden rubrics are left out, and so are rubrics by
        rules, whose items cite nothing.
    """
    query = (
        select(_Version.id, _Version.title_zh, _Version.title_en)
        .where(
            _Version.status == "published",
            _Version.is_hidden.is_(False),
            in_force_on(today),
        )
        .order_by(_Version.rubric_code, _Version.in_force_from, _Version.id)
    )
    if area:
        query = query.where(_Version.area_code == area)
    newest: dict[str, list[ItemUse]] = {}
    for row in session.execute(query).all():
        rubric = rubric_in_words(session, row.id)
        if rubric is not None:
            title = BilingualText(row.title_zh, row.title_en)
            newest[rubric.code] = [
                ItemUse(
                    rubric.code,
                    rubric.version,
                    row.id,
                    title,
                    rubric.area,
                    rubric.access == "sealed",
                    item,
                )
                for item in rubric.items.values()
            ]
    return tuple(use for uses in newest.values() for use in uses)


def answers_within(
    session: Session, actor: Actor, uses: Sequence[ItemUse], today: date, *, at: datetime
) -> tuple[tuple[ItemUse, Answers], ...]:
    """Count the answers to items within an actor's reach, from totals and never from audits.

    Args:
        session: A database session.
        actor: Who asks.
        uses: The items.
        today: The local date.
        at: The present, for what they were let into.

    Returns:
        Every item with the answers of random and census samples of the last
        `EVIDENCE_MONTHS` months, the running one included, in files that the actor may read: of
        months that move on, the others could be worked out. Sealed ones are closed to everybody.
        It is marked where the actor would have to ask for few of the files of a place or centre.
    """
    reach = reach_over_others(actor)
    found = _answers(session, scopes_within(session, reach), uses, today)
    paths = [""] if reach.is_everything else _outermost(reach.place_paths)
    centres = _apart(session, reach.centre_ids, paths)
    told = (
        *answers_told_of(
            session, actor, paths, at=at, on=today, wanted=Wanted(months=_last_year(today))
        ),
        *answers_told_at(session, actor, centres, at=at, on=today).values(),
    )
    return tuple(
        (use, _marked(use, answers, told, today)) for use, answers in zip(uses, found, strict=True)
    )


def _marked(use: ItemUse, answers: Answers, told: Iterable[ToldAnswers], today: date) -> Answers:
    months = _last_year(today)
    is_told = all(one.tells(use.version_id, Coverage.SAMPLED, months) for one in told)
    closed = answers.closed_but_for(None if use.is_sealed else answers)
    return closed if is_told else replace(closed, is_to_ask=True)


def _last_year(today: date) -> range:
    now = month_of(today)
    return range(now - EVIDENCE_MONTHS + 1, now + 1)


def _answers(
    session: Session, scopes: Sequence[str], uses: Sequence[ItemUse], today: date
) -> tuple[Answers, ...]:
    if not scopes or not uses:
        return (NO_ANSWERS,) * len(uses)
    rows = session.execute(
        select(
            ItemTotalRow.rubric_version_id,
            ItemTotalRow.item_code,
            ItemTotalRow.code,
            func.sum(ItemTotalRow.file_count),
        )
        .where(ItemTotalRow.scope.in_(scopes), *_counted(uses, today))
        .group_by(ItemTotalRow.rubric_version_id, ItemTotalRow.item_code, ItemTotalRow.code)
    )
    counts: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for version, item, code, count in rows:
        counts[version, item][code] = int(count)
    return tuple(answers_of(use.item, counts.get(use.key, {})) for use in uses)


def answers_by_centre(
    session: Session, actor: Actor, use: ItemUse, today: date, *, at: datetime
) -> tuple[CentreAnswers, ...]:
    """Count the answers to one item centre by centre.

    Args:
        session: A database session.
        actor: Who asks.
        use: The item.
        today: The local date.
        at: The present, for what they were let into.

    Returns:
        Centres in reach with an answer, in the register's order and never by rank. Of the first
        `ROWS_AT_A_GLANCE`, which are shown, it is marked where the actor would have to ask for few
        of the files.
    """
    rows = session.execute(
        select(
            CentreRow.id,
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.kind,
            ItemTotalRow.code,
            func.sum(ItemTotalRow.file_count).label("files"),
        )
        .join(ItemTotalRow, ItemTotalRow.scope == scope_column())
        .join(PlaceRow, PlaceRow.id == CentreRow.place_id)
        .where(centres_in(reach_over_others(actor)), *_counted([use], today))
        .group_by(
            CentreRow.id,
            CentreRow.name_zh,
            CentreRow.name_en,
            CentreRow.kind,
            CentreRow.code,
            PlaceRow.code,
            ItemTotalRow.code,
        )
        .order_by(PlaceRow.code, CentreRow.code, CentreRow.id)
    ).all()
    found = _by_centre(rows, use)
    shown = [one.centre_id for one in found[:ROWS_AT_A_GLANCE]]
    told = answers_told_at(session, actor, shown, at=at, on=today)
    return tuple(
        replace(one, answers=_marked(use, one.answers, [told[one.centre_id]], today))
        if one.centre_id in told
        else one
        for one in found
    )


def _by_centre(rows: Iterable[Any], use: ItemUse) -> list[CentreAnswers]:
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    heads: dict[int, Any] = {}
    for row in rows:
        heads.setdefault(row.id, row)
        counts[row.id][row.code] = int(row.files)
    found = []
    for ident, head in heads.items():
        answers = answers_of(use.item, counts[ident])
        name = BilingualText(head.name_zh, head.name_en)
        opened = None if use.is_sealed else answers
        found.append(CentreAnswers(ident, name, head.kind, answers.closed_but_for(opened)))
    return [one for one in found if one.answers.n]


def network_place(session: Session, actor: Actor) -> int | None:
    """Give the place whose trend covers all that an actor sees.

    Args:
        session: A database session.
        actor: Who asks.

    Returns:
        0 for the whole network, a place for those who see just one; None for others.
    """
    reach = reach_over_others(actor)
    if reach.is_everything:
        return 0
    paths = _outermost(reach.place_paths)
    if len(paths) != 1 or _apart(session, reach.centre_ids, paths):
        return None
    return int(paths[0].rstrip("/").rpartition("/")[2])


def scopes_within(session: Session, reach: Reach) -> tuple[str, ...]:
    """Name the totals that together hold every file in reach once.

    Args:
        session: A database session.
        reach: Which centres.

    Returns:
        Scopes of totals: the network, or places and single centres beside them; nothing for no
        reach.
    """
    if reach.is_everything:
        return (NETWORK,)
    paths = _outermost(reach.place_paths)
    places = [f"p:{path.rstrip('/').rpartition('/')[2]}" for path in paths]
    apart = _apart(session, reach.centre_ids, paths)
    return (*places, *(f"c:{ident}" for ident in apart))


def _outermost(paths: Iterable[str]) -> list[str]:
    ordered = sorted(set(paths))
    return [one for one in ordered if not any(one != p and one.startswith(p) for p in ordered)]


def _apart(session: Session, centre_ids: Iterable[int], paths: Sequence[str]) -> tuple[int, ...]:
    wanted = sorted(centre_ids)
    if not wanted:
        return ()
    rows = session.execute(
        select(CentreRow.id, CentreRow.place_path).where(CentreRow.id.in_(wanted))
    )
    return tuple(
        row.id for row in rows if not any(row.place_path.startswith(path) for path in paths)
    )


def _counted(uses: Sequence[ItemUse], today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        ItemTotalRow.rubric_version_id.in_(sorted({use.version_id for use in uses})),
        ItemTotalRow.item_code.in_(sorted({use.item.code for use in uses})),
        ItemTotalRow.sample_type.in_(sorted(COUNTED_IN_CHARTS)),
        ItemTotalRow.month > month_of(today) - EVIDENCE_MONTHS,
        ItemTotalRow.file_count > 0,
    )


def uses_by_key(uses: Iterable[ItemUse]) -> Mapping[str, ItemUse]:
    """Name items as addresses do.

    Args:
        uses: The items.

    Returns:
        Such as `legal_aid.B4` to the item.
    """
    return {f"{use.rubric}.{use.item.code}": use for use in uses}
