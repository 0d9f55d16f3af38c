"""Routes of papers."""

import json
from datetime import datetime, timedelta

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.audit_report import without_strengths
from qa_app.domain.defaults import WITHDRAW_MINUTES
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.findings import FindingKind
from qa_app.domain.follow_up import FollowUp
from qa_app.domain.people import Actor, Role
from qa_app.domain.permissions import Permission
from qa_app.domain.result_export import ITEM_COLUMNS, item_rows
from qa_app.domain.signing import is_withdrawable
from qa_app.domain.text import LANGUAGES
from qa_app.domain.voiding import VOID_REASONS
from qa_app.extensions import database
from qa_app.queries.audit_papers import AuditPaper, audit_paper
from qa_app.queries.follow_up import follow_up
from qa_app.queries.result_waits import result_waits
from qa_app.queries.sheet_scans import scans_of
from qa_app.queries.signature import voiding, why_not_withdrawn
from qa_app.queries.supplements import Target, supplement_offer
from qa_app.reports.audit_report import audit_pdf
from qa_app.reports.tables import csv_table
from qa_app.services.audits.open_audit import Look, open_audit
from qa_app.services.audits.open_supplement import open_supplement
from qa_app.web.clause_links import clauses_behind
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.labels import plain
from qa_app.web.locale import page_language
from qa_app.web.notices import words_of
from qa_app.web.papers.pages import Acts, ReportPage
from qa_app.web.papers.supplements import supplement_views
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording.audit_reports import document_number, numbered, said_report
from qa_app.wording.follow_up import said_follow_up
from qa_app.wording.result_waits import said_wait
from qa_app.wording.said import SaidReport
from qa_app.wording.said_follow_up import SaidFollowUp

bp = Blueprint("papers", __name__, url_prefix="/audits/<int:audit_id>")
_LANGUAGE_NAMES = (("zh", "中文"), ("en", "English"))


@bp.get("/report")
@requires(Permission.AUDIT_READ)
def report(audit_id: int) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    paper = _opened(audit_id, "report")
    words, told = Words(page_language()), _follow_up(paper)
    said = _said(paper, told, words)
    return ReportPage(
        audit_id=audit_id,
        report=said,
        has_strengths_first=any(one.role is Role.CASEWORKER for one in actor.grants),
        acts=_acts(paper, actor, now),
        reasons=tuple((reason.value, plain(words)) for reason, words in VOID_REASONS.items()),
        languages=_LANGUAGE_NAMES,
        supplements=supplement_views(actor, audit_id),
        offer=_offer(paper, actor, now),
        earlier_id=paper.report.head.supplements[0] if paper.report.head.supplements else None,
        later=_linked(paper.report.head.replaced_by),
        before=_linked(paper.report.head.replaces),
        scans=() if paper.report.head.is_withheld else scans_of(database(), audit_id),
        follow=_said_follow_up(paper, told, page_language()),
        rests_on=clauses_behind(paper.report.rubric),
    ).render()


@bp.post("/supplement")
@requires(Permission.AUDIT_SCORE)
def supplement(audit_id: int) -> ResponseReturnValue:
    zone = installation().timezone
    try:
        made = open_supplement(database(), current_actor(), audit_id, zone, at=clock.now())
    except (ConflictError, InvalidError) as fault:
        notice = f"supplement_{fault.code}"
        return redirect(url_for("papers.report", audit_id=audit_id, notice=notice))
    return redirect(url_for("audits.workspace", audit_id=made, notice="supplement_opened"))


@bp.get("/report.pdf")
@requires(Permission.AUDIT_READ)
def report_pdf(audit_id: int) -> ResponseReturnValue:
    language = request.args.get("lang", page_language())
    if language not in LANGUAGES:
        abort(404)
    paper = _opened(audit_id, "report_pdf")
    words, zone = Words(language), installation().timezone
    has_working = request.args.get("working") == "1"
    told = _follow_up(paper)
    follow = _said_follow_up(paper, told, language)
    made = words.instant(clock.now(), zone)
    file = audit_pdf(_said(paper, told, words), made, has_working=has_working, follow=follow)
    kind = "_working" if has_working else ""
    name = f"{document_number(paper.report)}{kind}_{language}.pdf"
    headers = named_file(name, is_shown=True)
    return Response(file, mimetype="application/pdf", headers=headers)


