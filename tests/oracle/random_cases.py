"""Seeded random case lines for any rubric: ordinary ones, edges, gaps, and wrong ones."""

import json
import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from tests.oracle.evaluator import Oracle
from tests.oracle.limits import limit
from tests.oracle.values import RefusedLineError, event

EDGES = [
    "2024-02-28T23:59",
    "2024-02-29T00:00",
    "2024-12-31T12:00",
    "2025-01-26T09:00",
    "2025-04-27T23:59",
    "2025-09-30T17:00",
    "2026-02-13T10:00",
    "2026-02-14T00:00",
    "2026-02-15T23:58",
    "2026-02-27T23:59",
    "2026-02-28T08:00",
    "2026-04-30T18:30",
    "2026-05-09T00:01",
    "2026-09-30T23:59",
]
NUMBERS: list[Any] = [
    0, 1, 2, 3, 6, 8, 89, 90, 91, "0.9", "0.90", "0.8999999999999999999", 0.9, 0.6, "0.05",
    "0.050000000000000000001", "0.15", 0.7, "9/10", 1.0, "-1", 0.95, 0.8, 6.0,
]  # fmt: skip


class Cases:
    """Lines for one rubric; the same seed gives the same lines."""

    def __init__(self, oracle: Oracle, seed: str) -> None:
        self.oracle, self.rubric = oracle, oracle.rubric
        self.chance = random.Random(seed)
        self.codes = oracle.reader.codes

    def lines(self, count: int) -> Iterator[str]:
        for number in range(count):
            line = self.line()
            if number % 8 == 7:
                yield self.spoilt(line)
            else:
                yield self.written(line)

    def written(self, line: Any) -> str:
        return json.dumps(line, ensure_ascii=self.chance.random() < 0.5)

    # -- a line that fits

    def line(self) -> dict[str, Any]:
        chance = self.chance
        # How much is left out: nothing, a little, or much.
        self.gaps = chance.choice([0.0, 0.0, 0.0, 0.0, 0.02, 0.1, 0.5])
        self.good = chance.choice([0.3, 0.7, 0.95])
        self.read_at = self.instant()
        line: dict[str, Any] = {"read_at": self.read_at.strftime("%Y-%m-%dT%H:%M")}
        if chance.random() < 0.3:
            line["id"] = chance.choice(["c-1", "卷宗7", 12, "", None])
        every = ["centre", "supervisor", "judicial"]
        if chance.random() < 0.7:
            line["assessors"] = chance.choice([every, every, ["centre"], ["judicial"], [], None])
        facts = list(self.rubric.get("facts") or ())
        line["facts"] = self.facts(facts)
        line["clocks"] = self.clocks()
        if chance.random() < 0.5:
            self.on_the_limit(line)
        line["logs"] = self.logs()
        names = self.oracle.reader.measures
        line["measures"] = {
            name: chance.choice(NUMBERS if self.there() else [None, "0.9"])
            for name in sorted(names)
            if self.there()
        }
        line["answers"] = self.answers(set(self.codes) - self.oracle.reader.per_case)
        if self.oracle.reader.per_case or chance.random() < 0.02:
            line["sample"] = self.sample()
        if self.oracle.method == "rules":
            line["applicable"] = {
                name: chance.random() < 0.7
                for name in sorted(self.oracle.reader.rule_items)
                if self.there()
            }
        if self.gaps and chance.random() < 0.1:
            line[chance.choice(["facts", "clocks", "logs", "answers", "measures"])] = None
        return {k: v for k, v in line.items() if v or k == "read_at" or chance.random() < 0.9}

    def there(self) -> bool:
        return self.chance.random() >= self.gaps

    def instant(self) -> datetime:
        if self.chance.random() < 0.4:
            return datetime.fromisoformat(self.chance.choice(EDGES))
        start = datetime(2024, 3, 1)
        return start + timedelta(minutes=self.chance.randrange(60 * 24 * 940))

    def near(self, anchor: datetime) -> datetime:
        """A moment some ordinary distance away, often exactly on a limit or a minute beside it."""
        chance = self.chance
        days = chance.choice([0, 0, 1, 1, 2, 3, 5, 7, 7, 10, 14, 15, 21, 30, 31, 60, 90, 120, 240])
        if chance.random() < 0.3:
            days = chance.randrange(60)
        moment = anchor + timedelta(days=days, hours=chance.choice([0, 0, 0, 2, 4, 24, 48, 72]))
        nudge = chance.choice([0, 0, 0, -1, 1, 1439, -1439, chance.randrange(-900, 900)])
        moment += timedelta(minutes=nudge)
        if chance.random() < 0.2:
            moment = moment.replace(hour=23, minute=59)
        return moment

    def stamp(self, moment: datetime) -> str:
        return moment.strftime("%Y-%m-%d" if self.chance.random() < 0.4 else "%Y-%m-%dT%H:%M")

    def clocks(self) -> dict[str, Any]:
        chance = self.chance
        back = chance.choice([0, 1, 3, 10, 30, 100, 250])
        start = self.read_at - timedelta(days=back, minutes=chance.randrange(1440))
        found: dict[str, Any] = {}
        anchors = [start]
        for name in [c["id"] for c in self.rubric.get("clocks") or ()]:
            if self.there() and (not self.gaps or chance.random() < 0.85):
                anchor = self.near(chance.choice(anchors))
                if chance.random() < 0.05:
                    anchor = self.read_at + timedelta(minutes=chance.choice([-1, 0, 1, 600]))
                if 2024 <= anchor.year <= 2026:
                    found[name] = self.stamp(anchor)
                    anchors.append(anchor)
            elif chance.random() < 0.2:
                found[name] = None
        return found

    def on_the_limit(self, line: dict[str, Any]) -> None:
        """Put an act, or the reading, on the minute of a limit or right beside it."""
        timed = [i for s in self.oracle.sections for i in s["items"] if "clock" in i]
        if not timed:
            return
        chosen = self.chance.choice(timed)
        clock = {k: v for k, v in chosen["clock"].items() if k != "any_of"}
        clock |= self.chance.choice(chosen["clock"].get("any_of", [{}]))
        started = line["clocks"].get(clock["from"])
        spans = [clock["within"], clock.get("late_until"), *clock.get("within_if", ())]
        span = self.chance.choice([s["within"] if isinstance(s, dict) else s for s in spans])
        if started is None or span is None:
            return
        law = chosen.get("basis") == "law"
        try:
            end = limit(event(started), span, clock, self.oracle.days, law)
        except RefusedLineError:
            return
        end += timedelta(minutes=self.chance.choice([0, 0, 0, 1, -1]))
        if end.year <= 2026:
            if self.chance.random() < 0.6:
                line["clocks"][clock["to"]] = end.strftime("%Y-%m-%dT%H:%M")
                self.read_at = max(self.read_at, end)
            else:
                line["clocks"].pop(clock["to"], None)
                self.read_at = end
            line["read_at"] = self.read_at.strftime("%Y-%m-%dT%H:%M")

    def logs(self) -> dict[str, Any]:
        chance = self.chance
        found: dict[str, Any] = {}
        for log in self.rubric.get("logs") or ():
            if not self.there():
                continue
            step = chance.choice([1, 3, 6, 7, 8, 13, 14, 15, 30, 31, 45])
            entries, day = [], self.read_at - timedelta(days=chance.randrange(300))
            while day < self.read_at + timedelta(days=3) and len(entries) < 120:
                if chance.random() < 0.93:
                    entry: dict[str, Any] = {"at": self.stamp(day)}
                    if "value" in log:
                        entry["value"] = chance.choice(["0.5", 0.5, 1, "1.25", 0, 0.3, "1/3"])
                    entries.append(entry)
                day += timedelta(days=step + chance.choice([0, 0, 0, 0, 1, -1]))
            if chance.random() < 0.2:
                chance.shuffle(entries)
            found[log["id"]] = chance.choice([entries] * 9 + [[]])
        return found

    def facts(self, declared: list[Any]) -> dict[str, Any]:
        return {
            fact["id"]: self.fact(fact) if self.chance.random() >= self.gaps / 5 else None
            for fact in declared
            if self.there()
        }

    def fact(self, fact: Any) -> Any:
        chance = self.chance
        options = list(fact.get("options") or ())
        match fact["type"]:
            case "bool":
                return chance.random() < 0.5
            case "int":
                return chance.choice([0, 1, 2, 3, 5, 6, 7, 89, 90, 91, "4", 5.0])
            case "date":
                return self.instant().strftime("%Y-%m-%d")
            case "choice":
                return chance.choice(options)
            case "multi":
                return chance.sample(options, chance.randrange(len(options) + 1))
            case _:
                entries = []
                day = self.read_at - timedelta(days=chance.choice([0, 5, 40, 200]))
                least = 0 if self.gaps else 1
                for _ in range(chance.choice([least, 1, 1, 2, 3, 4, 5])):
                    entries.append({"from": self.stamp(day), "is": chance.choice(options)})
                    day += timedelta(days=chance.choice([0, 1, 7, 14, 20, 33]))
                if chance.random() < 0.2:
                    chance.shuffle(entries)
                return entries

    def answers(self, names: set[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        items = {i["id"]: i for s in self.oracle.sections for i in s["items"]}
        for name in [n for n in self.codes if n in names]:
            options = self.codes[name]
            worked_out = {"clock", "frequency", "measure"} & set(items.get(name, ()))
            if worked_out and self.chance.random() < 0.85:
                continue
            if not self.there():
                if self.chance.random() < 0.2:
                    found[name] = None
            elif options is None:
                found[name] = self.chance.choice([0, 0, 1, 1, 2, 3, "1"])
            elif self.chance.random() < self.good and name in items:
                found[name] = next(iter(self.oracle._scale(items[name])))
            else:
                found[name] = self.chance.choice(sorted(options))
        return found

    def sample(self) -> list[Any] | None:
        chance = self.chance
        if self.gaps and chance.random() < 0.2:
            return None
        declared = list((self.rubric.get("case_sample") or {}).get("facts") or ())
        own = list(self.rubric.get("facts") or ())
        cases = []
        for _ in range(chance.choice([0, 1, 2, 5, 10, 10, 11, 20])):
            case: dict[str, Any] = {
                "facts": self.facts(declared),
                "answers": self.answers(self.oracle.reader.per_case),
            }
            if own and chance.random() < 0.1:
                case["facts"] |= self.facts([chance.choice(own)])
            if chance.random() < 0.5:
                case["clocks"] = self.clocks()
                case["logs"] = self.logs()
            if chance.random() < 0.3:
                case["id"] = f"s{len(cases)}"
            cases.append(case)
        return cases

    # -- a line that does not

    def spoilt(self, line: dict[str, Any]) -> str:
        """One thing wrong in an otherwise good line."""
        chance = self.chance
        ways: list[Callable[[dict[str, Any]], str | None]] = [
            self._unknown_key,
            self._wrong_type,
            self._repeated_key,
            self._wrong_text,
            self._no_reading,
            self._odd_number,
        ]
        chance.shuffle(ways)
        for way in ways:
            if (text := way(json.loads(json.dumps(line)))) is not None:
                return text
        raise AssertionError("one way always fits")

    def _spots(self, value: Any) -> Iterator[tuple[Any, Any]]:
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in list(pairs):
            yield value, key
            if isinstance(inner, dict | list):
                yield from self._spots(inner)

    def _unknown_key(self, line: dict[str, Any]) -> str:
        objects = [line, *(h[k] for h, k in self._spots(line) if isinstance(h[k], dict))]
        self.chance.choice(objects)[self.chance.choice(["zz", "A1 ", "", "Ａ1"])] = "met"
        return json.dumps(line)

    def _wrong_type(self, line: dict[str, Any]) -> str:
        holder, key = self.chance.choice(list(self._spots(line)))
        wrong: list[Any] = [
            [], {}, [[]], [{}], {"a": 1}, True, False, 1, -1, 1.5, "", "x", "met", "true", "1",
            ["x"], [1], [None], None, "2026-13-01", "2026-02-30", "2026-02-28T25:00", "9999-12-31",
            "0001-01-01", "２０２６-01-01", "2026-01-01T10:00+08:00", "é\u0301", "1e5", 10**30,
        ]  # fmt: skip
        holder[key] = self.chance.choice(wrong)
        return json.dumps(line)

    def _repeated_key(self, line: dict[str, Any]) -> str | None:
        text = json.dumps(line)
        if '{"' not in text[1:]:
            return None
        objects = [h for h, k in self._spots(line) if isinstance(h, dict) and h is not line]
        if not objects:
            return None
        holder = self.chance.choice(objects)
        key = next(iter(holder))
        mark = "\u241f"
        holder[mark] = holder[key]
        return json.dumps(line).replace(json.dumps(mark), json.dumps(key))

    def _wrong_text(self, line: dict[str, Any]) -> str:
        text = json.dumps(line)
        cut = self.chance.randrange(1, len(text))
        return self.chance.choice([
            text[:cut], text + "}", "[" + text + "]", "null", "1", '"x"', "{}", text + " x",
            text.replace("{", "{,", 1), text.replace('"read_at"', '"read_at\\ud800"', 1),
            text[:-1] + ', "id": "\\udc00"}', text[:-1] + ', "id": NaN}', "[" * 3000,
        ])  # fmt: skip

    def _no_reading(self, line: dict[str, Any]) -> str:
        line["read_at"] = self.chance.choice(
            [None, "", "2026-03-02", "2026-03-02T10", "10:00", 5, "2026-03-02T10:00Z", "now"]
        )
        if self.chance.random() < 0.3:
            del line["read_at"]
        return json.dumps(line)

    def _odd_number(self, line: dict[str, Any]) -> str | None:
        names = sorted(self.oracle.reader.measures)
        if not names:
            return None
        text = self.chance.choice([
            "NaN", "Infinity", "-Infinity", "1e400", "9e-1", "1E0", "-0.0", "0.9" + "0" * 60,
            "0.9" + "0" * 60 + "1", "9" * 400, '"1e-1"', '".9"', '"0.9 "', '"+1"', '"٠.٩"', '"1_0"',
            '"1/0"', '"0x1"', '""', "true", "[0.9]", '{"n": 1}', '"NaN"', "0.1e1",
        ])  # fmt: skip
        line["measures"] = {self.chance.choice(names): "\u241f"}
        return json.dumps(line).replace(json.dumps("\u241f"), text)
