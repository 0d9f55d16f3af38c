"""Acts out files that are read twice: chosen, read blind, one of them settled, others waiting."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from qa_app.demo.acting import Drawn, Stage, fill_in
from qa_app.demo.dice import Dice
from qa_app.demo.file_story import FileStory
from qa_app.demo.visits import Visit
from qa_app.demo.written_file import written_file
from qa_app.domain.case_entries import CaseEntry
from qa_app.domain.reading_pairs import Choice, Decision
from qa_app.domain.rubric import Rubric
from qa_app.queries.moderation import pair_paper, pairs_page
from qa_app.queries.pairs import twice_read
from qa_app.queries.today import drafts_to_sign
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.services.moderation.choose_second_readings import choose_second_readings
from qa_app.services.moderation.settle_pair import Settlement, settle_pair

_MOST = 40
_TOLD = 2
_LONG_AFTER = timedelta(days=400)
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
    second = stage.second.account_id or 0
    choose_second_readings(
        stage.session,
        stage.supervisor,
        drawn.session_id,
        second,
        lambda: f"{visit.centre}|twice",
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
    stage: Stage, again: Mapping[int, CaseEntry], visit: Visit, rubric: Rubric, dice: Dice
) -> None:
    """Read files a second time and sign; of more than two the last is left to its reader.

    Args:
        stage: What actors need.
        again: Second draft to the line of its case list.
        visit: The visit.
        rubric: The version read against.
        dice: Chance that can be repeated.
    """
    in_hand = list(again.items())
    for number, (audit_id, line) in enumerate(in_hand[: max(_TOLD, len(in_hand) - 1)]):
        read_at = datetime.combine(visit.day, time(14 + number, 0))
        story = FileStory(
            line.opened_on, line.closed_on, read_at, visit.met_pct, has_red_line=False
        )
        drawn = Drawn(0, {audit_id: line}, stage.second)
        at = stage.instant(visit.day, read_at.hour)
        fill_in(stage, drawn, audit_id, written_file(rubric, story, stage.calendar, dice), at)
        sign_audit(stage.session, stage.second, audit_id, stage.zone, at=at)


def settle_first(stage: Stage, day: date) -> None:
    """Settle the pair at the top of the list as a third person; the others wait.

    Args:
        stage: What actors need.
        day: When.
    """
    for line in pairs_page(stage.session, stage.supervisor, None)[:1]:
        paper = pair_paper(stage.session, stage.supervisor, line.id)
        if paper is None:
            return
        noted = {(e.kind.value, e.key) for e in paper.second.entries if e.note}
        # what the rubric wants said about a low answer comes with the answer
        decisions = {
            key: Decision(Choice.SECOND if key in noted else Choice.FIRST, reason=_REASON)
            for key in paper.apart
        }
        said = Settlement(decisions)
        at = stage.instant(day, 19)
        settle_pair(stage.session, stage.supervisor, line.id, said, stage.zone, at=at)
