"""Random rubric files that are in order, as plain data; every field turns up sooner or later."""

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from tests.builders import options, words

AWKWARD = (
    "甲",
    "yes",
    "true",
    "1.0",
    "2026-03-02",
    "a: b",
    "- x",
    "#",
    "'",
    '"',
    "=1+1",
    "a\nb",
    " 空 ",
    "null",
    "~",
    "@",
    "{a}",
    "\\u0041",
    "%",
    "|",
    "_x005F_",
)

FACTS = [
    {"id": "closed", "type": "bool", **words("已结案")},
    {"id": "n", "type": "int", **words("数")},
    {"id": "day", "type": "date", **words("日")},
    {
        "id": "kind",
        "type": "choice",
        "options": {"a": words("甲"), "b": words("乙")},
        **words("类"),
    },
    {
        "id": "kinds",
        "type": "multi",
        "options": {"a": words("甲"), "true": words("乙")},
        **words("类"),
    },
    {
        "id": "risk",
        "type": "history",
        "options": {"high": words("高"), "low": words("低")},
        **words("险"),
    },
]
CLOCKS = [{"id": code, **words(code)} for code in ("c1", "c2", "c3")]
LOGS = [{"id": "met", **words("面谈")}, {"id": "hours", "value": "hours", **words("时长")}]
CASE_FACTS = [{"id": "girl", "type": "bool", **words("女")}]
MINE = {"kind": "points", "options": options(("good", 3), ("fair", 1), ("bad", 0), ("skip", None))}
HALVES = {
    "kind": "points",
    "options": [
        {"code": "full", "score": Fraction(5, 2), "key": "1", **words("满")},
        {"code": "half", "score": Fraction(1), "means": words("半"), **words("半")},
        {"code": "none", "score": Fraction(1, 4), **words("无")},
    ],
}

numbers = st.one_of(
    st.integers(1, 40),
    st.builds(lambda n, d: Fraction(n, 10**d), st.integers(1, 999), st.integers(0, 3)),
)
ratios = st.integers(0, 100).map(lambda n: Fraction(n, 100))


@st.composite
def texts(draw: st.DrawFn) -> dict[str, str]:
    zh = draw(st.sampled_from(AWKWARD)) if draw(st.booleans()) else "文字"
    if not zh.strip():
        zh = "字"
    return {"zh": zh, "en": draw(st.sampled_from(AWKWARD))} if draw(st.booleans()) else {"zh": zh}


_leaves = st.one_of(
    st.booleans().map(lambda v: {"fact": "closed", "is": v}),
    st.sampled_from(["is", "eq", "gt", "gte", "lt", "lte"]).flatmap(
        lambda test: st.integers(-3, 9).map(lambda n: {"fact": "n", test: n})
    ),
    st.lists(st.integers(0, 4), min_size=1, max_size=3).map(lambda v: {"fact": "n", "in": v}),
    st.just({"fact": "day", "is": "2026-03-02"}),
    st.sampled_from(["a", "b"]).map(lambda v: {"fact": "kind", "is": v}),
    st.lists(st.sampled_from(["a", "b"]), min_size=1).map(lambda v: {"fact": "kind", "in": v}),
    st.sampled_from(["a", "true"]).map(lambda v: {"fact": "kinds", "has": v}),
    st.lists(st.sampled_from(["high", "low"]), min_size=1).map(
        lambda v: {"fact": "risk", "ever_in": v}
    ),
    st.sampled_from(["met", "no_record"]).map(lambda v: {"answer": "A0", "is": v}),
    st.lists(st.sampled_from(["met", "na"]), min_size=1).map(lambda v: {"answer": "A0", "in": v}),
)
conditions = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda v: {"all": v}),
        st.lists(inner, min_size=1, max_size=3).map(lambda v: {"any": v}),
        inner.map(lambda v: {"not": v}),
    ),
    max_leaves=5,
)
_spans = st.builds("{}{}".format, st.integers(0, 90), st.sampled_from(["h", "d", "wd"]))
_late_spans = st.just("900d")  # later than any limit drawn

_days = st.integers(1, 90).map("{}d".format)


@st.composite
def branches(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "from": draw(st.sampled_from(["c1", "c2"])),
        "to": "c3",
        "within": draw(_spans),
        **draw(_clock_extras),
    }


_clock_extras = st.fixed_dictionaries(
    {},
    optional={
        "late_until": _late_spans,
        "count_from": st.sampled_from(["next_day", "same_moment"]),
        "end_on": st.sampled_from(["next_working_day", "same_day"]),
        "responsible": st.sampled_from(["centre", "judicial", "legal_aid_institution"]),
        "within_if": st.lists(
            st.fixed_dictionaries(
                {"when": conditions, "within": _spans}, optional={"late_until": _late_spans}
            ),
            min_size=1,
            max_size=2,
        ),
    },
)
clocks = st.one_of(
    branches(),
    st.builds(
        lambda parts, extras: {"any_of": parts, **extras},
        st.lists(branches(), min_size=1, max_size=3),
        _clock_extras,
    ),
)
frequencies = st.one_of(
    st.fixed_dictionaries(
        {"log": st.just("met"), "start": st.just("c1"), "every": _days},
        optional={"end": st.just("c2"), "minimum": numbers},
    ),
    st.just({"log": "hours", "start": "c1", "every": "calendar_month", "minimum": Fraction(3, 2)}),
    _days.map(
        lambda d: {
            "log": "met",
            "start": "c1",
            "by_fact": "risk",
            "every": {"high": d, "low": "30d"},
        }
    ),
    _days.map(
        lambda d: {
            "log": "met",
            "start": "c1",
            "tenure_from": "c2",
            "by_tenure": [{"to_day": 42, "every": d}, {"every": "31d"}],
        }
    ),
)
_SCORED = {
    "mpu": ["met", "partly", "unmet", "no_record", "na"],
    "breach3": ["none_found", "found", "cannot_tell"],
    "time3": ["on_time", "late", "missing", "not_due", "na"],
    "freq3": ["kept", "partly", "broken", "not_due", "na"],
    "maturity4": ["1", "2", "3", "4"],
    "mine": ["good", "fair", "bad", "skip"],
    "halves": ["full", "half", "none"],
}


