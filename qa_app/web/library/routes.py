"""Routes that show the library."""

from collections.abc import Iterable, Mapping
from datetime import date

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from qa_app import clock
from qa_app.domain.answer_counts import Answers, ItemUse, Shown, shown_parts
from qa_app.domain.citations import citations_of, gaps_of
from qa_app.domain.coverage import coverage_of
from qa_app.domain.defaults import ROWS_AT_A_GLANCE, ROWS_PER_PAGE
from qa_app.domain.law_basis import basis_at
from qa_app.domain.library_search import excerpt, terms_of
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rubric import Basis
from qa_app.domain.standards import DocumentState
from qa_app.domain.tag_search import clauses_tagged, tags_named
from qa_app.extensions import database
from qa_app.queries.library import (
    DocumentFilter,
    Place,
    StoredClause,
    StoredDocument,
    clause_by_locus,
    clause_hits,
    clauses_of,
    document_by_code,
    documents_page,
    documents_to_follow,
    filter_choices,
    loci_of_document,
)
from qa_app.queries.library_uses import (
    answers_by_centre,
    items_in_force,
    network_place,
    uses_by_key,
)
from qa_app.queries.rubrics import rubric_by_id
from qa_app.web.guard import current_actor, requires
from qa_app.web.labels import plain
from qa_app.web.library import labels
from qa_app.web.library.blueprint import bp
from qa_app.web.library.forms import InForceForm, SupersedeForm
from qa_app.web.library.pages import (
    CentreLine,
    Choices,
    ClauseLine,
    ClausePage,
    CriterionLine,
    DocumentLine,
    DocumentPage,
    Found,
    GapLine,
    Hit,
    ItemLine,
    LibraryPage,
)
from qa_app.web.library.uses import Used, criteria_used, items_used, told_answers
from qa_app.web.locale import page_language
from qa_app.web.numbers import whole_number
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording.law_basis import said_basis
from qa_app.wording.names import BASES
from qa_app.wording.quotes import gloss_of
from qa_app.wording.rubric_items import RubricItems
from qa_app.wording.standards import STATES, limit

_HTML = {"zh": "zh-CN", "en": "en"}
Named = Mapping[str, frozenset[str]]
"""Word that was typed to the labels of items that it names."""


@bp.get("")
@requires(Permission.RUBRIC_READ)
def index() -> ResponseReturnValue:
    words, session = Words(page_language()), database()
    typed = request.args.get("q", "").strip()
    terms = terms_of(typed)
    named = tags_named(terms, labels.tag_words())
    wanted = DocumentFilter(
        **{name: request.args.get(name, "") for name in ("kind", "area", "state", "region")},
        terms=terms,
        tagged=clauses_tagged(items_in_force(session, local_today()), named) if named else {},
    )
    found = documents_page(session, wanted, _place(request.args.get("after", "")))
    shown = found[:ROWS_PER_PAGE]
    hits = clause_hits(session, tuple(one.about.code for one in shown), terms, wanted.tagged)
    regions, areas = filter_choices(session)
    last = shown[-1].place if len(found) > ROWS_PER_PAGE else None
    return LibraryPage(
        words=typed,
        wanted=wanted,
        choices=Choices(
            labels.kinds(words),
            labels.states(words),
            {code: labels.region(code) for code in regions},
            {code: plain(name) for code, name in areas},
        ),
        lines=tuple(
            DocumentLine(
                one, tuple(_hit(words, h, wanted, named) for h in hits.get(one.about.code, ()))
            )
            for one in shown
        ),
        is_filtered=wanted != DocumentFilter(),
        next_address="" if last is None else _next(typed, wanted, last),
    ).render()


def _place(text: str) -> Place | None:
    rank, _, rest = text.partition(".")
    position, _, code = rest.partition(".")
    try:
        return (whole_number(rank), whole_number(position), code) if code else None
    except ValueError:
        return None


def _next(typed: str, wanted: DocumentFilter, last: Place) -> str:
    return url_for(
        "library.index",
        q=typed or None,
        kind=wanted.kind or None,
        area=wanted.area or None,
        state=wanted.state or None,
        region=wanted.region or None,
        after=f"{last[0]}.{last[1]}.{last[2]}",
    )


