"""How a sample is made: from which strata, by which rule of size, with which risks."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from qa_app.domain.case_entries import RISKS, STAGES
from qa_app.domain.defaults import (
    FILES_PER_SESSION_MOST,
    LQAS_LOWER_PCT,
    LQAS_RISK_PCT,
    LQAS_UPPER_PCT,
    PRECISION_MARGIN_PCT,
    SAMPLE_FILES_MOST,
)
from qa_app.domain.errors import InvalidError
from qa_app.domain.statistics.allocation import allocate
from qa_app.domain.statistics.lqas import Bounds, LqasRule, lqas_plan, lqas_risks
from qa_app.domain.statistics.sampling_size import Precision, files_for

WHOLE = ""
"""The stratum of a sample without strata."""

MARGINS_PCT = (5, 10, 15, 20)
"""Margins that a design may ask for, in points of 100."""

RISKS_PCT = (5, 10, 15, 20)
"""Risks that a lot quality rule may bear, in chances of 100."""

GAP_PCT = 10
"""How far apart good and poor are at least; closer ones no office can tell apart."""

_HUNDRED = 100
_LAST = 1 << 62


class DrawMethod(StrEnum):
    """How files are chosen from the frame."""

    SIMPLE = "simple"
    STRATIFIED = "stratified"
    ALL = "all"


class StratumBy(StrEnum):
    """What makes a stratum; its files have it in common."""

    WORKER = "worker"
    RISK = "risk"
    OPEN = "open"
    STAGE = "stage"


class SizeRule(StrEnum):
    """What decides how many files are read."""

    NUMBER = "number"
    PRECISION = "precision"
    LQAS = "lqas"


@dataclass(frozen=True, slots=True)
class SampleDesign:
    """How samples are made; numbers that its rule does not use say nothing.

    Attributes:
        method: How files are chosen.
        by: What makes the strata; empty unless stratified.
        rule: What decides the size; says nothing when all files are read.
        number: Files, by number.
        margin_pct: Half of the interval's width in points of 100, by precision.
        upper_pct: Share of conforming files of a good centre, by lot quality.
        lower_pct: Share of a poor one.
        alpha_pct: Most risk in 100 that a good centre fails.
        beta_pct: Most risk in 100 that a poor centre passes.
    """

    method: DrawMethod = DrawMethod.SIMPLE
    by: tuple[StratumBy, ...] = ()
    rule: SizeRule = SizeRule.NUMBER
    number: int = 1
    margin_pct: int = PRECISION_MARGIN_PCT
    upper_pct: int = LQAS_UPPER_PCT
    lower_pct: int = LQAS_LOWER_PCT
    alpha_pct: int = LQAS_RISK_PCT
    beta_pct: int = LQAS_RISK_PCT

    @property
    def bounds(self) -> Bounds:
        """Shares and risks of its lot quality rule, as fractions."""
        return Bounds(
            *(
                Fraction(percent, _HUNDRED)
                for percent in (self.upper_pct, self.lower_pct, self.alpha_pct, self.beta_pct)
            )
        )


@dataclass(frozen=True, slots=True)
class StratumFacts:
    """What a file is sorted by.

    Attributes:
        practitioner_id: Who worked on it; None when unknown.
        risk: Code of its risk; empty when nobody said.
        stage: Code of its stage; empty likewise.
        closed_on: When the case was closed; None while it is open.
    """

    practitioner_id: int | None
    risk: str
    stage: str
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """What a design comes to on a frame.

    Attributes:
        size: Files to read.
        allocation: Stratum to its files.
        lqas: The rule with the risks that it really has; None without lot quality.
    """

    size: int
    allocation: Mapping[str, int]
    lqas: LqasRule | None


def check_design(design: SampleDesign) -> None:
    """Refuse a design that makes no sense.

    Args:
        design: The design.

    Raises:
        InvalidError: It says nothing about strata or has some without use (`strata_missing`,
            `strata_needless`), or a number is out of bounds (`files_wanted`,
            `margin_out_of_bounds`, `bad_thresholds`, `risk_out_of_bounds`), or it asks for a lot
            quality screen of a draw within groups, whose risks would be others than those shown
            (`lqas_grouped`).

    Source: docs/methods/sampling.md, lot quality only of a simple draw.
    """
    if (design.method is DrawMethod.STRATIFIED) != bool(design.by):
        raise InvalidError("strata_needless" if design.by else "strata_missing")
    if len(set(design.by)) < len(design.by):
        raise InvalidError("strata_needless")
    if design.method is DrawMethod.ALL:
        return
    if design.rule is SizeRule.NUMBER and not 1 <= design.number <= FILES_PER_SESSION_MOST:
        raise InvalidError("files_wanted", most=FILES_PER_SESSION_MOST)
    if design.rule is SizeRule.PRECISION and design.margin_pct not in MARGINS_PCT:
        raise InvalidError("margin_out_of_bounds")
    if design.rule is SizeRule.LQAS:
        if design.method is not DrawMethod.SIMPLE:
            raise InvalidError("lqas_grouped")
        _check_lqas(design)


def _check_lqas(design: SampleDesign) -> None:
    if not 0 <= design.lower_pct <= design.upper_pct - GAP_PCT <= _HUNDRED - GAP_PCT:
        raise InvalidError("bad_thresholds")
    if design.alpha_pct not in RISKS_PCT or design.beta_pct not in RISKS_PCT:
        raise InvalidError("risk_out_of_bounds")


def stratum_of(by: Sequence[StratumBy], file: StratumFacts, on: date) -> str:
    """Name the stratum of a file.

    Args:
        by: What makes the strata.
        file: What the file is sorted by.
        on: The frame's last day; a case closed later counts as open.

    Returns:
        Such as `risk=high/open=yes`; `WHOLE` without strata. What nobody said is an empty
        value, a stratum of its own.
    """
    is_open = file.closed_on is None or file.closed_on > on
    values = {
        StratumBy.WORKER: "" if file.practitioner_id is None else str(file.practitioner_id),
        StratumBy.RISK: file.risk,
        StratumBy.OPEN: "yes" if is_open else "no",
        StratumBy.STAGE: file.stage,
    }
    return "/".join(f"{one}={values[one]}" for one in by)


def stratum_order(stratum: str) -> tuple[tuple[int, str], ...]:
    """Give the place of a stratum among the others of its design, for showing them.

    Args:
        stratum: What `stratum_of` gave.

    Returns:
        To be sorted by: risk from high to low, stages as cases pass them, open before closed,
        workers by number; what nobody said comes last.
    """
    known = {
        StratumBy.RISK.value: tuple(RISKS),
        StratumBy.STAGE.value: tuple(STAGES),
        StratumBy.OPEN.value: ("yes", "no"),
    }
    order: list[tuple[int, str]] = []
    for part in stratum.split("/"):
        name, _sep, value = part.partition("=")
        row = known.get(name, ())
        if value in row:
            order.append((row.index(value), value))
        else:
            order.append((int(value) if value.isdigit() else _LAST, value))
    return tuple(order)


def workers_of(stratum: str) -> tuple[int, ...]:
    """Give the worker whose files a stratum holds.

    Args:
        stratum: What `stratum_of` gave.

    Returns:
        One worker; none where the stratum is not made by worker or nobody said who it is.
    """
    parts = (one.partition("=") for one in stratum.split("/"))
    return tuple(int(value) for name, _sep, value in parts if value and name == StratumBy.WORKER)


def plan_sample(design: SampleDesign, sizes: Mapping[str, int]) -> SamplePlan:
    """Work out how many files of each stratum are read.

    Args:
        design: A design that `check_design` accepts.
        sizes: Stratum to the number of its files in the frame, at least one stratum.

    Returns:
        The plan.

    Raises:
        InvalidError: More files than a session can read (`too_many_files`), or fewer than
            there are strata (`strata_too_many`).

    Source: docs/methods/sampling.md.
    """
    population, rule = sum(sizes.values()), None
    if design.method is DrawMethod.ALL:
        size = population
    elif design.rule is SizeRule.NUMBER:
        size = min(design.number, population)
    elif design.rule is SizeRule.PRECISION:
        size = files_for(population, Precision(Fraction(design.margin_pct, _HUNDRED)))
    else:
        rule = lqas_plan(design.bounds, population)
        size = rule.size
    if size > SAMPLE_FILES_MOST:
        raise InvalidError("too_many_files", wanted=size, most=SAMPLE_FILES_MOST)
    if len(sizes) > size:
        raise InvalidError("strata_too_many", strata=len(sizes), files=size)
    return SamplePlan(size, allocate(sizes, size), rule)


def strata_digest(strata: Mapping[str, Sequence[str]]) -> str:
    """Seal which file stands in which stratum.

    Args:
        strata: Stratum to its references.

    Returns:
        SHA-256 (hex) of the lines `reference|stratum`, sorted, one on each line.
    """
    lines = sorted(f"{file}|{stratum}" for stratum, files in strata.items() for file in files)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def plain_design(design: SampleDesign) -> dict[str, Any]:
    """Give a design as JSON.

    Args:
        design: The design.

    Returns:
        Only what its method and rule use.
    """
    plain: dict[str, Any] = {"method": design.method.value}
    if design.by:
        plain["by"] = [one.value for one in design.by]
    if design.method is DrawMethod.ALL:
        return plain
    plain["rule"] = design.rule.value
    return plain | {name: getattr(design, name) for name in _USED[design.rule]}


def design_from(plain: Mapping[str, Any]) -> SampleDesign:
    """Read a design back.

    Args:
        plain: What `plain_design` gave, perhaps with more beside it.

    Returns:
        The design.
    """
    names = {name for used in _USED.values() for name in used}
    return SampleDesign(
        method=DrawMethod(plain["method"]),
        by=tuple(StratumBy(one) for one in plain.get("by", ())),
        rule=SizeRule(plain.get("rule", SizeRule.NUMBER)),
        **{name: plain[name] for name in names if name in plain},
    )


_USED = {
    SizeRule.NUMBER: ("number",),
    SizeRule.PRECISION: ("margin_pct",),
    SizeRule.LQAS: ("upper_pct", "lower_pct", "alpha_pct", "beta_pct"),
}


def plain_plan(
    design: SampleDesign, plan: SamplePlan, strata: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Give what is frozen with a frame, as JSON.

    Args:
        design: The design.
        plan: What it comes to.
        strata: Stratum to its references.

    Returns:
        The design with its allocation; of a stratified one the strata and their seal, of a
        lot quality rule how many files have to conform.
    """
    plain = plain_design(design) | {"allocation": dict(plan.allocation)}
    if plan.lqas is not None:
        plain["least"] = plan.lqas.least
    if design.method is DrawMethod.STRATIFIED:
        listed = {name: sorted(files) for name, files in sorted(strata.items())}
        plain |= {"strata": listed, "strata_digest": strata_digest(listed)}
    return plain


def rule_of(plain: Mapping[str, Any], frame_count: int) -> LqasRule | None:
    """Read back the lot quality rule of a frozen design.

    Args:
        plain: What `plain_plan` gave; may be empty.
        frame_count: Files of the frame.

    Returns:
        The rule with its risks; None without lot quality.
    """
    if "least" not in plain:
        return None
    size = sum(plain["allocation"].values())
    return lqas_risks(size, plain["least"], design_from(plain).bounds, frame_count)
