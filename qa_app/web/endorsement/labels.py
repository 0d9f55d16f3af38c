"""Judgements as rows of the page and lines of the file."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from qa_app.domain.citations import citations_of
from qa_app.domain.coverage import sources_of
from qa_app.domain.criteria import Criterion
from qa_app.domain.criteria_period import Period, first_month_of
from qa_app.domain.endorsement import Judgement, Reason, is_of_centre
from qa_app.domain.endorsement_shown import figures_of
from qa_app.domain.verdicts import CriterionType, Verdict
from qa_app.extensions import database
from qa_app.queries.library import clauses_held
from qa_app.web.endorsement.pages import Cell, Definition, Row
from qa_app.web.endorsement.reading import Chosen
from qa_app.web.held_criteria import Judged, VerdictWord, verdict_word
from qa_app.web.labels import plain
from qa_app.wording import Words
from qa_app.wording.criteria import TYPES, asked, cell, column, span
from qa_app.wording.criteria_sentences import sentence
from qa_app.wording.names import BASES
from qa_app.wording.quotes import gloss_of


def verdict_words() -> tuple[VerdictWord, ...]:
    return tuple(verdict_word(verdict) for verdict in Verdict)


def definitions(words: Words, columns: Iterable[Criterion]) -> tuple[Definition, ...]:
    columns = tuple(columns)
    cited = {one.code: citations_of(sources_of(one)) for one in columns}
    held = clauses_held(database(), (one for them in cited.values() for one in them))
    return tuple(
        Definition(
            code=one.code,
            head=column(words, one),
            text=one.text,
            kind=words.say(TYPES[one.type]),
            is_stop=one.type is CriterionType.STOP,
            met=asked(words, one, one.met),
            conditional=asked(words, one, one.conditional),
            least=one.min_n,
            basis=words.say(BASES[one.basis]),
            quote=one.quote,
            gloss=gloss_of(words, one.quote),
            addressee=one.addressee,
            bound=_kinds(words, one.confirmed_for.kinds) if one.confirmed_for else "",
            others=tuple(_other(words, variant) for variant in one.variants),
            rests_on=tuple(clause for clause in cited[one.code] if clause in held),
        )
        for one in columns
    )


def _kinds(words: Words, kinds: Iterable[str]) -> str:
    named = [words.named("bound", kind) for kind in kinds]
    return ("、" if words.language == "zh" else ", ").join(named)


def _other(words: Words, variant: Criterion) -> str:
    basis = words.say(BASES[variant.basis])
    return words.pair(_kinds(words, variant.kinds), basis)


def row_of(words: Words, judged: Judged, period: Period) -> Row:
    area = judged.area
    own = [one for one in judged.judgements if one is not None and is_of_centre(one.criterion)]
    return Row(
        centre_id=area.centre_id,
        area_code=area.area_code,
        name=area.name,
        area=area.area_name,
        place=area.place_name,
        cells=tuple(
            None if one is None else _cell(words, one, period, is_case_level=area.is_case_level)
            for one in judged.judgements
        ),
        worst=None if judged.worst is None else verdict_word(judged.worst),
        met=sum(one.verdict is Verdict.MET for one in own),
        asked=len(own),
    )


def _cell(words: Words, judgement: Judgement, period: Period, *, is_case_level: bool) -> Cell:
    figures = figures_of(judgement, is_case_level=is_case_level)
    return Cell(
        head=column(words, judgement.criterion),
        shown=verdict_word(judgement.verdict),
        value=cell(words, judgement, figures),
        sentence=sentence(words, judgement, figures, period),
    )


def title(words: Words, judged: Sequence[Judged], chosen: Chosen, answered: int) -> str:
    day = words.day(chosen.period.as_of)
    if not answered:
        return str(
            _("As of %(day)s: no criterion of this set can be answered by reviews yet", day=day)
        )
    if not judged:
        return str(_("As of %(day)s: no centre to hold against the criteria", day=day))
    if chosen.centre is not None:
        return _title_of_one(judged, plain(chosen.centre), day, answered)
    centres = {one.area.centre_id for one in judged}
    if len(centres) == 1:
        return _title_of_one(judged, plain(judged[0].area.name), day, answered)
    return str(
        _(
            "As of %(day)s, %(met)s of %(rows)s areas at %(centres)s centres meet all %(count)s"
            " criteria that reviews can answer",
            day=day,
            met=sum(one.worst is Verdict.MET for one in judged),
            rows=len(judged),
            centres=len(centres),
            count=answered,
        )
    )


def _title_of_one(judged: Sequence[Judged], centre: str, day: str, answered: int) -> str:
    return str(
        ngettext(
            "%(centre)s as of %(day)s: %(met)s of %(num)d area meets all %(count)s criteria that"
            " reviews can answer",
            "%(centre)s as of %(day)s: %(met)s of %(num)d areas meet all %(count)s criteria that"
            " reviews can answer",
            len(judged),
            centre=centre,
            day=day,
            met=sum(one.worst is Verdict.MET for one in judged),
            count=answered,
        )
    )


def lede(judged: Sequence[Judged]) -> str:
    if not judged:
        return ""
    counts = {verdict: sum(one.worst is verdict for one in judged) for verdict in Verdict}
    if counts[Verdict.MET] == len(judged):
        return ""
    not_asked = sum(map(_is_not_asked, judged))
    told = {verdict.value: count for verdict, count in counts.items()}
    told[Verdict.CANNOT_TELL.value] -= not_asked
    return str(
        _(
            "Areas with a criterion not met: %(not_met)s; met on conditions: %(conditional)s; with"
            " a criterion about which their rubric asks nothing: %(not_asked)s; with evidence too"
            " thin to tell: %(cannot_tell)s. The last two count against no centre.",
            not_asked=not_asked,
            **told,
        )
    )


def why_few(words: Words, judged: Sequence[Judged]) -> str:
    wanting = [[one for one in row.judgements if one is not None and one.wants] for row in judged]
    missing = {by.code: by for own in wanting for one in own for by in one.wants}
    if not missing:
        return ""
    names = [column(words, by) for _code, by in sorted(missing.items())]
    return str(
        _(
            "In this set a criterion cannot be told for %(count)s of %(rows)s areas, because the"
            " review programme lacks this evidence: %(names)s. A set that does not ask for it"
            " judges the same numbers without it, so that more areas can be met there.",
            count=sum(map(bool, wanting)),
            rows=len(judged),
            names=("、" if words.language == "zh" else ", ").join(names),
        )
    )


def _is_not_asked(row: Judged) -> bool:
    # nothing else keeps the area from being told
    reasons = {
        one.reason
        for one in row.judgements
        if one is not None and one.verdict is Verdict.CANNOT_TELL and is_of_centre(one.criterion)
    }
    return row.worst is Verdict.CANNOT_TELL and reasons == {Reason.NO_ITEM}


def counted(words: Words, period: Period) -> str:
    return str(
        _(
            "Counted: final results of files drawn at random or read as part of a whole, in whole"
            " months from %(span)s; mean scores by half-year from %(halves)s. Results as they stand"
            " today. Provisional results, files chosen on purpose and imported ones never count.",
            span=span(words, period.first_month, period.last_month),
            halves=span(words, first_month_of(period.first_half), period.last_month),
        )
    )


def csv_heads() -> list[str]:
    return [
        _("As of"),
        _("Centre"),
        _("Place"),
        _("Expertise area"),
        _("Criterion"),
        _("What is asked"),
        _("Verdict"),
        _("Value"),
        _("Why"),
    ]


def csv_rows(words: Words, judged: Iterable[Judged], chosen: Chosen) -> list[list[str]]:
    rows = []
    for one in judged:
        shown = row_of(words, one, chosen.period)
        for judgement, made in zip(one.judgements, shown.cells, strict=True):
            if judgement is not None and made is not None:
                rows.append(
                    [
                        chosen.period.as_of.isoformat(),
                        plain(shown.name),
                        plain(shown.place),
                        plain(shown.area),
                        judgement.criterion.code,
                        plain(judgement.criterion.text),
                        plain(made.shown.word),
                        made.value,
                        made.sentence,
                    ]
                )
    return rows