def _hit(words: Words, stored: StoredClause, wanted: DocumentFilter, named: Named) -> Hit:
    language, terms = page_language(), wanted.terms
    texts = {"zh": stored.clause.text.zh, "en": stored.clause.text.en}
    order = (language, *(one for one in texts if one != language))
    # the language in which most of the words stand; the page's own one when both do
    best = max(order, key=lambda one: sum(term in texts[one].casefold() for term in terms))
    tags = sorted(
        {
            words.named("tag", tag)
            for term, them in named.items()
            if stored.citation in wanted.tagged[term]
            for tag in them
        }
    )
    text = texts[best]
    if not any(term in text.casefold() for term in terms) and not tags and stored.clause.quote:
        best, text = "zh", stored.clause.quote
    return Hit(stored.clause.locus, excerpt(text, terms), _HTML[best], words.listed(tags))


@bp.get("/documents/<code>")
@requires(Permission.RUBRIC_READ)
def document(code: str) -> ResponseReturnValue:
    return document_page(found_document(code)).render()


def found_document(code: str) -> StoredDocument:
    """Find a document, or answer that there is none.

    Args:
        code: Its code.

    Returns:
        The document.
    """
    return document_by_code(database(), code) or abort(404)


def document_page(
    stored: StoredDocument,
    *,
    in_force_form: InForceForm | None = None,
    supersede_form: SupersedeForm | None = None,
) -> DocumentPage:
    """Lay the page of a document out.

    Args:
        stored: The document.
        in_force_form: A form that was refused; None shows an empty one.
        supersede_form: Likewise.

    Returns:
        The page.
    """
    words, session, actor = Words(page_language()), database(), current_actor()
    today, about = local_today(), stored.about
    items = items_used(actor, today)
    matrix = coverage_of([], items, criteria_used(actor, items, today))
    rows = {row.citation: row for row in matrix.rows}
    lines = []
    for one in clauses_of(session, about.code):
        row = rows.get(one.citation)
        lines.append(
            ClauseLine(
                one,
                limit(words, one.clause.within),
                labels.seen_note(words, one.clause.seen or about.seen),
                0 if row is None else len(row.items),
                () if row is None else tuple(map(labels.criterion_line, row.criteria)),
            )
        )
    form = supersede_form or SupersedeForm(formdata=None)
    form.offer([(c, f"{c} · {plain(t)}") for c, t in documents_to_follow(session, about.code)])
    return DocumentPage(
        document=stored,
        facts=labels.facts(words, stored),
        kind=labels.kinds(words)[about.kind],
        state=words.say(STATES[stored.state.value]),
        seen=labels.seen_note(words, about.seen),
        is_procedure=about.kind == "procedure",
        lines=tuple(lines),
        why_empty=labels.why_empty(about),
        gaps=tuple(_gaps(items, about.code)),
        in_force_form=in_force_form or InForceForm(formdata=None),
        supersede_form=form,
        review_note=labels.review_note(words, about, today)
        if stored.state is not DocumentState.SUPERSEDED
        else "",
    )


def _gaps(items: Used, code: str) -> Iterable[GapLine]:
    for use, _answers in items:
        if code in gaps_of(use.item.sources):
            others = citations_of(use.item.sources)
            yield GapLine(labels.item_name(use), use.item.text, others)


