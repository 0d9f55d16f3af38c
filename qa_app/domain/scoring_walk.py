"""Walks a rubric item by item in the order of checks, before any method adds up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from qa_app.domain.case_input import CaseInput
from qa_app.domain.condition_truth import Scene
from qa_app.domain.rubric import Item, Method, Share
from qa_app.domain.rubric_limits import Responsible
from qa_app.domain.scoring_compile import CompiledItem, CompiledRubric, CompiledSection
from qa_app.domain.scoring_result import CaseShare, CodeSource, State, Why
from qa_app.domain.working_days import WorkingCalendar

_NOT_DUE = "not_due"
_CENTRE = Responsible.CENTRE
_SCORED = State.SCORED
_ITEM_BY_ITEM = frozenset({Method.DIMENSION_PROFILE, Method.LOWEST})
_READER = CodeSource.READER
_EVERY_CASE = Share(met=Fraction(1), partly=Fraction(1))
"""Stands in where a checked rubric always has a share; asks the most."""


class Fate(NamedTuple):
    """What became of one item on the walk.

    Attributes:
        item: The item.
        section: Its section.
        state: Its state.
        why: Why it adds nothing; None when it is scored.
        code: The code that stands; None when there is none.
        source: Who set the code; None without one.
        value: Its value times the rubric's unit; None unless scored.
        cases: What sampled cases say; None for ordinary items.
    """

    item: CompiledItem
    section: CompiledSection
    state: State
    why: Why | None = None
    code: str | None = None
    source: CodeSource | None = None
    value: int | None = None
    cases: CaseShare | None = None


@dataclass(slots=True)
class Walk:
    """What the walk gathered.

    Attributes:
        stop: Tripped red-line items.
        gate: Tripped must-pass items.
        codes: Item to code, per-case items left out.
        open: Items that wait.
        not_assessed: Sections nobody present may assess.
        reported: Others' items to their code.
        scored: Item, its value times unit and its code; only for methods that look at single
            items, and not those with sums alone.
        sums: Section, sum of weight times value, sum of weight; scored items only.
        scored_weight: Weight of the scored items.
        unscored_weight: Weight of the items in force without a scored code.
        fates: Every item's fate; None unless they were asked for.
        held: Items that a cap keeps open, to the facts it waits for.
    """

    stop: list[str] = field(default_factory=list)
    gate: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    not_assessed: list[str] = field(default_factory=list)
    reported: dict[str, str | None] = field(default_factory=dict)
    scored: list[tuple[CompiledItem, int, str | None]] = field(default_factory=list)
    sums: list[tuple[CompiledSection, int, int]] = field(default_factory=list)
    scored_weight: int = 0
    unscored_weight: int = 0
    fates: list[Fate] | None = None
    held: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Walker:
    """One walk through one rubric with one audit's answers."""

    __slots__ = (
        "answers",
        "calendar",
        "case",
        "compiled",
        "is_lenient",
        "keeps_scored",
        "scene",
        "section",
        "slow_weight",
        "slow_weighted",
        "walk",
    )

    def __init__(
        self,
        compiled: CompiledRubric,
        case: CaseInput,
        calendar: WorkingCalendar,
        *,
        keeps_fates: bool,
    ) -> None:
        """Prepare a walk.

        Args:
            compiled: The rubric.
            case: What the reader entered.
            calendar: Working days of the rubric's region.
            keeps_fates: True remembers what became of every item.
        """
        self.compiled = compiled
        self.case = case
        self.answers = case.answers
        self.calendar = calendar
        self.scene = Scene(case)
        method = compiled.rubric.method
        self.is_lenient = method is Method.LOWEST
        self.keeps_scored = method in _ITEM_BY_ITEM
        self.walk = Walk(fates=[] if keeps_fates else None)
        self.section = compiled.sections[0]
        self.slow_weighted = self.slow_weight = 0

    def walked(self) -> Walk:
        """Walk through every section.

        Returns:
            What was gathered.
        """
        for section in self.compiled.sections:
            self.section = section
            if section.assessor not in self.case.assessors:
                self.walk.not_assessed.append(section.code)
                self._all_off(Why.NOT_ASSESSED)
                continue
            holds = True if section.test is None else section.test(self.scene)
            if holds:
                self._judge_section(section)
            elif holds is None:
                self._all_wait()
            else:
                self._all_off(Why.SECTION_FALSE)
        return self.walk

    def _judge_section(self, section: CompiledSection) -> None:
        walk, answers, scene = self.walk, self.answers, self.scene
        codes, scored, fates = walk.codes, walk.scored, walk.fates
        keeps_scored, weighted, weight = self.keeps_scored, 0, 0
        self.slow_weighted = self.slow_weight = 0
        for item, name, test, values, fails, own_weight in section.plan:
            # nearly every item of nearly every audit ends in this loop
            applies = True if test is None else test(scene)
            code = answers.get(name)
            value = values.get(code) if applies else None
            if value is None:
                self._judge_slowly(item, applies=applies)
                continue
            codes[name] = code  # type: ignore[assignment]  # it has a value, so it is no None
            if code in fails:
                (walk.stop if item.is_stop else walk.gate).append(name)
            weighted += own_weight * value
            weight += own_weight
            if keeps_scored:
                scored.append((item, value, code))  # type: ignore[arg-type]  # likewise
            if fates is not None:
                fate = Fate(item, section, _SCORED, None, code, _READER, value)  # type: ignore[arg-type]  # likewise
                fates.append(fate)
        weight += self.slow_weight
        if weight:
            walk.sums.append((section, weighted + self.slow_weighted, weight))
            walk.scored_weight += weight

    def _judge_slowly(self, item: CompiledItem, *, applies: bool | None) -> None:
        if item.is_per_case:
            self._judge_per_case(item)
        elif item.is_reported:
            self._judge(item, True if item.test is None else item.test(self.scene))
        elif applies is not False:
            self._judge(item, applies)
        elif self.walk.fates is not None:
            self._settle(item, State.OFF, Why.CONDITION_FALSE)

    def _all_off(self, why: Why) -> None:
        for item in self.section.items:
            self._settle(item, State.OFF, why)

    def _all_wait(self) -> None:
        # nobody knows yet whether the section applies; what is off anyway does not wait for it
        for item in self.section.items:
            if item.is_per_case:
                self._await_cases(item)
            elif item.test is not None and item.test(self.scene) is False:
                self._settle(item, State.OFF, Why.CONDITION_FALSE)
            elif item.is_reported:
                self._report(item)
            elif self.is_lenient and self._code_of(item)[0] is None:
                self._settle(item, State.OFF, Why.NOT_ANSWERED)
            else:
                self._settle(item, State.OPEN, Why.SECTION_UNKNOWN)

    def _await_cases(self, item: CompiledItem) -> None:
        read = self._scored_cases(item)
        if read is None:
            return
        codes, share = read
        if codes or share.open_count:
            self._settle(item, State.OPEN, Why.SECTION_UNKNOWN)
        else:
            self._settle(item, State.OFF, Why.NO_CASES, share)

    def _report(self, item: CompiledItem) -> None:
        code, source = self._code_of(item)
        self.walk.reported[item.code] = code
        self._note(item, State.REPORTED, Why.REPORTED, code, source)

    def _judge(self, item: CompiledItem, applies: bool | None) -> None:  # noqa: FBT001 - a truth
        if applies is False:
            self._settle(item, State.OFF, Why.CONDITION_FALSE)
            return
        if applies is None and not self.is_lenient and not item.may_be_reported:
            self._settle(item, State.OPEN, Why.CONDITION_UNKNOWN)
            return
        code = self.answers.get(item.code)
        source = CodeSource.READER
        if code is None and item.finder is not None:
            code, responsible = item.finder(self.case, self.calendar)
            source = item.source
            if responsible is not _CENTRE:
                self._report(item)
                return
        if item.is_reported:
            self._report(item)
        elif code is None:
            self._unanswered(item, applies=applies)
        elif applies is None:
            self._settle(item, State.OPEN, Why.CONDITION_UNKNOWN)
        else:
            self._take(item, str(code), source)

    def _unanswered(self, item: CompiledItem, *, applies: bool | None) -> None:
        if self.is_lenient:
            self._settle(item, State.OFF, Why.NOT_ANSWERED)
        else:
            why = Why.CONDITION_UNKNOWN if applies is None else Why.CODE_UNKNOWN
            self._settle(item, State.OPEN, why)

    def _code_of(self, item: CompiledItem) -> tuple[str | None, CodeSource | None]:
        code = self.answers.get(item.code)
        if code is not None:
            return str(code), CodeSource.READER
        if item.finder is None:
            return None, None
        found, _ = item.finder(self.case, self.calendar)
        return found, item.source if found else None

    def _take(self, item: CompiledItem, code: str, source: CodeSource) -> None:
        walk = self.walk
        walk.codes[item.code] = code
        if code in item.fails:
            (walk.stop if item.is_stop else walk.gate).append(item.code)
        value = item.values[code]
        if value is not None:
            self._score(item, value, code)
            self._note(item, State.SCORED, None, code, source, value)
        elif code == _NOT_DUE:
            self._note(item, State.EXCLUDED, Why.NOT_DUE, code, source)
        else:
            walk.unscored_weight += item.weight
            self._note(item, State.UNSCORED, Why.NOT_SCORED, code, source)

    def _score(self, item: CompiledItem, value: int, code: str | None) -> None:
        self.slow_weighted += item.weight * value
        self.slow_weight += item.weight
        if self.keeps_scored:
            self.walk.scored.append((item, value, code))

    def _settle(
        self, item: CompiledItem, state: State, why: Why, cases: CaseShare | None = None
    ) -> None:
        if state is State.OPEN:
            self.walk.open.append(item.code)
        self._note(item, state, why, cases=cases)

    def _note(  # noqa: PLR0913, PLR0917 - the fields of a fate, passed on as they stand
        self,
        item: CompiledItem,
        state: State,
        why: Why | None,
        code: str | None = None,
        source: CodeSource | None = None,
        value: int | None = None,
        cases: CaseShare | None = None,
    ) -> None:
        if self.walk.fates is not None:
            self.walk.fates.append(Fate(item, self.section, state, why, code, source, value, cases))

    def _scored_cases(self, item: CompiledItem) -> tuple[list[str], CaseShare] | None:
        if item.is_reported:
            # one answer for each case, so no code stands for all of them
            self.walk.reported[item.code] = None
            self._note(item, State.REPORTED, Why.REPORTED)
            return None
        if self.case.sample is None:
            self._settle(item, State.OPEN, Why.NO_SAMPLE)
            return None
        return self._cases_of(item, self.case.sample)

    def _judge_per_case(self, item: CompiledItem) -> None:
        read = self._scored_cases(item)
        if read is None:
            return
        codes, share = read
        if item.fails and share.failed_count >= item.item.trips_at:
            (self.walk.stop if item.is_stop else self.walk.gate).append(item.code)
        if share.open_count:
            self._settle(item, State.OPEN, Why.CODE_UNKNOWN, share)
        elif not codes:
            self._settle(item, State.OFF, Why.NO_CASES, share)
        elif not share.scored_count:
            self.walk.unscored_weight += item.weight
            self._note(item, State.UNSCORED, Why.NOT_SCORED, cases=share)
        else:
            value = self._value_of(item.item, share)
            self._score(item, value, None)
            self._note(item, State.SCORED, None, value=value, cases=share)

    def _cases_of(
        self, item: CompiledItem, sample: tuple[CaseInput, ...]
    ) -> tuple[list[str], CaseShare]:
        codes: list[str] = []
        open_count = 0
        for sampled in sample:
            case = self.case.of_sampled(sampled)
            applies = True if item.test is None else item.test(Scene(case))
            if applies is False:
                continue
            code: object = case.answers.get(item.code)
            if code is None and item.finder is not None:
                code, responsible = item.finder(case, self.calendar)
                if responsible is not _CENTRE:
                    continue  # others' delay is never the centre's
            if code == _NOT_DUE:
                continue  # left out whether its condition holds or not
            if applies is None or code is None:
                open_count += 1
            else:
                codes.append(str(code))
        scored = [code for code in codes if item.values[code] is not None]
        failed = sum(code in item.fails for code in codes)
        return codes, CaseShare(scored.count(item.top), len(scored), failed, open_count)

    def _value_of(self, item: Item, share: CaseShare) -> int:
        reached = Fraction(share.top_count, share.scored_count)
        needed = item.share or _EVERY_CASE
        if reached >= needed.met:
            return self.compiled.unit
        return self.compiled.unit // 2 if reached >= needed.partly else 0
