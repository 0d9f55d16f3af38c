"""Acts out files that are read twice: chosen, read blind, one of them settled, others waiting."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from qa_app.demo.acting import Drawn, Stage, account_of
from qa_app.demo.visits import Visit
from qa_app.domain.audit_entries import Entry, EntryChange, EntryKind
from qa_app.domain.case_entries import CaseEntry
from qa_app.domain.option_worth import worths
from qa_app.domain.reading_pairs import Choice, PairDecision
from qa_app.domain.rubric import Item, Rubric
from qa_app.queries.audits import entries_of
from qa_app.queries.moderation import pair_paper, pairs_page
from qa_app.queries.pairs import twice_read
from qa_app.queries.today import drafts_to_sign
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.moderation.choose_second_readings import choose_second_readings
from qa_app.services.moderation.settle_pair import PairSettlement, settle_pair

_MOST = 40
_STRICTER = 3
_EVERY = 2
_ID_MOST = 40
_LONG_AFTER = timedelta(days=400)
_NOTE = "第二次评查时，案卷里没有找到完整记录"
_REASON = "两人当面对照案卷后认定"


def choose_some(stage: Stage, drawn: Drawn, visit: Visit) -> dict[int, CaseEntry]:
    """Choose drawn files for a second reading by the other senior supervisor.

    Args:
        stage: What actors need.
        drawn: The session and its drafts.
        visit: The visit.

    Returns:
        Second draft to the line of its case list.
    """
    second = account_of(stage.second)
    choose_second_readings(
        stage.session,
        stage.supervisor,
        drawn.session_id,
        second,
        lambda: f"{visit.centre}|twice",
        zone=stage.zone,
        at=stage.instant(visit.day, 9, 30),
    )
    found = twice_read(stage.session, stage.supervisor, drawn.session_id)
    chosen = set() if found is None else {one.reference for one in found.open_pairs}
    drafts = drafts_to_sign(stage.session, stage.second, visit.day + _LONG_AFTER, _MOST)
    return {
        one.audit_id: stage.listed[one.reference]
        for one in drafts
        if one.reference is not None and one.reference in chosen
    }


def read_again(
    stage: Stage, again: Mapping[int, CaseEntry], drawn: Drawn, visit: Visit, rubric: Rubric
) -> None:
    """Read files a second time and sign.

    The second reader finds the same dates and facts and judges a few items more strictly.

    Args:
        stage: What actors need.
        again: Second draft to the line of its case list.
        drawn: The session with the first readings, signed.
        visit: The visit.
        rubric: The version read against.
    """
    firsts = {line.number: audit_id for audit_id, line in drawn.audits.items()}
    for number, (audit_id, line) in enumerate(again.items()):
        entries = entries_of(stage.session, firsts[line.number])
        stage.session.rollback()
        found = _stricter(rubric, entries, f"{visit.day}{number}")
        at = stage.instant(visit.day, 14 + number)
        save_entries(stage.session, stage.second, audit_id, found, stage.zone, at=at)
        sign_audit(stage.session, stage.second, audit_id, stage.zone, at=at)


def _stricter(rubric: Rubric, entries: Sequence[Entry], about: str) -> list[EntryChange]:
    found, left = [], _STRICTER
    for place, one in enumerate(entries):
        value, note = one.value, one.note
        item = rubric.items.get(one.key) if one.kind is EntryKind.ANSWER else None
        lower = None if item is None or item.critical else _next_lower(item, value)
        if lower is not None and left and place % _EVERY == 0:
            value, note, left = lower, _NOTE, left - 1
        operation = f"{about}-{one.kind.value}-{one.key}"[:_ID_MOST]
        found.append(EntryChange(one.kind, one.key, value, 0, operation, note, one.read))
    return found


def _next_lower(item: Item, code: object) -> str | None:
    worth = worths(item)
    mine = worth.get(str(code))
    below = [] if mine is None else [(s, c) for c, s in worth.items() if s < mine]
    return max(below)[1] if below else None


def settle(stage: Stage, day: date, most: int) -> None:
    """Settle pairs from the top of the list as a third person; the others wait.

    Args:
        stage: What actors need.
        day: When.
        most: How many at most.
    """
    for line in pairs_page(stage.session, stage.supervisor, None)[:most]:
        paper = pair_paper(stage.session, stage.supervisor, line.id)
        if paper is None:
            return
        noted = {(e.kind.value, e.key) for e in paper.second.entries if e.note}
        # what the rubric wants said about a low answer comes with the answer
        decisions = {
            key: PairDecision(Choice.SECOND if key in noted else Choice.FIRST, reason=_REASON)
            for key in paper.apart
        }
        said = PairSettlement(decisions)
        at = stage.instant(day, 19)
        settle_pair(stage.session, stage.supervisor, line.id, said, stage.zone, at=at)
