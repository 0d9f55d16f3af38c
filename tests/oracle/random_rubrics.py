"""Seeded random rubrics that the check must accept: every field of the scoring, in any mixture."""

import json
import random
from typing import Any

WORDS = {"en": "x", "zh": "某"}
FACTS: list[dict[str, Any]] = [
    {"id": "b1", "type": "bool"},
    {"id": "b2", "type": "bool"},
    {"id": "n1", "type": "int"},
    {"id": "d1", "type": "date"},
    {"id": "c1", "type": "choice", "options": {"p": WORDS, "q": WORDS, "r": WORDS}},
    {"id": "m1", "type": "multi", "options": {"u": WORDS, "v": WORDS}},
    {"id": "h1", "type": "history", "options": {"high": WORDS, "low": WORDS}},
]
EVENTS = ["e1", "e2", "e3", "e4", "e5"]
SCALES = ["mpu", "mpu", "mpu", "yn", "breach3", "time3", "time3", "freq3", "maturity4"]
SPANS = ["0h", "24h", "72h", "0d", "1d", "7d", "30d", "0wd", "1wd", "5wd", "10wd"]


class Rubrics:
    def __init__(self, seed: str) -> None:
        self.chance = random.Random(seed)
        self.ids: list[str] = []

    def text(self) -> str:
        """One rubric file; JSON is YAML."""
        return json.dumps(self.rubric(), ensure_ascii=False, indent=1)

    def maybe(self, share: float = 0.5) -> bool:
        return self.chance.random() < share

    def rubric(self) -> dict[str, Any]:
        pick = self.chance.choice
        method = pick(["weighted_sections"] * 4 + ["dimension_profile", "lowest"])
        self.one_scale = method != "weighted_sections"
        scoring: dict[str, Any] = {"method": method, "scale": "mpu"}
        if self.one_scale:
            scoring["scale"] = "maturity4"
        else:
            scoring["bands"] = "std4"
        if self.maybe(0.7):
            scoring["min_applicable"] = pick([0, 0.1, 0.5, 0.6, 0.7, 1])
        self.ids = []
        sections = [self.section(name) for name in "ABCD"[: pick([1, 2, 3, 4])]]
        return {
            "schema": "qa.rubric/1",
            "id": "random",
            "version": "1.0.0",
            "status": "draft",
            "kind": "case_file",
            "area": "social_work",
            "unit": "case",
            "title": WORDS,
            "facts": [fact | WORDS for fact in FACTS],
            "clocks": [{"id": event} | WORDS for event in EVENTS],
            "logs": [{"id": "l1"} | WORDS, {"id": "l2", "value": "hours"} | WORDS],
            "case_sample": {
                "unit": "case",
                "size": pick(["lqas", "all", 5]),
                "from": WORDS,
                "facts": [{"id": "s1", "type": "bool"} | WORDS],
            },
            "scoring": scoring,
            "sections": sections,
        }

    def section(self, name: str) -> dict[str, Any]:
        section: dict[str, Any] = {
            "id": name,
            "weight": self.chance.choice([1, 10, 25, 40, 0.5, 33.3]),
            "title": WORDS,
        }
        if self.maybe(0.3):
            section["applies_if"] = self.condition(["b1", "n1", "c1"])
        if self.maybe(0.3):
            section["assessor"] = self.chance.choice(["centre", "supervisor", "judicial"])
        count = self.chance.choice([1, 2, 3, 5])
        section["items"] = [self.item(f"{name}{number}") for number in range(1, count + 1)]
        return section

    def item(self, name: str) -> dict[str, Any]:
        pick = self.chance.choice
        scale = "maturity4" if self.one_scale else pick(SCALES)
        item: dict[str, Any] = {"id": name, "text": WORDS, "basis": "proposed", "scale": scale}
        if self.maybe(0.5):
            item["weight"] = pick([1, 2, 3, 0.5, 1.25])
        if self.maybe(0.2):
            item |= {
                "basis": "law",
                "quote": "应当立即向公安、民政、教育等有关部门报告",
                "addressee": WORDS,
                "confirmed_for": {"kinds": ["all"], "article": "MPL#11", "by": "statute"},
                "std": ["MPL#11"],
            }
        per_case = self.maybe(0.25)
        if per_case:
            item["per_case"] = True
            item["share"] = pick([{"met": 0.9, "partly": 0.7}, {"met": 1, "partly": 0.5}])
        facts = ["b1", "b2", "n1", "c1", "m1", "h1", *(["s1"] if per_case else [])]
        if self.maybe(0.35):
            item["applies_if"] = self.condition(facts)
        if scale == "breach3":
            item["read"] = [{"id": "r", **WORDS}]
        elif scale == "time3":
            item["clock"] = self.clock(facts, any_of=self.maybe(0.25))
            if self.maybe(0.15):
                item["clock"]["responsible"] = pick(["centre", "judicial", "legal_aid_institution"])
        elif scale == "freq3":
            item["frequency"] = self.frequency()
        elif scale == "mpu" and self.maybe(0.25) and not per_case:
            item["measure"] = pick([
                {"name": "x1", "met": ">=0.9", "partly": ">=0.6"},
                {"name": "x2", "met": "<=0.05", "partly": "<=0.15"},
                {"name": "x1", "met": ">0.9", "partly": ">0.6"},
                {"name": "x2", "met": "<6", "partly": "<=8"},
            ])  # fmt: skip
        reported = item.get("clock", {}).get("responsible", "centre") != "centre"
        if self.maybe(0.3) and not reported:
            item["critical"] = pick(["stop", "gate"])
            if per_case and self.maybe():
                item["trips_at"] = pick([1, 2, 3])
            fails = {
                "mpu": [["unmet"], ["no_record", "unmet"], ["partly", "unmet"]],
                "yn": [["no"]],
            }
            if scale in fails and self.maybe():
                item["critical_fail"] = pick(fails[scale])
        if not per_case:
            self.ids.append(name)
        return item

    def clock(self, facts: list[str], *, any_of: bool) -> dict[str, Any]:
        pick = self.chance.choice
        clock: dict[str, Any] = {}
        if any_of:
            branches = [self.clock(facts, any_of=False) for _ in range(pick([2, 3]))]
            clock["any_of"] = branches
            if self.maybe(0.3):
                clock["count_from"] = pick(["next_day", "same_moment"])
            return clock
        start = pick(EVENTS)
        clock = {"from": start, "to": pick([e for e in EVENTS if e != start])}
        clock["within"] = pick(SPANS)
        if self.maybe(0.6):
            clock["late_until"] = pick(["96h", "14d", "31d", "11wd", "15wd", "60d"])
        if clock["within"] in {"30d", "10wd"} or (
            # what is late begins when the limit is over
            clock["within"] in {"7d", "5wd"} and clock.get("late_until") == "96h"
        ):
            clock["late_until"] = "60d"
        if self.maybe(0.3):
            clock["count_from"] = pick(["next_day", "same_moment"])
        if self.maybe(0.4):
            clock["end_on"] = pick(["next_working_day", "same_day"])
        if self.maybe(0.3):
            clock["within_if"] = [
                {"when": self.condition(facts), "within": pick(["1d", "2wd", "12h"])}
                | ({"late_until": pick(["20d", "12wd"])} if self.maybe() else {})
                for _ in range(pick([1, 2]))
            ]
        return clock

    def frequency(self) -> dict[str, Any]:
        pick = self.chance.choice
        frequency: dict[str, Any] = {"log": pick(["l1", "l2"]), "start": "e1", "end": "e5"}
        kind = pick(["plain", "fact", "tenure", "month"])
        if kind == "fact":
            frequency |= {"by_fact": "h1", "every": {"high": pick(["5d", "7d"]), "low": "14d"}}
        elif kind == "tenure":
            frequency["tenure_from"] = pick(["e2", "e3"])
            frequency["by_tenure"] = [
                {"to_day": 20, "every": "7d"},
                {"to_day": pick([45, 60]), "every": "14d"},
                {"every": "31d"},
            ]
        else:
            frequency["every"] = "calendar_month" if kind == "month" else pick(["7d", "10d", "31d"])
        if self.maybe(0.3):
            frequency["minimum"] = pick([1, 2, 0.5])
        return frequency

    def condition(self, facts: list[str], depth: int = 0) -> dict[str, Any]:
        pick = self.chance.choice
        if depth < 2 and self.maybe(0.35):
            name = pick(["all", "any", "not"])
            if name == "not":
                return {"not": self.condition(facts, depth + 1)}
            return {name: [self.condition(facts, depth + 1) for _ in range(pick([1, 2, 3]))]}
        fact = pick(facts)
        match fact[0]:
            case "b" | "s":
                return {"fact": fact, "is": self.maybe()}
            case "n":
                return {"fact": fact, pick(["eq", "gt", "gte", "lt", "lte"]): pick([0, 1, 3, 90])}
            case "c":
                return {"fact": fact} | pick([{"is": "p"}, {"in": ["p", "r"]}])
            case "m":
                return {"fact": fact, "has": pick(["u", "v"])}
        return {"fact": fact} | pick(
            [{"is": "high"}, {"in": ["high", "low"]}, {"ever_in": ["low"]}]
        )