@bp.get("/documents/<code>/clauses/<locus>")
@requires(Permission.RUBRIC_READ)
def clause(code: str, locus: str) -> ResponseReturnValue:
    stored = clause_by_locus(database(), code, locus) or abort(404)
    parent = found_document(code)
    actor, today, words = current_actor(), local_today(), Words(page_language())
    items = items_used(actor, today)
    resting = tuple(
        (use, found) for use, found in items if stored.citation in citations_of(use.item.sources)
    )
    lines = tuple(_item_line(words, actor, code, locus, use, found) for use, found in resting)
    chosen = _chosen(request.args.get("item", ""), resting)
    centres = () if chosen is None else _centres(actor, stored, chosen, today)
    before, after = _neighbours(stored)
    return ClausePage(
        document=parent,
        stored=stored,
        gloss=gloss_of(words, stored.clause.quote),
        limit=limit(words, stored.clause.within),
        seen=labels.seen_note(words, stored.clause.seen or parent.about.seen),
        state=words.say(STATES[parent.state.value]),
        items=lines,
        chosen=next((one for one in lines if chosen and one.key == _key(chosen)), None),
        centres=centres[:ROWS_AT_A_GLANCE],
        has_more_centres=len(centres) > ROWS_AT_A_GLANCE,
        criteria=_criteria(stored, items, actor, today),
        counted=labels.counted(),
        before=before,
        after=after,
    ).render()


def _key(use: ItemUse) -> str:
    return f"{use.rubric}.{use.item.code}"


def _chosen(asked: str, resting: Used) -> ItemUse | None:
    if asked:
        return uses_by_key(use for use, _found in resting).get(asked) or abort(404)
    return next((use for use, found in resting if found.n), None)


def _item_line(
    words: Words, actor: Actor, code: str, locus: str, use: ItemUse, found: Answers
) -> ItemLine:
    place = network_place(database(), actor) if found.n else None
    trend = (
        ""
        if place is None
        else url_for(
            "centres.place_item_trends", place_id=place, code=use.rubric, item=use.item.code
        )
    )
    rubric = rubric_by_id(database(), use.version_id)
    law: tuple[tuple[str, str], ...] = ()
    if rubric is not None and use.item.basis is Basis.LAW:
        law = RubricItems(words, rubric, {}).law(use.item)
    return ItemLine(
        key=_key(use),
        code=use.item.code,
        text=use.item.text,
        rubric=use.title,
        version=use.version,
        basis=words.say(BASES[use.item.basis]),
        law=law,
        quote=use.item.quote,
        gloss=gloss_of(words, use.item.quote),
        address=labels.item_address(use),
        found=Found(labels.found_words(told_answers(actor, found)), trend),
        by_centre=url_for(
            "library.clause", code=code, locus=locus, item=_key(use), _anchor="centres"
        )
        if found.n
        else "",
        files=_files(actor, code, locus, use, told_answers(actor, found)),
    )


def _files(
    actor: Actor, code: str, locus: str, use: ItemUse, told: Shown, centre: int | None = None
) -> str:
    """Give the list of files behind a count to those who may read files, unless it is nothing."""
    if use.is_sealed or told.below == 0 or not may(actor, Permission.AUDIT_READ):
        return ""
    return url_for("library.files", code=code, locus=locus, item=_key(use), centre=centre)


def _centres(
    actor: Actor, stored: StoredClause, use: ItemUse, today: date
) -> tuple[CentreLine, ...]:
    found = answers_by_centre(database(), actor, use, today, at=clock.now())
    words = Words(page_language())
    return tuple(
        CentreLine(
            one.name,
            ""
            if basis_at(use.item, one.kind) is use.item.basis
            else said_basis(words, use.item, one.kind),
            Found(
                labels.found_words(told),
                url_for(
                    "centres.item_trends",
                    centre_id=one.centre_id,
                    code=use.rubric,
                    item=use.item.code,
                ),
            ),
            _files(actor, stored.document, stored.clause.locus, use, told, centre=one.centre_id),
        )
        for one, told in zip(found, shown_parts([one.answers for one in found]), strict=True)
    )


def _criteria(
    stored: StoredClause, items: Used, actor: Actor, today: date
) -> tuple[CriterionLine, ...]:
    matrix = coverage_of([stored.citation], (), criteria_used(actor, items, today))
    return tuple(map(labels.criterion_line, matrix.rows[0].criteria))


def _neighbours(stored: StoredClause) -> tuple[str, str]:
    loci = loci_of_document(database(), stored.document)
    at = loci.index(stored.clause.locus)
    return (loci[at - 1] if at else "", loci[at + 1] if at + 1 < len(loci) else "")