@bp.get("/result.json")
@requires(Permission.AUDIT_READ)
def result_json(audit_id: int) -> ResponseReturnValue:
    paper = _opened(audit_id, "result_json")
    head = paper.report.head
    whole = {
        "audit": audit_id,
        "standing": head.standing.value,
        "digest": head.digest,
        "is_withheld": head.is_withheld,
        "result": paper.report.result,
    }
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1)
    return _file(paper, text.encode(), "application/json", "json")


@bp.get("/result.csv")
@requires(Permission.AUDIT_READ)
def result_csv(audit_id: int) -> ResponseReturnValue:
    paper = _opened(audit_id, "result_csv")
    table = csv_table(ITEM_COLUMNS, item_rows(audit_id, paper.report.result))
    return _file(paper, table, "text/csv", "csv")


def _opened(audit_id: int, view: str) -> AuditPaper:
    actor = current_actor()
    paper = audit_paper(database(), actor, audit_id) or abort(404)
    now, zone = clock.now(), installation().timezone
    open_audit(database(), actor, audit_id, paper.centre_id, at=now, look=Look(view, zone))
    return paper


def _linked(audit_id: int | None) -> tuple[int, str] | None:
    return None if audit_id is None else (audit_id, numbered(audit_id))


def _follow_up(paper: AuditPaper) -> FollowUp:
    head = paper.report.head
    return follow_up(database(), head.audit_id, is_withheld=head.is_withheld)


def _said_follow_up(paper: AuditPaper, told: FollowUp, language: str) -> SaidFollowUp:
    zone, today = installation().timezone, local_today()
    return said_follow_up(Words(language), told, paper.report.rubric, zone, today)


def _said(paper: AuditPaper, told: FollowUp, words: Words) -> SaidReport:
    found = {code for one in told.of_kind(FindingKind.FINDING) for code in one.items}
    report = without_strengths(paper.report, found)
    zone, number = installation().timezone, paper.report.head.audit_id
    wait = result_waits(database(), zone, [number], at=clock.now()).get(number)
    return said_report(words, report, zone, "" if wait is None else said_wait(words, wait))


def _file(paper: AuditPaper, content: bytes, kind: str, ending: str) -> Response:
    name = f"{document_number(paper.report)}_result.{ending}"
    headers = named_file(name)
    return Response(content, mimetype=kind, headers=headers)


def _offer(paper: AuditPaper, actor: Actor, now: datetime) -> Target | None:
    # as whoever signed it is told: not while the signature may be taken back
    is_own = paper.reader_id is not None and paper.reader_id == actor.account_id
    head = paper.report.head
    if is_own and is_withdrawable(head.signed_at, now):
        return None
    return supplement_offer(database(), actor, head.audit_id, local_today())


def _acts(paper: AuditPaper, actor: Actor, now: datetime) -> Acts:
    head = paper.report.head
    until = head.signed_at + timedelta(minutes=WITHDRAW_MINUTES)
    may_ask = now <= until and head.void_reason is None
    fault = why_not_withdrawn(database(), actor, head.audit_id, now) if may_ask else ""
    void = voiding(database(), actor, head.audit_id, local_today())
    return Acts(
        withdraw_until=until if fault is None else None,
        may_ask_void=void.may_ask,
        may_confirm_void=void.may_confirm,
        has_asked=void.has_asked,
        why_not=tuple(
            words
            for words in (
                words_of(f"withdraw_{fault}") if fault else "",
                words_of(f"void_{void.why_not}") if void.why_not else "",
            )
            if words
        ),
    )
