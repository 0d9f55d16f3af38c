"""The page that tells how far readers agree."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.agreement_besides import alpha_by_item, two_readers
from qa_app.domain.agreement_table import (
    AgreementTable,
    AgreementVerdict,
    DoubleRead,
    PairAgreement,
    SharedCount,
    agreement_table,
    is_mute,
    items_told,
    leniency,
    told_in_batches,
    verdict,
)
from qa_app.domain.defaults import AGREEMENT_FILES_LEAST, FILES_PER_POINT
from qa_app.domain.name_order import name_key
from qa_app.domain.people import Actor
from qa_app.domain.permissions import Permission, may
from qa_app.domain.rubric import Rubric
from qa_app.domain.statistics.agreement_parts import Coefficient
from qa_app.extensions import database
from qa_app.queries.agreement import files_read_twice, versions_read_twice
from qa_app.queries.rubric_words import rubric_in_words
from qa_app.web.locale import page_language
from qa_app.web.moderation.figures import figure_words, points_words, share_words
from qa_app.web.moderation.pages import AgreementPage, ShownItem, ShownPart, ShownTwo
from qa_app.wording import Words


def agreement_page(
    actor: Actor, version_id: int, place: int, *, shows_kappa: bool
) -> AgreementPage:
    """Tell how far readers agree on a version of a rubric.

    Args:
        actor: Who asks.
        version_id: The version; 0 takes the one of which most files were read twice.
        place: Which of the pairs with enough files is told of item by item, from 1 on; others
            take the first.
        shows_kappa: True when kappa was asked for.

    Returns:
        The page.
    """
    versions = versions_read_twice(database(), actor)
    chosen = next((one for one in versions if one.id == version_id), None)
    if chosen is None and versions:
        chosen = versions[0]
    rubric = None if chosen is None else rubric_in_words(database(), chosen.id)
    if chosen is None or rubric is None:
        return _empty(shows_kappa=shows_kappa)
    read, names = files_read_twice(database(), actor, chosen.id, rubric)
    files = told_in_batches(read, actor.account_id)
    table = agreement_table(rubric, files)
    told = items_told(rubric, table, files, actor.account_id)
    is_few = len(files) < AGREEMENT_FILES_LEAST
    titles = {one.code: Words(page_language()).text(one.title) for one in rubric.sections}
    sections = tuple(_part(titles[code], count) for code, count in table.sections)
    moderates = may(actor, Permission.MODERATE_DECIDE)
    pairs = [
        (pair, " · ".join(names[one] for one in pair.readers))
        for pair in table.pairs
        if moderates or actor.account_id in pair.readers
    ]
    enough = [one for one in pairs if one[0].count.files >= AGREEMENT_FILES_LEAST]
    shown = enough[place - 1 if 0 < place <= len(enough) else 0] if enough else None
    return AgreementPage(
        versions=versions,
        chosen=chosen.id,
        title=chosen.title,
        finding=_finding(table, len(files)) if files else _all_wait(),
        items=_items(
            rubric, table, told, alpha_by_item(rubric, files) if shows_kappa else {}, is_few=is_few
        ),
        sections=sections,
        pairs=tuple(_part(name, pair.count, is_content=True) for pair, name in pairs),
        whole=_part(str(_("Whole rubric")), table.whole),
        two=None if shown is None else _two(rubric, files, *shown),
        others=tuple(
            (url_for("moderation.agreement", version=chosen.id, pair=number, _anchor="two"), name)
            for number, (pair, name) in enumerate(enough, 1)
            if shown is not None and pair is not shown[0]
        ),
        totals="" if table.totals is None else figure_words(table.totals, "ICC"),
        leniency=_leniency(actor, files, names, moderates=moderates),
        shows_kappa=shows_kappa,
        is_few=is_few,
        least=AGREEMENT_FILES_LEAST,
        batch=FILES_PER_POINT if any(actor.account_id not in one.readers for one in read) else 0,
    )


def _empty(*, shows_kappa: bool) -> AgreementPage:
    return AgreementPage(
        versions=(),
        chosen=0,
        title=None,
        finding=_heading(str(_("No file was read twice yet."))),
        items=(),
        sections=(),
        pairs=(),
        whole=None,
        two=None,
        others=(),
        totals="",
        leniency=(),
        shows_kappa=shows_kappa,
        is_few=True,
        least=AGREEMENT_FILES_LEAST,
        batch=0,
    )


def _items(
    rubric: Rubric,
    table: AgreementTable,
    told: frozenset[str],
    alphas: Mapping[str, Coefficient | None],
    *,
    is_few: bool,
) -> tuple[ShownItem, ...]:
    words = Words(page_language())
    texts = {one.code: words.text(one.text) for s in rubric.sections for one in s.items}
    shown = (
        ShownItem(
            code=one.code,
            section=one.section,
            text=texts[one.code],
            scored=str(one.scored),
            alike=share_words(
                one.alike, one.scored, is_few=is_few or one.scored < AGREEMENT_FILES_LEAST
            ),
            figure=figure_words(one.coefficient, "AC2" if one.is_weighted else "AC1"),
            kappa=figure_words(
                one.kappa,
                str(_("weighted κ")) if one.is_weighted else "κ",
                is_mute=one.is_kappa_mute,
            ),
            alpha=figure_words(alphas.get(one.code), "α", is_mute=one.is_kappa_mute),
            applies=share_words(one.applies_alike, one.read, is_few=True),
            is_low=one.is_low,
            is_few=is_few or one.scored < AGREEMENT_FILES_LEAST,
        )
        for one in table.items
    )
    return tuple(one if one.code in told else _untold(one) for one in shown)


def _untold(one: ShownItem) -> ShownItem:
    nothing = "–"
    return replace(
        one,
        scored=nothing,
        alike=nothing,
        figure=nothing,
        kappa=nothing,
        alpha=nothing,
        applies=nothing,
        is_few=True,
    )


def _two(rubric: Rubric, files: Sequence[DoubleRead], pair: PairAgreement, name: str) -> ShownTwo:
    found = two_readers(rubric, files, pair.readers)
    words = Words(page_language())
    texts = {one.code: words.text(one.text) for s in rubric.sections for one in s.items}
    return ShownTwo(
        name=name,
        files=found.files,
        items=tuple(
            (
                one.code,
                texts[one.code],
                share_words(one.alike, one.scored, is_few=False),
                figure_words(one.kappa, str(_("weighted κ")) if one.is_weighted else "κ"),
            )
            for one in found.items
            if one.kappa is not None
        ),
        totals="" if found.totals is None else figure_words(found.totals, "ICC(2,1)"),
        scores=found.scores,
    )


def _part(name: str, count: SharedCount, *, is_content: bool = False) -> ShownPart:
    is_few = count.files < AGREEMENT_FILES_LEAST
    return ShownPart(
        name,
        is_content,
        count.files,
        share_words(count.alike, count.scored, is_few=is_few),
        figure_words(count.alpha, "α", is_mute=is_mute(count)),
        is_few,
    )


def _finding(table: AgreementTable, files: int) -> str:
    whole, found = table.whole, verdict(table, files)
    words = {
        AgreementVerdict.FEW: ngettext(
            "%(num)d file read twice and scored by both is counted here; agreement figures are"
            " shown from %(least)s on.",
            "%(num)d files read twice and scored by both are counted here; agreement figures are"
            " shown from %(least)s on.",
            whole.files,
            least=AGREEMENT_FILES_LEAST,
        ),
        AgreementVerdict.LOW_ITEMS: _(
            "%(items)s: reviewers read these items differently. Settle the wording or train"
            " before judging centres on them.",
            items=_(", ").join(one.code for one in table.items if one.is_low),
        ),
        AgreementVerdict.NO_VARIATION: _(
            "Reviewers gave one and the same answer throughout, %(alike)s of %(count)s alike. How"
            " they read files that differ cannot be told from it.",
            alike=whole.alike,
            count=whole.scored,
        ),
        AgreementVerdict.ALL_THE_SAME: _(
            "Reviewers agree on %(alike)s of %(count)s answers, and no item stands out. Nearly all"
            " answers are the same, so alpha says little here; go by the shares and by AC1.",
            alike=whole.alike,
            count=whole.scored,
        ),
        AgreementVerdict.APART: _(
            "No item stands out, but the rubric as a whole is not read alike enough."
        ),
        AgreementVerdict.TENTATIVE: _(
            "No item stands out; totals of this rubric may be relied on tentatively."
        ),
        AgreementVerdict.RELY: _("Reviewers read this rubric alike; its totals may be relied on."),
    }
    return _heading(str(words[found]))


def _all_wait() -> str:
    return _heading(
        str(
            _(
                "Fewer than %(least)s files that you did not read yourself were read twice; their"
                " agreement is told from %(least)s on.",
                least=FILES_PER_POINT,
            )
        )
    )


def _heading(sentence: str) -> str:
    # headings of pages end without a full stop
    return sentence.removesuffix(".").removesuffix("。")


def _leniency(
    actor: Actor, files: tuple[DoubleRead, ...], names: dict[int, str], *, moderates: bool
) -> tuple[tuple[str, str], ...]:
    told = []
    for reader, name in sorted(names.items(), key=lambda one: name_key(one[1])):
        if not moderates and reader != actor.account_id:
            continue
        found = leniency(files, reader)
        words = (
            ngettext("%(num)d file read twice", "%(num)d files read twice", found.files)
            if found.mean is None
            else _(
                "%(points)s points on average over %(count)s files",
                points=points_words(found.mean),
                count=found.files,
            )
        )
        told.append((name, str(words)))
    return tuple(told)
