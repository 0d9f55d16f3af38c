"""Puts the list of papers, papers and dossiers together."""

from dataclasses import replace

from flask import url_for
from flask_babel import gettext as _

from qa_app import clock
from qa_app.clock import local_day
from qa_app.domain.certificate_events import PaperIssued
from qa_app.domain.decision_objections import last_day_to_file
from qa_app.domain.defaults import ROWS_PER_PAGE
from qa_app.domain.dossiers import DossierFacts, dossier_payload, plain_dossier
from qa_app.domain.errors import ConflictError, RefusedError
from qa_app.domain.papers import Revoked
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.references import without_references
from qa_app.domain.text import BilingualText
from qa_app.extensions import database
from qa_app.queries.decided_entries import DecidedEntry, entries_without_paper
from qa_app.queries.dossiers import (
    dossier_facts,
    signed_now,
    signing_side,
    snapshots_in_reach,
)
from qa_app.queries.journal import sealed_by
from qa_app.queries.register_decisions import Decision, conditions_of, decided_on
from qa_app.queries.register_names import names_for, names_now
from qa_app.queries.register_papers import (
    LocalPresent,
    PaperLine,
    papers_in_reach,
    printed_paper,
)
from qa_app.reports.certificate import certificate_pdf
from qa_app.reports.dossier_html import SignedDossier, dossier_html
from qa_app.reports.printed import printed_pdf
from qa_app.reports.word_draft import word_draft
from qa_app.web.anchors import printed_anchor
from qa_app.web.copying import public_address
from qa_app.web.filters import chosen_language
from qa_app.web.forms import form_key
from qa_app.web.locale import LANGUAGE_NAMES, page_language
from qa_app.web.register_papers.pages import (
    ListedDossier,
    ListedEntry,
    ListedPaper,
    PapersPage,
)
from qa_app.web.settings import installation, local_today
from qa_app.web.unnamed_body import body_words
from qa_app.wording import Words
from qa_app.wording.decided_letters import DecidedLetter
from qa_app.wording.dossier_papers import said_dossier_paper, said_letter
from qa_app.wording.register_papers import REASONS, STANDINGS, said_certificate, said_days
from qa_app.wording.said_printed import SaidPrinted


def papers_page(
    actor: Actor,
    fault: RefusedError | None = None,
    after: int | None = None,
    frozen_before: int | None = None,
) -> PapersPage:
    """List papers and what waits for one.

    Args:
        actor: Who asks.
        fault: Why the last act was refused; None when nothing was.
        after: The last paper of the page before; None for the first page.
        frozen_before: The last dossier of the page before; None for the first page.

    Returns:
        The page.
    """
    session, words, today = database(), Words(page_language()), local_today()
    by = Permission.PAPER_ISSUE
    issues, now = may(actor, by), LocalPresent(today, installation().timezone)
    entries = entries_without_paper(session, actor, by, today) if issues else ()
    found = papers_in_reach(session, actor, now, ROWS_PER_PAGE + 1, after)
    shown = found[:ROWS_PER_PAGE]
    frozen = snapshots_in_reach(session, actor, ROWS_PER_PAGE + 1, frozen_before)
    dossiers = frozen[:ROWS_PER_PAGE]
    return PapersPage(
        papers=tuple(_paper(words, one) for one in shown),
        next_after=shown[-1].id if len(found) > len(shown) else None,
        entries=tuple(_entry(words, one) for one in entries),
        dossiers=tuple(
            ListedDossier(
                one.id,
                words.text(one.centre),
                words.text(one.area),
                words.day(one.as_of),
            )
            for one in dossiers
        ),
        older_dossiers=dossiers[-1].id if len(frozen) > len(dossiers) else None,
        reasons=tuple((one.value, words.say(REASONS[one])) for one in Revoked),
        issues=issues,
        key=form_key(),
        fault="" if fault is None else _refused(fault.code),
        languages=LANGUAGE_NAMES,
    )


def paper_file(actor: Actor, paper_id: int) -> tuple[bytes, str]:
    """Print a paper.

    Args:
        actor: Who asks.
        paper_id: Which.

    Returns:
        The PDF, the same bytes in the same language; and its name.
    """
    session, language = database(), chosen_language()
    paper = printed_paper(session, actor, paper_id)
    names = names_now(session, paper.facts.criteria[:2])
    said = said_certificate(Words(language), paper.facts, paper.token, names)
    sealed = sealed_by(session, PaperIssued, paper_id)
    if sealed is not None:
        # of its own row and not of today's last: the same paper stays the same to the byte
        said = replace(said, foot=f"{said.foot} · {printed_anchor(*sealed, language)}")
    address = public_address(url_for("papers_public.show", token=paper.token))
    return certificate_pdf(said, address, paper.file), f"{paper.facts.number}_{language}.pdf"


