"""A second engine, written from the text of the schema alone: one rubric, one line, one result.

It shares nothing with the product: it reads the rubric's YAML itself, keeps every number as a
fraction and is as plain as it can be, because it is there to be believed, not to be fast.
"""

import json
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.oracle.conditions import Known, truth
from tests.oracle.limits import Calendar, clock_code, frequency_code
from tests.oracle.line_in import Case, Reader, parse
from tests.oracle.values import RefusedLineError, exact, ratio

ROOT = Path(__file__).resolve().parents[2]


def load(file: Path) -> Any:
    return YAML(typ="safe", pure=True).load(file.read_text("utf-8"))


@cache
def shared(file: Path) -> Any:
    """A file that many rubrics lean on, read once."""
    return load(file)


def calendar() -> Calendar:
    return Calendar(shared(ROOT / "rubrics" / "holidays.yaml")["regions"]["CN"])


class Oracle:
    """One rubric file with its scales and bands."""

    def __init__(self, rubric: dict[str, Any], scales: dict[str, Any], days: Calendar) -> None:
        self.rubric, self.days = rubric, days
        self.scales = {
            name: {option["code"]: option for option in scale["options"]}
            for name, scale in (scales["scales"] | rubric.get("scales", {})).items()
        }
        bands = scales["bands"] | rubric.get("bands", {})
        self.bands = bands.get(rubric["scoring"].get("bands"), [])
        self.method = rubric["scoring"]["method"]
        self.sections = rubric.get("sections", ())
        self.reader = Reader(rubric, self._codes())

    @classmethod
    def of(cls, file: Path) -> "Oracle":
        places = [file.parent, file.parent.parent, ROOT / "rubrics"]
        scales = next(p / "scales.yaml" for p in places if (p / "scales.yaml").is_file())
        return cls(load(file), shared(scales), calendar())

    def answer(self, text: str, number: int) -> dict[str, Any]:
        """The line out; a refused line has `error` with the path only."""
        head: dict[str, Any] = {"line": number}
        try:
            line = parse(text)
            if isinstance(line, dict) and "id" in line:
                head["id"] = self.reader.own_id(line["id"])
            case = self.reader.read(line)
            return head | (self._ruled(case) if self.method == "rules" else self._scored(case))
        except RefusedLineError as refused:
            return head | {"error": refused.path}

    # -- shared

    def _codes(self) -> dict[str, set[str] | None]:
        if self.method != "rules":
            return {
                item["id"]: set(self._scale(item)) for s in self.sections for item in s["items"]
            }
        kinds = self.rubric["answers"]
        codes: dict[str, set[str] | None] = {}
        for item in self._rule_items():
            for question in item.get("questions", ()):
                kind = question["type"]
                options = kinds[kind] if kind in kinds else question.get("options", ())
                codes[question["id"]] = None if kind == "count" else set(map(str, options))
        return codes

    def _scale(self, item: dict[str, Any]) -> dict[str, Any]:
        return self.scales[item.get("scale") or self.rubric["scoring"]["scale"]]

    # -- rules

    def _rule_items(self) -> Iterable[dict[str, Any]]:
        for item in self.rubric["items"]:
            yield from item.get("sub_items", ())
            yield item

    def _ruled(self, case: Case) -> dict[str, Any]:
        ratings: dict[str, str | None] = {}
        open_: list[str] = []
        for item in self._rule_items():
            known = Known(case.facts, case.answers, ratings, case.applicable.get(item["id"]))
            applies = truth(item["applies_if"], known) if "applies_if" in item else True
            rules = item["rules"] if applies else [{"else": "na"}]
            ratings[item["id"]] = None if applies is None else self._first_true(rules, known)
        outcomes: dict[str, str | None] = {}
        for outcome in self.rubric["outcomes"]:
            known = Known(case.facts, case.answers, ratings, own_items=outcome["items"])
            outcomes[outcome["id"]] = self._first_true(outcome["rules"], known)
        open_ = [name for name, rating in (ratings | outcomes).items() if rating is None]
        codes = {name: str(case.answers[name]) for name in self._codes() if name in case.answers}
        return {
            "status": "incomplete" if open_ else "complete",
            "stop": [],
            "gate": [],
            "codes": codes,
            "open": open_,
            "not_assessed": [],
            "counts": _counts(codes.values()),
            "reported": {},
            "ratings": ratings,
            "outcomes": outcomes,
        }

    @staticmethod
    def _first_true(rules: Any, known: Known) -> str | None:
        for rule in rules:
            if "else" in rule:
                return str(rule["else"])
            holds = truth(rule["when"], known)
            if holds is None:
                return None
            if holds:
                return str(rule["rate"])
        raise AssertionError("a list of rules ends with else")

    # -- sections

    def _scored(self, case: Case) -> dict[str, Any]:
        found = {
            item["id"]: Finding(self, case, section, item)
            for section in self.sections
            for item in section["items"]
        }
        for finding in found.values():
            finding.settle()
        codes = {
            name: f.code
            for name, f in found.items()
            if f.code is not None and f.state in ("scored", "unscored", "excluded", "open")
        }
        result = {
            "stop": sorted(n for n, f in found.items() if f.trips == "stop"),
            "gate": sorted(n for n, f in found.items() if f.trips == "gate"),
            "codes": codes,
            "open": [name for name, f in found.items() if f.state == "open"],
            "not_assessed": [s["id"] for s in self.sections if self._not_assessed(s, case)],
            "counts": _counts(codes.values()),
            "reported": {n: f.code for n, f in found.items() if f.state == "reported"},
        }
        result["status"] = status = self._status(found, bool(result["open"]))
        complete = status == "complete"
        if self.method in {"weighted_sections", "deduction"}:
            return result | self._percent(found, complete, result)
        if self.method == "dimension_profile":
            return result | self._profile(found, complete)
        return result | self._lowest(found, complete)

    @staticmethod
    def _not_assessed(section: dict[str, Any], case: Case) -> bool:
        return section.get("assessor", "centre") not in case.assessors

    def _status(self, found: "dict[str, Finding]", is_open: bool) -> str:
        if is_open:
            return "incomplete"
        scored = sum(f.weight for f in found.values() if f.state == "scored")
        force = scored + sum(f.weight for f in found.values() if f.state == "unscored")
        least = exact(str(self.rubric["scoring"].get("min_applicable", 0)))
        return "complete" if scored and Fraction(scored) / force >= least else "not_rated"

    def _means(
        self, found: "dict[str, Finding]", complete: bool
    ) -> dict[str, tuple[Fraction, Fraction] | None]:
        """Section -> Σ w·value and Σ w over its scored items."""
        means: dict[str, tuple[Fraction, Fraction] | None] = {}
        for section in self.sections:
            scored = [
                found[item["id"]]
                for item in section["items"]
                if found[item["id"]].state == "scored"
            ]
            means[section["id"]] = (
                (sum(f.weight * f.value for f in scored), sum(f.weight for f in scored))
                if scored and complete
                else None
            )
        return means

    def _percent(
        self, found: "dict[str, Finding]", complete: bool, result: dict[str, Any]
    ) -> dict[str, Any]:
        if self.method == "deduction":
            return self._graded(self._left(found, complete), complete, result)
        means = self._means(found, complete)
        weights = {s["id"]: exact(str(s["weight"])) for s in self.sections}
        total = sum(weights[name] for name, mean in means.items() if mean)
        items: dict[str, Any] = {}
        for name, finding in found.items():
            if finding.state != "scored":
                items[name] = {"excluded": finding.why}
            elif not complete:
                items[name] = {"possible": None, "earned": None}
            else:
                mean = means[finding.section["id"]]
                assert mean is not None
                part = 100 * weights[finding.section["id"]] / total * finding.weight / mean[1]
                items[name] = {"possible": ratio(part), "earned": ratio(part * finding.value)}
        sections = {n: ratio(m[0] / m[1]) if m else None for n, m in means.items()}
        percent = sum(Fraction(i["earned"]) for i in items.values() if i.get("earned"))
        parts = {"sections": sections, "items": items, "percent": percent}
        return self._graded(parts, complete, result)

    def _left(self, found: "dict[str, Finding]", complete: bool) -> dict[str, Any]:
        """Deduction: what is left of every section, and of the whole."""
        total = exact(str(self.rubric["scoring"].get("total", 100)))
        items: dict[str, Any] = {}
        sections: dict[str, str | None] = {}
        percent = Fraction(100)
        for section in self.sections:
            own = [found[item["id"]] for item in section["items"]]
            missing = sum(f.weight * (1 - f.value) for f in own if f.state == "scored")
            is_scored = complete and any(f.state == "scored" for f in own)
            full = sum(f.weight for f in own)
            sections[section["id"]] = ratio((full - missing) / full) if is_scored else None
            percent -= 100 * missing / total
        for name, finding in found.items():
            part = 100 * finding.weight / total
            if finding.state != "scored":
                items[name] = {"excluded": finding.why}
            elif not complete:
                items[name] = {"possible": None, "earned": None}
            else:
                off = part * (1 - finding.value)
                items[name] = {
                    "possible": ratio(part),
                    "earned": ratio(part - off),
                    "taken_off": ratio(off),
                }
        return {"sections": sections, "items": items, "percent": percent}

    def _held_down(self, codes: dict[str, str], place: int) -> list[dict[str, Any]]:
        """Caps that hold; of the conditions only `any` of answers is told apart."""
        known = Known({}, codes)
        names = [band["code"] for band in self.bands]
        held = []
        for number, cap in enumerate(self.rubric["scoring"].get("caps", ())):
            if truth(cap["when"], known) is True:
                tests = cap["when"].get("any", [cap["when"]])
                causes = [test["answer"] for test in tests if truth(test, known) is True]
                lowers = names.index(cap["at_most"]) > place
                held.append(
                    {
                        "cap": number,
                        "at_most": cap["at_most"],
                        "items": causes,
                        "facts": [],
                        "lowers": lowers,
                    }
                )
        return held

    def _graded(
        self,
        parts: dict[str, Any],
        complete: bool,
        result: dict[str, Any],
    ) -> dict[str, Any]:
        out: dict[str, Any] = dict.fromkeys(("percent_exact", "percent", "band_uncapped", "band"))
        out |= {"sections": parts["sections"], "items": parts["items"]}
        if "caps" in self.rubric["scoring"]:
            out["caps"] = []
        if complete:
            percent = Fraction(parts["percent"])
            out["percent_exact"] = ratio(Fraction(percent))
            out["percent"] = int(percent * 10 + Fraction(1, 2)) / 10
            codes = [band["code"] for band in self.bands]
            place = next(
                n for n, band in enumerate(self.bands) if percent >= exact(str(band["from"]))
            )
            out["band_uncapped"] = codes[place]
            if "caps" in out:
                out["caps"] = self._held_down(result["codes"], place)
            if result["stop"]:
                place = len(codes) - 1
            elif result["gate"]:
                place = max(place, min(2, len(codes) - 1))
            lowest = [codes.index(cap["at_most"]) for cap in out.get("caps", ())]
            out["band"] = codes[max([place, *lowest])]
        return out

    def _profile(self, found: "dict[str, Finding]", complete: bool) -> dict[str, Any]:
        sections: dict[str, Fraction | None] = {}
        for section in self.sections:
            scores = [
                found[item["id"]].score
                for item in section["items"]
                if found[item["id"]].state == "scored"
            ]
            sections[section["id"]] = (
                sum(scores, Fraction(0)) / len(scores) if scores and complete else None
            )
        levels = {
            name: None if mean is None else -int((Fraction(1, 2) - mean) // 1)
            for name, mean in sections.items()
        }
        known = [mean for mean in sections.values() if mean is not None]
        return {
            "sections": {name: ratio(mean) for name, mean in sections.items()},
            "levels": levels,
            "overall": min((v for v in levels.values() if v is not None), default=None),
            "mean_exact": ratio(sum(known, Fraction(0)) / len(known)) if known else None,
        }

    def _lowest(self, found: "dict[str, Finding]", complete: bool) -> dict[str, Any]:
        scored = {n: f for n, f in found.items() if f.state == "scored"} if complete else {}
        lowest = min((f.value for f in scored.values()), default=None)
        items = [n for n, f in scored.items() if f.value == lowest]
        return {
            "lowest_exact": ratio(lowest),
            "lowest_items": items,
            "grade": scored[items[0]].code if items else None,
        }


class Finding:
    """What one item becomes."""

    def __init__(
        self, oracle: Oracle, case: Case, section: dict[str, Any], item: dict[str, Any]
    ) -> None:
        self.oracle, self.case, self.section, self.item = oracle, case, section, item
        self.state, self.why = "", ""
        self.code: str | None = None
        self.trips: str | None = None
        self.value = self.score = Fraction(0)
        self.weight = exact(str(item.get("weight", 1)))
        self.scale = oracle._scale(item)
        self.scores = {
            code: exact(str(option["score"]))
            for code, option in self.scale.items()
            if option["score"] is not None
        }

    def settle(self) -> None:
        section, item = self.section, self.item
        in_section = self._holds(section, self.case)
        if self.oracle._not_assessed(section, self.case):
            return self._becomes("off", "not_assessed")
        if in_section is False:
            return self._becomes("off", "section_false")
        if item.get("per_case"):
            return self._per_case(in_section)
        condition = self._holds(item, self.case)
        if condition is False:
            return self._becomes("off", "condition_false")
        if self._reported():
            self.code = self._code(self.case)
            return self._becomes("reported", "reported")
        if self.oracle.method == "lowest" and self._code(self.case) is None:
            return self._becomes("off", "not_answered")
        if in_section is None:
            return self._becomes("open", "section_unknown")
        if condition is None:
            return self._becomes("open", "condition_unknown")
        self.code = self._code(self.case)
        if self.code is None:
            return self._becomes("open", "code_unknown")
        if self.code == "not_due":
            return self._becomes("excluded", "not_due")
        if self.code not in self.scores:
            return self._becomes("unscored", "not_scored")
        if self.code in self._failing():
            self.trips = item.get("critical")
        self.score = self.scores[self.code]
        self.value = self._position(self.score)
        return self._becomes("scored", "")

    def _per_case(self, in_section: bool | None) -> None:
        if self._reported():
            return self._becomes("reported", "reported")  # no one code for all the cases
        sample = self.case.sample
        if sample is None:
            return self._becomes("open", "no_sample")
        unknown = False
        codes: list[str] = []
        for case in sample:
            condition = self._holds(self.item, case)
            if condition is False:
                continue
            code = self._code(case)
            if code == "not_due":
                continue
            if code is None or condition is None:
                unknown = True
            else:
                codes.append(code)
        if in_section is None and (codes or unknown):
            return self._becomes("open", "section_unknown")
        failing = sum(code in self._failing() for code in codes)
        if failing >= self.item.get("trips_at", 1):
            self.trips = self.item.get("critical")
        if unknown:
            return self._becomes("open", "code_unknown")
        if not codes:
            return self._becomes("off", "no_cases")
        scored = [self.scores[code] for code in codes if code in self.scores]
        if not scored:
            return self._becomes("unscored", "not_scored")
        share = Fraction(scored.count(max(self.scores.values())), len(scored))
        need = self.item["share"]
        if share >= exact(str(need["met"])):
            self.value = Fraction(1)
        elif "partly" in need and share >= exact(str(need["partly"])):
            self.value = Fraction(1, 2)
        low, high = min(self.scores.values()), max(self.scores.values())
        self.score = low + self.value * (high - low)
        return self._becomes("scored", "")

    def _becomes(self, state: str, why: str) -> None:
        self.state, self.why = state, why

    def _reported(self) -> bool:
        return (self.item.get("clock") or {}).get("responsible", "centre") != "centre"

    def _position(self, score: Fraction) -> Fraction:
        low, high = min(self.scores.values()), max(self.scores.values())
        return (score - low) / (high - low)

    def _failing(self) -> set[str]:
        critical = self.item.get("critical")
        if critical is None:
            return set()
        if "critical_fail" in self.item:
            return {code for code in map(str, self.item["critical_fail"]) if code in self.scores}
        low = min(self.scores.values())
        codes = {code for code, score in self.scores.items() if score == low}
        return codes - {"no_record"} if critical == "stop" else codes

    def _holds(self, what: dict[str, Any], case: Case) -> bool | None:
        if "applies_if" not in what:
            return True
        return self._true(what["applies_if"], case)

    def _true(self, condition: Any, case: Case) -> bool | None:
        return truth(condition, Known(case.facts, case.answers))

    def _code(self, case: Case) -> str | None:
        item = self.item
        if item["id"] in case.answers:
            return str(case.answers[item["id"]])
        if "clock" in item:
            return clock_code(
                item["clock"],
                case.moment,
                lambda when: self._true(when, case),
                case.read_at,
                self.oracle.days,
                item.get("basis") == "law",
            )
        if "frequency" in item:
            return frequency_code(
                item["frequency"],
                case.day,
                case.facts.get,
                case.logs.get(item["frequency"]["log"]),
                case.read_at.date(),
            )
        if "measure" in item:
            return _measured(item["measure"], case.measures.get(item["measure"]["name"]))
        return None


def _measured(measure: dict[str, Any], number: Fraction | None) -> str | None:
    if number is None:
        return None
    for code in ("met", "partly"):
        test = measure.get(code)
        if test is None:
            continue
        sign = ">=" if test.startswith(">=") else "<=" if test.startswith("<=") else test[0]
        bound = exact(test.removeprefix(sign).strip())
        holds = {
            ">=": number >= bound,
            "<=": number <= bound,
            ">": number > bound,
            "<": number < bound,
        }
        if holds[sign]:
            return code
    return "unmet"


def _counts(codes: Iterable[Any]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for code in codes:
        counts[code] = counts.get(code, 0) + 1
    return counts


def as_json(result: dict[str, Any]) -> dict[str, Any]:
    """The result as a reader of the printed line sees it."""
    return dict(json.loads(json.dumps(result)))
