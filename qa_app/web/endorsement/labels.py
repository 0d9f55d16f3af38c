"""The list of criteria in words: rows of the page and lines of the file."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _

from qa_app.domain.citations import citations_of
from qa_app.domain.coverage import sources_of
from qa_app.domain.criteria import Criterion
from qa_app.domain.criteria_list import COLUMNS, column_of, is_missing, worst
from qa_app.domain.rules.evaluation import Judged
from qa_app.domain.text import BilingualText
from qa_app.domain.verdicts import CriterionType, Verdict
from qa_app.extensions import database
from qa_app.queries.library import clauses_held
from qa_app.web.endorsement.listed import Listed
from qa_app.web.endorsement.pages import Cell, Definition, Line, Row
from qa_app.web.endorsement.reading import Chosen
from qa_app.web.evaluated import tests_shown
from qa_app.web.held_criteria import VerdictWord, verdict_word
from qa_app.web.labels import plain
from qa_app.wording import Words
from qa_app.wording.criteria import COLUMN_HEADS, TYPES
from qa_app.wording.criterion_names import name_of
from qa_app.wording.measured_sentences import thresholds_of
from qa_app.wording.names import BASES
from qa_app.wording.quotes import gloss_of


def verdict_words() -> tuple[VerdictWord, ...]:
    return tuple(verdict_word(verdict) for verdict in Verdict)


def heads(words: Words, criteria: Iterable[Criterion]) -> tuple[tuple[str, str], ...]:
    used = {column_of(one) for one in criteria}
    return tuple((code, words.say(COLUMN_HEADS[code])) for code in COLUMNS if code in used)


def definitions(
    words: Words, criteria: Iterable[Criterion], areas: Mapping[str, BilingualText]
) -> tuple[Definition, ...]:
    criteria = tuple(criteria)
    cited = {one.code: citations_of(sources_of(one)) for one in criteria}
    held = clauses_held(database(), (one for them in cited.values() for one in them))
    return tuple(
        Definition(
            code=one.code,
            head=name_of(words, one),
            text=one.text,
            kind=words.say(TYPES[one.type]),
            is_stop=one.type is CriterionType.STOP,
            met=thresholds_of(words, one, is_met=True),
            conditional=thresholds_of(words, one, is_met=False),
            least=one.min_n,
            asked_in=_areas(words, one, areas),
            basis=words.say(BASES[one.basis]),
            quote=one.quote,
            gloss=gloss_of(words, one.quote),
            addressee=one.addressee,
            bound=_kinds(words, one.confirmed_for.kinds) if one.confirmed_for else "",
            others=tuple(_other(words, variant) for variant in one.variants if variant.kinds),
            rests_on=tuple(clause for clause in cited[one.code] if clause in held),
        )
        for one in criteria
    )


def _areas(words: Words, criterion: Criterion, areas: Mapping[str, BilingualText]) -> str:
    codes = [*criterion.areas, *(area for one in criterion.variants for area in one.areas)]
    if not criterion.areas:
        return ""
    # several variants may ask the same area
    named = dict.fromkeys(codes)
    return words.listed(words.text(areas[code]) if code in areas else code for code in named)


def _kinds(words: Words, kinds: Iterable[str]) -> str:
    named = [words.named("bound", kind) for kind in kinds]
    return ("、" if words.language == "zh" else ", ").join(named)


def _other(words: Words, variant: Criterion) -> str:
    basis = words.say(BASES[variant.basis])
    return words.pair(_kinds(words, variant.kinds), basis)


def row_of(words: Words, listed: Listed, columns: Sequence[tuple[str, str]]) -> Row:
    area, judged = listed.area, listed.judged
    evaluation = area.evaluation
    lines = {one.asked.code: _line(words, listed, one, criterion) for one, criterion in judged}
    told = listed.told
    state = listed.worst
    return Row(
        centre_id=area.centre_id,
        area_code=evaluation.subject.area,
        name=area.name,
        area=area.area_name,
        place=area.place_name,
        proposal=listed.set.file.terms.states[evaluation.status],
        cells=tuple(
            _cell(
                head,
                [
                    (one, lines[one.asked.code])
                    for one, criterion in judged
                    if column_of(criterion) == code
                ],
            )
            for code, head in columns
        ),
        lines=tuple(lines.values()),
        since=listed.since if listed.is_changed else None,
        worst=None if state is None else verdict_word(state),
        met=sum(one.standing.verdict is Verdict.MET for one in told),
        asked=len(told),
    )


def _line(words: Words, listed: Listed, one: Judged, criterion: Criterion) -> Line:
    tests = tests_shown(words, one, listed.seen)
    gap = "" if words.language == "zh" else " "
    return Line(
        code=one.asked.code,
        head=name_of(words, criterion),
        shown=verdict_word(one.standing.verdict),
        value=words.listed(test.value for test in tests if test.value),
        sentence=gap.join(test.sentence for test in tests),
        is_changed=(
            listed.since is not None
            # by another set or version the same code asks something else
            and listed.since.is_shown
            and one.asked.code in listed.since.codes
        ),
    )


def _cell(head: str, own: Sequence[tuple[Judged, Line]]) -> Cell | None:
    state = worst(one.standing.verdict for one, _line in own)
    if state is None:
        return None
    met = sum(one.standing.verdict is Verdict.MET for one, _line in own)
    value = own[0][1].value if len(own) == 1 else _met_of(met, len(own))
    return Cell(head, verdict_word(state), value)


def _met_of(met: int, asked: int) -> str:
    return str(_("%(met)s of %(asked)s met", met=met, asked=asked))


def title(words: Words, listed: Sequence[Listed], chosen: Chosen) -> str:
    day = words.day(chosen.as_of)
    if not listed:
        return str(_("As of %(day)s: no centre to hold against the criteria", day=day))
    return str(
        _(
            "As of %(day)s, %(met)s of %(rows)s areas at %(centres)s centres meet every collected"
            " criterion of the set “%(set)s”",
            day=day,
            met=sum(one.worst is Verdict.MET for one in listed),
            rows=len(listed),
            centres=len({one.area.centre_id for one in listed}),
            set=plain(dict(chosen.sets)[chosen.set_code]),
        )
    )


def too_many(words: Words, chosen: Chosen) -> str:
    return str(
        _(
            "As of %(day)s: %(rows)s areas are too many to hold against the criteria at once",
            day=words.day(chosen.as_of),
            rows=chosen.areas,
        )
    )


def lede(words: Words, listed: Sequence[Listed]) -> str:
    if not listed:
        return ""
    counts: dict[str, int] = {}
    for one in listed:
        name = words.text(one.set.file.terms.states[one.area.evaluation.status])
        counts[name] = counts.get(name, 0) + 1
    proposed = words.listed(f"{name} {count}" for name, count in counts.items())
    decided = sum(one.since is not None for one in listed)
    if not decided:
        said = _(
            "The criteria propose: %(counts)s. No area was decided on by evidence up to this day."
        )
        return str(said) % {"counts": proposed}
    return str(
        _(
            "The criteria propose: %(counts)s. Areas decided on by evidence up to this day:"
            " %(decided)s; of these, held against the set and version of their last decision, stand"
            " otherwise: %(changed)s.",
            counts=proposed,
            decided=decided,
            changed=sum(one.is_changed for one in listed),
        )
    )


def why_few(words: Words, listed: Sequence[Listed]) -> str:
    names: dict[str, str] = {}
    waiting = 0
    for one in listed:
        waits = {code for judged in one.told for code in judged.standing.waits_for}
        waiting += bool(waits)
        own = {criterion.code: criterion for criterion in one.area.criteria}
        names |= {code: name_of(words, own[code]) for code in sorted(waits) if code in own}
    if not names:
        return ""
    return str(
        _(
            "In this set a criterion cannot be told for %(count)s of %(rows)s areas, because the"
            " review programme lacks this evidence: %(names)s. It counts against no centre.",
            count=waiting,
            rows=len(listed),
            names=words.listed(names.values()),
        )
    )


def missing(words: Words, listed: Sequence[Listed]) -> tuple[str, ...]:
    gone: dict[str, str] = {}
    there = {judged.asked.code for one in listed for judged, _criterion in one.judged}
    for one in listed:
        own = zip(one.area.evaluation.judged, one.area.criteria, strict=True)
        for judged, criterion in own:
            if is_missing(judged) and criterion.code not in there:
                gone[criterion.code] = f"{criterion.code} {words.text(criterion.text)}"
    return tuple(gone.values())


def counted(chosen: Chosen) -> str:
    if not chosen.is_case_level:
        return str(
            _(
                "Shown as of ends of half-years, each as it was known three weeks later, so that"
                " two views cannot be subtracted; counts are shown as of ends of years."
            )
        )
    return str(
        _(
            "Final results of files drawn at random or read as part of a whole count, and what the"
            " register holds; provisional results, files chosen on purpose and imported ones never"
            " do. A past day is shown as it was known when it was over."
        )
    )


def csv_heads() -> list[str]:
    return [
        _("As of"),
        _("Centre"),
        _("Place"),
        _("Expertise area"),
        _("Criterion"),
        _("Requirement"),
        _("Verdict"),
        _("Value"),
        _("Why"),
    ]


def csv_rows(words: Words, listed: Iterable[Listed], chosen: Chosen) -> list[list[str]]:
    rows = []
    for one in listed:
        area = one.area
        for judged, criterion in one.judged:
            line = _line(words, one, judged, criterion)
            rows.append(
                [
                    chosen.as_of.isoformat(),
                    plain(area.name),
                    plain(area.place_name),
                    plain(area.area_name),
                    line.code,
                    plain(criterion.text),
                    plain(line.shown.word),
                    line.value,
                    line.sentence,
                ]
            )
    return rows
