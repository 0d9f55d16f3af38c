"""Routes of the findings of a draft."""

from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from qa_app import clock
from qa_app.domain.actions import OF_FINDINGS
from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.bars import BARRED
from qa_app.domain.defaults import FINDINGS_MOST, MAIN_FINDINGS_MOST
from qa_app.domain.draft import Draft, entry_of, scored_draft
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.findings import FindingKind, covered_items, known_items, owed_items
from qa_app.domain.follow_up import FollowUp
from qa_app.domain.permissions import Permission
from qa_app.domain.requirements import requirement_of
from qa_app.domain.rubric import Critical, Rubric
from qa_app.extensions import database
from qa_app.queries.asked_rubrics import asked_rubric_in_words
from qa_app.queries.drafts import DraftAudit
from qa_app.queries.follow_up import follow_up
from qa_app.queries.holidays import calendar_as_of
from qa_app.services.findings.save_findings import save_findings
from qa_app.web.asking.written import answered, fault_words, sheet_faults
from qa_app.web.clause_links import clauses_behind
from qa_app.web.findings.pages import Block, NotedItem, SheetPage
from qa_app.web.findings.sheet_form import blocks_from, blocks_of, field_of, rearranged, sheet_of
from qa_app.web.follow_up_labels import ASKS_NAME, follow_up_refusal
from qa_app.web.guard import current_actor, requires
from qa_app.web.locale import page_language
from qa_app.web.own_drafts import draft_in_hand, shown_draft
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.action_owners import OWNERS
from qa_app.wording.names import CRITICALS

bp = Blueprint("findings", __name__, url_prefix="/audits/<int:audit_id>/findings")
_CONFLICT, _UNPROCESSABLE = 409, 422


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Why a sheet was refused, in which field, and whether it looked like a name."""

    fault: str = ""
    wrong: str = ""
    asks_name: bool = False


_NO_TROUBLE = _Trouble()


@bp.get("")
@requires(Permission.FINDING_WRITE)
def sheet(audit_id: int) -> ResponseReturnValue:
    head = shown_draft(audit_id, "findings")
    return _page(head, _scored(head), follow_up(database(), audit_id)).render()


@bp.post("")
@requires(Permission.FINDING_WRITE)
def save(audit_id: int) -> ResponseReturnValue:
    if request.form.get("act"):
        head = shown_draft(audit_id, "findings")
        told = follow_up(database(), audit_id)
        return _page(head, _scored(head), told, request.form).render()
    # who may not write in it learns nothing of it either, whatever they sent
    draft_in_hand(audit_id)
    zone, now = installation().timezone, clock.now()
    try:
        sent = sheet_of(request.form)
        save_findings(database(), current_actor(), audit_id, sent, zone, at=now)
    except (InvalidError, ConflictError) as fault:
        if fault.code in BARRED:
            raise
        head = shown_draft(audit_id, "findings")
        status = _CONFLICT if isinstance(fault, ConflictError) else _UNPROCESSABLE
        told = follow_up(database(), audit_id)
        # what was typed is shown again; a conflict shows what stands instead
        typed = request.form if isinstance(fault, InvalidError) else None
        wrong = field_of(request.form, fault) if isinstance(fault, InvalidError) else ""
        trouble = _Trouble(follow_up_refusal(fault), wrong, fault.code in ASKS_NAME)
        page = _page(head, _scored(head), told, typed, trouble)
        return page.render(), status
    return redirect(url_for("findings.sheet", audit_id=audit_id, notice="findings_saved"))


def _page(
    head: DraftAudit,
    draft: Draft,
    told: FollowUp,
    typed: MultiDict[str, str] | None = None,
    trouble: _Trouble = _NO_TROUBLE,
) -> SheetPage:
    words, rubric = Words(page_language()), draft.rubric
    if typed is None:
        findings = blocks_from(told.of_kind(FindingKind.FINDING), "f")
        strengths = blocks_from(told.of_kind(FindingKind.STRENGTH), "s")
        day = "" if told.discussed_on is None else told.discussed_on.isoformat()
    else:
        findings, strengths = (_typed(draft, typed, prefix) for prefix in ("f", "s"))
        day = typed.get("discussed", "")
    used = {code for one in (*findings, *strengths) for code in (one.item, *one.more)}
    faults = sheet_faults(draft, told)
    noted = _noted(draft, words, used)
    return SheetPage(
        draft=head,
        noted=noted,
        choices=tuple(
            (code, f"{code} {words.text(requirement_of(rubric, code))}")
            for code in known_items(rubric)
        ),
        owners=tuple((owner.value, words.say(OWNERS[owner])) for owner in OF_FINDINGS),
        findings=findings,
        strengths=strengths,
        discussed=day,
        revision=told.revision,
        mains=_mains(findings),
        owed=_owed(draft, told, words),
        contradictions=tuple(
            line
            for kind in FindingKind
            for line in fault_words(faults, kind, range(1, FINDINGS_MOST + 1), words)
        ),
        fault=trouble.fault,
        wrong=trouble.wrong,
        asks_name=trouble.asks_name,
        rests_on=clauses_behind(rubric, used | {one.item.code for one in noted}),
    )


def _mains(findings: tuple[Block, ...]) -> str:
    count = sum(one.is_main for one in findings)
    return str(
        _("Main findings: %(count)d of at most %(most)d", count=count, most=MAIN_FINDINGS_MOST)
    )


def _typed(draft: Draft, typed: MultiDict[str, str], prefix: str) -> tuple[Block, ...]:
    codes = known_items(draft.rubric)
    notes = {code: entry_of(draft.entries, EntryKind.ANSWER, code).note for code in codes}
    return rearranged(blocks_of(typed, prefix), prefix, typed.get("act", ""), notes)


def _owed(draft: Draft, told: FollowUp, words: Words) -> str:
    lines = told.of_kind(FindingKind.FINDING)
    covered = covered_items((one.items, one.plan is not None) for one in lines)
    return words.listed(owed_items((*draft.score.stop, *draft.score.gate), covered))


def _noted(draft: Draft, words: Words, used: Collection[str]) -> tuple[NotedItem, ...]:
    tripped = {*draft.score.stop, *draft.score.gate}
    lines = []
    for code in known_items(draft.rubric):
        note = entry_of(draft.entries, EntryKind.ANSWER, code).note
        if not note and code not in tripped:
            continue
        critical = _critical(draft.rubric, code) if code in tripped else None
        said = "" if critical is None else words.say(CRITICALS[critical])
        lines.append(NotedItem(answered(draft, code, words), note, said, code in used))
    return tuple(lines)


def _critical(rubric: Rubric, code: str) -> Critical | None:
    item = rubric.items.get(code)
    return None if item is None else item.critical


def _scored(head: DraftAudit) -> Draft:
    rubric = asked_rubric_in_words(database(), head.rubric_version_id, head.supplement_asks)
    if rubric is None:
        abort(404)
    calendar = calendar_as_of(database(), rubric.region, head.holidays_changed)
    zone = ZoneInfo(installation().timezone)
    local = clock.now().astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)
    return scored_draft(rubric, head.entries, head.assessors, local, calendar)
