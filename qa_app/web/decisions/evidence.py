"""Frozen evidence as pages of decisions show it: verdicts, what was asked, and why it follows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from qa_app.domain.criteria import Criterion, asked_of
from qa_app.domain.criteria_list import speaks_of_centre
from qa_app.domain.criteria_period import days_offered
from qa_app.domain.permissions import Permission, reach_of, reach_over_others
from qa_app.domain.register_decisions import Paper, is_before_evidence
from qa_app.domain.rules.tree import leaves_in, rule_from
from qa_app.domain.text import LANGUAGES, BilingualText
from qa_app.domain.verdicts import CriterionType, Verdict
from qa_app.extensions import database
from qa_app.queries.criteria_versions import criteria_file
from qa_app.queries.endorsement import criteria_place
from qa_app.queries.evidence_snapshots import Snapshot
from qa_app.queries.joined_versions import versions_joined
from qa_app.queries.open_evidence import open_to_all
from qa_app.web.decisions.labels import chip, set_name
from qa_app.web.decisions.parts import EvidenceShown, VerdictLine
from qa_app.web.evaluated import known_sets, seen_on, sets_of
from qa_app.web.guard import current_actor
from qa_app.web.held_criteria import counts_listed, criteria_in_force, verdict_word
from qa_app.web.labels import plain
from qa_app.web.locale import page_language, speak
from qa_app.web.settings import local_today
from qa_app.wording import Words
from qa_app.wording.criteria import TYPES
from qa_app.wording.decision_rows import said_row
from qa_app.wording.dossier_papers import said_versions
from qa_app.wording.measured_sentences import thresholds_of
from qa_app.wording.own_entries import said_own_entries

_HEAVY = frozenset({CriterionType.STOP.value, CriterionType.MUST.value})


def evidence_shown(one: Snapshot) -> EvidenceShown:
    """Show frozen evidence: verdicts and thresholds alone, so that no small number is told.

    Args:
        one: The evidence.

    Returns:
        What the page shows, in the words of the version of the criteria that it was judged by.
    """
    words = Words(page_language())
    file = criteria_file(database(), one.version_id) or criteria_in_force()
    found = file.set_of(one.set_code)
    asked = {
        criterion.code: asked_of(criterion, one.area_code, one.plain["kind"]) or criterion
        for criterion in (() if found is None else found.criteria)
    }
    judged, actor = one.plain["criteria"], current_actor()
    place = criteria_place(database(), actor, one.centre_id)
    papers = reach_of(actor, Permission.PAPER_READ)
    is_case_level = reach_over_others(actor).covers(one.centre_id, place or "")
    is_open = is_case_level or bool(open_to_all(database(), (one.id,)))
    is_given = is_open and place is not None and papers.covers(one.centre_id, place)
    joined = versions_joined(database(), one.plain) if is_case_level else {}
    return EvidenceShown(
        one.id,
        one.as_of,
        one.digest,
        f"{plain(file.title)} {one.version[1]}",
        set_name(one.set_code),
        chip(one.status),
        said_row(words, file.decision.rows[one.plain["row"]], _types(judged)),
        tuple(
            _line(words, line, asked.get(line["code"]), joined.get(line["code"], ()))
            for line in judged
        ),
        _counted(words, judged),
        *_linked(one, place, is_case_level=is_case_level),
        url_for("register_papers.dossier", snapshot_id=one.id, form="html") if is_given else None,
        is_given and is_case_level,
        one.has_intervals,
    )


def drafted_reasons(one: Snapshot) -> str:
    """Draft the reasons of a decision that follows from its evidence.

    Args:
        one: The evidence.

    Returns:
        What follows and why, as it was computed, in the language of the page: which stop and must
        criteria are not met, or else the row of the table, unless that says merely “otherwise”.
    """
    words, shown = Words(page_language()), evidence_shown(one)
    file = criteria_file(database(), one.version_id) or criteria_in_force()
    row, weak = file.decision.rows[one.plain["row"]], _weak(words, one.plain["criteria"])
    said = [
        _(
            "By the evidence as of %(day)s and the set “%(set)s” it follows: %(status)s.",
            day=words.day(one.as_of),
            set=plain(shown.set_name),
            status=plain(shown.chip.word),
        )
    ]
    if weak:
        said.append(_("Of stop and must criteria: %(weak)s.", weak=weak))
    elif row.condition is not None:
        said.append(_("Ground: %(words)s.", words=shown.because))
    said.append(_("All criteria: %(counts)s.", counts=shown.counts.rstrip(".。")))
    return ("" if page_language() == "zh" else " ").join(map(str, said))


def drafts_of(one: Snapshot) -> tuple[str, ...]:
    """Draft the reasons in every language, since pages may be turned into another one.

    Args:
        one: The evidence.

    Returns:
        What `drafted_reasons` gives in each.
    """
    now, drafts = page_language(), []
    for language in LANGUAGES:
        speak(language)
        drafts.append(drafted_reasons(one))
    speak(now)
    return tuple(drafts)


def _types(judged: Iterable[Mapping[str, Any]]) -> set[CriterionType]:
    return {CriterionType(line["type"]) for line in judged}


def _weak(words: Words, judged: Iterable[Mapping[str, Any]]) -> str:
    heavy = [line for line in judged if line["type"] in _HEAVY]
    groups = []
    for verdict in (Verdict.NOT_MET, Verdict.CANNOT_TELL, Verdict.CONDITIONAL):
        codes = [line["code"] for line in heavy if line["verdict"] == verdict.value]
        if codes:
            groups.append(f"{plain(verdict_word(verdict).word)} {words.listed(codes)}")
    return ("；" if page_language() == "zh" else "; ").join(groups)


def _address(
    one: Snapshot, place: str | None, *, is_case_level: bool
) -> tuple[str | None, date | None]:
    offered = days_offered(local_today(), is_by_halves=not is_case_level)
    # newest first: that of the evidence, or the last one before it
    shown = next((day for day in offered if day <= one.as_of), None)
    if place is None or shown is None or one.set_code not in sets_of(known_sets(shown), place):
        return None, None
    address = url_for(
        "endorsement.area_criteria",
        centre_id=one.centre_id,
        area=one.area_code,
        set=one.set_code,
        as_of=shown.isoformat(),
    )
    return address, shown


def _linked(one: Snapshot, place: str | None, *, is_case_level: bool) -> tuple[str | None, str]:
    # the address, and what its reader finds there
    address, shown = _address(one, place, is_case_level=is_case_level)
    if shown is None:
        return None, ""
    return address, _told_there(shown, one.as_of, is_case_level=is_case_level)


def _told_there(shown: date, as_of: date, *, is_case_level: bool) -> str:
    day = Words(page_language()).day(shown)
    if shown != as_of:
        day = _("%(day)s, the last day before this evidence that you may ask for", day=day)
    if is_case_level:
        said = _(
            "The page of criteria tells the numbers as of %(day)s, as far as you may see them."
        )
    elif seen_on(shown, is_case_level=False).is_year:
        said = _(
            "The page of criteria tells the verdicts as of %(day)s; with numbers where enough files"
            " or people stand behind them."
        )
    else:
        said = _(
            "The page of criteria tells the verdicts as of %(day)s; it shows counts and shares as"
            " of ends of years alone."
        )
    return str(said) % {"day": day}


def _line(
    words: Words,
    line: Mapping[str, Any],
    criterion: Criterion | None,
    joined: Sequence[Sequence[str] | None],
) -> VerdictLine:
    code, asked, milder = line["code"], "", ""
    if criterion is not None:
        asked = thresholds_of(words, criterion, is_met=True)
        milder = thresholds_of(words, criterion, is_met=False)
    return VerdictLine(
        code,
        BilingualText(code, code) if criterion is None else criterion.text,
        asked,
        milder,
        words.say(TYPES[CriterionType(line["type"])]),
        verdict_word(Verdict(line["verdict"])),
        said_own_entries(words, (leaf.metric for leaf in leaves_in(rule_from(line["rule"])))),
        said_versions(words, line["rule"], joined),
        is_counted=speaks_of_centre(line),
    )


def _counted(words: Words, judged: Iterable[Mapping[str, Any]]) -> str:
    # the same criteria as on the criteria pages
    judged = tuple(judged)
    ours = [Verdict(line["verdict"]) for line in judged if speaks_of_centre(line)]
    counts, others = Counter(ours), len(judged) - len(ours)
    said = counts_listed(words, {verdict: counts[verdict] for verdict in Verdict})
    if not others:
        return said
    return str(
        _(
            "%(counts)s. Not counted: evidence of the review programme and what is recorded"
            " nowhere, %(count)s.",
            counts=said,
            count=others,
        )
    )


def before_words(paper: Paper | None, as_of: date) -> str:
    """Warn of a paper that is older than the evidence that it is recorded on.

    Args:
        paper: The paper; None on screen.
        as_of: Day of the evidence.

    Returns:
        A sentence; empty where it is not older.
    """
    if paper is None or not is_before_evidence(paper, as_of):
        return ""
    words = Words(page_language())
    return str(
        _(
            "The paper is of %(paper)s, the evidence of %(evidence)s: whoever wrote the paper did"
            " not have this evidence. Look whether evidence of an earlier day is meant.",
            paper=words.day(paper.on),
            evidence=words.day(as_of),
        )
    )