def dossier_file(actor: Actor, snapshot_id: int, form: str) -> tuple[bytes, str]:
    """Give a dossier as a file.

    Args:
        actor: Who asks.
        snapshot_id: The frozen evidence.
        form: `html`, `pdf`, `docx` or, for the draft of the letter, `letter.docx`.

    Returns:
        The file, the same bytes for the same evidence, key and language; and its name. The letter
        is filled in with what was decided on the evidence, once something was.

    Raises:
        ConflictError: The letter is about a decision that was set aside (`decision_set_aside`).
    """
    session, language = database(), chosen_language()
    facts = dossier_facts(session, actor, snapshot_id, at=clock.now(), on=local_today())
    key = signing_side(session)
    words, plain = Words(language), plain_dossier(facts)
    told = plain["evaluation"]
    # one area may be frozen twice as of one day
    name = f"dossier_{told['centre']}_{told['area']}_{told['as_of']}_{snapshot_id}_{language}"
    if form == "html":
        payload = dossier_payload(facts)
        signed = SignedDossier(
            payload,
            key.code,
            key.public_key,
            signed_now(session, payload),
            facts.reply,
            language,
        )
        return dossier_html(signed), f"{name}.html"
    if form == "pdf":
        return printed_pdf(said_dossier_paper(words, plain)), f"{name}.pdf"
    if form == "docx":
        return word_draft(said_dossier_paper(words, plain)), f"{name}.docx"
    decided = decided_on(session, actor, snapshot_id)
    return word_draft(_letter(words, facts, decided)), f"letter_{name}.docx"


def _letter(words: Words, facts: DossierFacts, one: Decision | None) -> SaidPrinted:
    appeal = facts.file.terms.appeal
    decided = None if one is None else _decided(facts, one)
    return said_letter(words, plain_dossier(facts), appeal.days_to_file, appeal.effect, decided)


def _decided(facts: DossierFacts, one: Decision) -> DecidedLetter:
    if one.set_aside_at is not None or one.decided_at is None:
        raise ConflictError("decision_set_aside")
    states, paper = facts.file.terms.states, one.paper
    confirmed_on = local_day(one.decided_at, installation().timezone)
    names = names_for(database(), one)
    body = None if names.is_body_open else names.body
    conditions = conditions_of(database(), one)
    return DecidedLetter(
        status=states[one.status],
        body=body if paper is None else BilingualText(paper.issuing_body, paper.issuing_body),
        document=None if paper is None else (paper.number, paper.on),
        confirmed_on=confirmed_on,
        effective_on=one.effective_on,
        valid_until=one.valid_until,
        departs_from=states[one.computed] if one.departs else None,
        reasons=without_references(one.reasons),
        conditions=tuple((without_references(each.text), each.due_on) for each in conditions),
        last_day=last_day_to_file(confirmed_on, facts.file.terms.appeal),
    )


def _paper(words: Words, one: PaperLine) -> ListedPaper:
    shape, standing = STANDINGS[one.standing]
    return ListedPaper(
        id=one.id,
        number=one.facts.number,
        centre=words.text(one.facts.centre),
        area=words.text(one.facts.area_name),
        days=said_days(words, one.facts.valid_from, one.facts.valid_until),
        shape=shape,
        standing=words.say(standing),
        why="" if one.revoked_why is None else words.say(REASONS[one.revoked_why]),
        decision_id=one.decision_id,
    )


def _entry(words: Words, one: DecidedEntry) -> ListedEntry:
    until = one.valid_until or one.effective_on
    days = said_days(words, one.effective_on, until)
    return ListedEntry(one.id, words.text(one.centre), words.text(one.area_name), days)


def _refused(code: str) -> str:
    words = {
        "no_signing_key": _(
            "No key signs papers yet. Whoever runs this installation makes one: qa keys rotate"
        ),
        "body_not_named": body_words(),
        "decision_set_aside": _(
            "The decision on this evidence was set aside by the panel: no letter is drafted about"
            " it. Its page says how the area goes on."
        ),
        "decision_over": _(
            "This decision has run out, or a later one took its place: no paper is issued about it."
        ),
        "paper_stands": _("A paper about this decision stands already."),
        "no_paper_stands": _("No paper about this decision stands that could be issued anew."),
        "paper_revoked": _("This paper was revoked before, for another reason."),
        "key_reused": _("This form was sent before with something else in it. Open it anew."),
    }
    return str(words.get(code, _("Please choose a reason.")))
