from dataclasses import replace

from sqlalchemy.orm import Session

from qa_app.domain.replacements import ReplaceReason
from qa_app.queries.audit_papers import audit_paper
from qa_app.queries.sample_notes import replaced_lines, sample_notes
from qa_app.services.audits.draw_sample import draw_sample
from qa_app.services.audits.replace_file import replace_file
from qa_app.services.audits.save_entries import save_entries
from qa_app.services.audits.sign_audit import sign_audit
from qa_app.wording import Words
from qa_app.wording.audit_reports import said_report
from tests.audits import ZONE, change, holidays
from tests.people import NOON
from tests.sessions import a_scene, a_session, some_files


def test_a_signed_result_tells_what_was_replaced_in_its_sample(session: Session) -> None:
    scene = a_scene(session)
    holidays(session)
    some_files(session, scene.centre, 6)
    today = NOON.date()
    made, who = a_session(session, scene, planned_on=today), scene.supervisor.account_id or 0
    drawn = draw_sample(session, scene.supervisor, made, 4, who, lambda: "s", zone=ZONE, at=NOON)
    first, second, third, fourth = drawn.audit_ids
    for audit_id in (first, second, third):
        replace_file(session, scene.supervisor, audit_id, ReplaceReason.DAMAGED, at=NOON)
    note = sample_notes(session, [drawn.draw_id])[drawn.draw_id]
    assert (note.frame_count, note.drawn_count, note.read_count) == (6, 4, 3)
    assert note.replaced == {ReplaceReason.DAMAGED: 3}
    lines = replaced_lines(session, drawn.draw_id)
    assert [one.by is None for one in lines] == [False, False, True]
    save_entries(session, scene.supervisor, fourth, [change("A1", "met")], ZONE, at=NOON)
    sign_audit(session, scene.supervisor, fourth, ZONE, at=NOON)
    paper = audit_paper(session, scene.supervisor, fourth)
    assert paper is not None
    assert paper.report.head.sample == note
    said = said_report(Words("en"), paper.report, ZONE)
    (line,) = [one.value for one in said.identity if one.label == "How it was chosen"]
    assert line == (
        "drawn at random; 3 of 6 files; 3 of 4 drawn files replaced: the folder is damaged and"
        " cannot be read (3); without a reserve, so that the sample is smaller: 1"
    )
    alone = replace(paper.report, head=replace(paper.report.head, sample=None))
    (line,) = [
        one.value
        for one in said_report(Words("en"), alone, ZONE).identity
        if one.label == "How it was chosen"
    ]
    assert line == "drawn at random"
    assert sample_notes(session, []) == {}