@st.composite
def items(draw: st.DrawFn, code: str) -> dict[str, Any]:
    scale = "mpu" if code == "A0" else draw(st.sampled_from([None, *_SCORED]))
    codes = _SCORED[scale or "mpu"]
    plain: dict[str, Any] = {"id": code, "text": draw(texts())}
    if scale is not None:
        plain["scale"] = scale
    law = draw(st.booleans())
    plain["basis"] = "law" if law else draw(st.sampled_from(["rule", "standard", "proposed"]))
    if law:
        plain["quote"] = draw(st.sampled_from(AWKWARD))
        plain["addressee"] = draw(texts())
        plain["confirmed_for"] = {
            "kinds": draw(st.lists(st.sampled_from(["all", "law_firm"]), min_size=1, unique=True)),
            "article": "MPL#11",
            "by": draw(st.sampled_from(["statute", "12"])),
        }
    if scale == "breach3":
        plain["read"] = [{"id": "notes", **draw(texts())}, {"id": "5", **words("五")}]
    if scale == "time3":
        plain["clock"] = draw(clocks)
    if scale == "freq3":
        plain["frequency"] = draw(frequencies)
    if scale in {None, "mpu"} and draw(st.booleans()):
        plain["measure"] = {"name": "share", "met": ">=0.9"}
    if draw(st.booleans()):
        plain["critical"] = draw(st.sampled_from(["stop", "gate"]))
        if draw(st.booleans()):
            plain["critical_fail"] = draw(
                st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True)
            )
    if draw(st.booleans()):
        plain["per_case"] = True
        met = draw(ratios)
        plain["share"] = {"met": met, "partly": draw(ratios.filter(lambda r: r <= met))}
        if draw(st.booleans()):
            plain["trips_at"] = draw(st.integers(1, 4))
    if draw(st.booleans()):
        plain["anchors"] = {draw(st.sampled_from(codes)): draw(texts())}
    for name, values in {
        "weight": numbers,
        "evidence": texts(),
        "applies_if": conditions,
        "std": st.lists(st.sampled_from(["MPL#11", "PSW#3,4", "MZ094"]), max_size=2),
        "tags": st.lists(st.sampled_from(["safety", "voice"]), max_size=2),
    }.items():
        if draw(st.booleans()):
            plain[name] = draw(values)
    return plain


@st.composite
def rubric_files(draw: st.DrawFn) -> dict[str, Any]:
    """A file in order for `tests.builders.LIBRARY`; needs no further checks."""
    counts = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    sections = []
    for place, count in enumerate(counts):
        letter = "ABC"[place]
        section = {
            "id": letter,
            "weight": draw(numbers),
            "title": draw(texts()),
            "items": [draw(items(f"{letter}{n}")) for n in range(count)],
        }
        if draw(st.booleans()):
            section["applies_if"] = draw(conditions)
        if draw(st.booleans()):
            section["assessor"] = draw(st.sampled_from(["centre", "judicial"]))
        sections.append(section)
    plain: dict[str, Any] = {
        "schema": "qa.rubric/1",
        "id": draw(st.sampled_from(["sample", "1e5", "true", "007"])),
        "version": "1.0.0",
        "status": "draft",
        "kind": draw(st.sampled_from(["case_file", "site"])),
        "area": "social_work",
        "unit": "case",
        "title": draw(texts()),
        "facts": FACTS,
        "clocks": CLOCKS,
        "logs": LOGS,
        "case_sample": {
            "unit": "case",
            "size": draw(st.sampled_from(["lqas", "all", 5])),
            "from": draw(texts()),
            "facts": CASE_FACTS,
        },
        "scales": {"mine": MINE, "halves": HALVES},
        "scoring": {
            "method": draw(st.sampled_from(["weighted_sections", "dimension_profile", "lowest"])),
            "scale": "mpu",
            "bands": draw(st.sampled_from(["std4", "own"])),
        },
        "sections": sections,
    }
    for name, values in {
        "access": st.sampled_from(["ordinary", "sealed"]),
        "hidden": st.booleans(),
        "purpose": texts(),
        "note": texts(),
    }.items():
        if draw(st.booleans()):
            plain[name] = draw(values)
    plain["bands"] = {
        "own": [
            {"code": "good", "from": Fraction(145, 2), **words("好")},
            {"code": "poor", "from": 0, **words("差")},
        ],
        "spare": [{"code": "x", "from": 0, **words("x")}],
    }
    if draw(st.booleans()):
        plain["scoring"]["min_applicable"] = draw(ratios)
    return plain
