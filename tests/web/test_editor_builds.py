"""Rubrics that nobody planned for, built through the forms of the editor alone, in Chinese."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from qa_app.domain.draft_parts import SETTINGS, Part, PartKind, item_part, part_at, parts_of
from qa_app.domain.form_fields import FieldKind
from qa_app.domain.part_forms import FIELDS
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_draft import empty_plain
from qa_app.rubric_files.reader import load_library, read_plain
from tests.conftest import ROOT
from tests.domain.test_part_forms import as_sent, bare
from tests.web.conftest import BOTH_BY_NIGHT, Visit
from tests.web.pagecheck import faults
from tests.web.sentforms import form_of
from tests.web.test_editor import begun, stands

pytestmark = BOTH_BY_NIGHT
ROUNDS = 12
"""How often a part is saved at most until every row of it has been typed."""
EXAMPLES = ROOT / "docs" / "examples" / "rubrics"
RULES: dict[str, Any] = {
    "schema": "qa.rubric/1",
    "id": "talks",
    "version": "1.0.0",
    "status": "draft",
    "kind": "case_file",
    "area": "legal_aid",
    "unit": "case",
    "title": {"zh": "会见评查"},
    "facts": [{"id": "detained", "type": "bool", "zh": "被羁押"}],
    "answers": {"yna": ["yes_", "no_", "na"], "yn": ["yes_", "no_"]},
    "ratings": ["strength", "ani", "na"],
    "outcome_ratings": ["substantial", "partial", "not_achieved", "na"],
    "narrative": {"required_when": {"answer": "any", "is": "no_"}, "sources": ["case_file"]},
    "scoring": {
        "method": "rules",
        "rate_items": "first_match",
        "outcomes": "first_match",
        "arithmetic": "none",
    },
    "items": [
        {
            "id": "1",
            "title": {"zh": "会见儿童"},
            "applicable_question": True,
            "questions": [
                {"id": "1A", "type": "yna", "zh": "单独会见"},
                {"id": "1B", "type": "count", "zh": "会见次数"},
                {"id": "1C", "type": "choice", "options": ["weekly", "monthly"], "zh": "频次"},
                {"id": "1D", "type": "yn", "reverse": True, "zh": "有人阻拦"},
                {"id": "1E", "type": "yn", "not_rated": True, "zh": "有录音"},
            ],
            "rules": [
                {"when": {"applicable": False}, "rate": "na"},
                {
                    "when": {"all": [{"answer": "1A", "is": "yes_"}, {"answer": "1B", "gte": 2}]},
                    "rate": "strength",
                },
                {"when": {"count": {"answers": ["1D"], "is": "yes_"}, "gte": 1}, "rate": "ani"},
                {"else": "ani"},
            ],
            "verified": False,
            "sub_items": [
                {
                    "id": "1.1",
                    "questions": [{"id": "1F", "type": "yn", "zh": "通知家长"}],
                    "rules": [
                        {"when": {"answer": "1F", "is": "yes_"}, "rate": "strength"},
                        {"else": "ani"},
                    ],
                }
            ],
        },
        {
            "id": "2",
            "title": {"zh": "羁押期间会见"},
            "never_na": True,
            "applies_if": {"fact": "detained", "is": True},
            "questions": [{"id": "2A", "type": "yn", "zh": "及时会见"}],
            "rules": [
                {"when": {"answer": "2A", "is": "yes_"}, "rate": "strength"},
                {"else": "ani"},
            ],
            "note": "待核实",
        },
    ],
    "outcomes": [
        {
            "id": "O1",
            "title": {"zh": "儿童的意见得到听取"},
            "items": ["1", "2"],
            "rules": [
                {"when": {"item": "1", "is": "strength"}, "rate": "substantial"},
                {"when": {"count": {"items": "*", "is": "strength"}, "gte": 1}, "rate": "partial"},
                {"else": "not_achieved"},
            ],
        }
    ],
    "aggregate": {
        "outcome": {
            "measure": "share_of_applicable_cases",
            "value": "substantial",
            "verified": False,
        }
    },
}


def chinese(value: Any) -> Any:
    """A rubric of somebody who writes no English."""
    if isinstance(value, dict):
        return {
            name: chinese(one)
            for name, one in value.items()
            if not (name == "en" and isinstance(one, str))
        }
    return [chinese(one) for one in value] if isinstance(value, list) else value


class Desk:
    """Somebody at the form: opens parts, types what the form has room for, saves, goes on."""

    def __init__(self, client: FlaskClient, store: Session, draft: int) -> None:
        self.client, self.store, self.draft = client, store, draft

    @property
    def plain(self) -> dict[str, Any]:
        return stands(self.store, self.draft)[1]

    def page(self, part: Part) -> str:
        found = self.client.get(f"/rubrics/drafts/{self.draft}/edit?part={part.address}")
        assert found.status_code == 200
        return found.text

    def send(self, form: dict[str, list[str]], act: str) -> Part:
        sent = self.client.post(f"/rubrics/drafts/{self.draft}/edit", data={**form, "act": act})
        assert sent.status_code == 302, sent.text
        return next(
            part
            for part in parts_of(self.plain)
            if f"part={part.address}&" in sent.headers["Location"]
        )

    def add(self, above: str) -> Part:
        return self.send(form_of(self.page(SETTINGS), "part"), f"add:{above}")

    def remove(self, part: Part) -> None:
        self.send(form_of(self.page(part), "part"), "remove")

    def fill(self, part: Part, wanted: dict[str, Any]) -> Part:
        typed = as_sent(FIELDS[part.kind], wanted)
        ticks = {one.name for one in FIELDS[part.kind] if one.kind is FieldKind.TICKS}
        for _round in range(ROUNDS):
            page = self.page(part)
            form = form_of(page, "part")
            for name, values in typed.items():
                if name in form and not name.endswith(".was"):
                    is_short = name not in ticks and len(values) > 2
                    form[name] = values[: len(form[name])] if is_short else values
            self._offered(part, page, wanted)
            part = self.send(form, "save")
            if bare(part_at(self.plain, part)) == bare(wanted):
                return part
        assert part_at(self.plain, part) == wanted
        return part

    @staticmethod
    def _offered(part: Part, page: str, wanted: dict[str, Any]) -> None:
        # a browser sends only what a list offers
        for field in FIELDS[part.kind]:
            if field.kind is FieldKind.CHOICE:
                for value in as_sent([field], wanted).get(field.name, ()):
                    assert f'<option value="{value}"' in page, (part.address, field.name, value)


def built(desk: Desk, wanted: dict[str, Any]) -> None:
    """Build a rubric part by part; the settings last, when what they name is there."""
    scoring = {"scoring": {"method": wanted["scoring"]["method"]}}
    method = {**part_at(desk.plain, SETTINGS), "title": wanted["title"]}
    form = form_of(desk.page(SETTINGS), "part")
    form |= {
        "scoring.method": [scoring["scoring"]["method"]],
        "title.zh": [method["title"]["zh"]],
    }
    desk.send(form, "save")
    for part in reversed(parts_of(desk.plain)[1:]):
        desk.remove(part)
    for group in ("answers", "ratings", "outcome_ratings"):
        if group in wanted:
            desk.fill(SETTINGS, {**part_at(desk.plain, SETTINGS), group: wanted[group]})
    for part in parts_of(wanted)[1:]:
        above = part.path[:-1]
        if above[-1] in {"items", "sub_items"} and len(above) > 1:
            above = above[:-1]
        made = desk.add(".".join(map(str, above)))
        if made.kind is PartKind.SECTION:
            desk.remove(item_part(made.position, 0))
        desk.fill(made, part_at(wanted, part))
    constants = {name: desk.plain["scoring"].get(name) for name in ("na", "no_record", "round")}
    said = {name: one for name, one in constants.items() if one is not None}
    settings = part_at(wanted, SETTINGS)
    desk.fill(SETTINGS, {**settings, "scoring": {**said, **settings["scoring"]}})


@pytest.mark.parametrize(
    "name",
    ["hygiene_rating", "rules", pytest.param("care_home_checklist", marks=pytest.mark.nightly)],
)
def test_an_unplanned_rubric_is_built_by_forms(visit: Visit, store: Session, name: str) -> None:
    file = EXAMPLES / f"{name}.yaml"
    wanted = chinese(RULES if name == "rules" else read_plain(file).plain)
    library = load_library(file, ROOT / "rubrics")
    draft = begun(store, empty_plain(wanted["id"], "1.0.0", wanted["area"]))
    desk = Desk(visit("senior_supervisor"), store, draft)
    built(desk, wanted)
    plain = desk.plain
    assert check_rubric(plain, library) == check_rubric(wanted, library)
    constants = ("na", "no_record", "round")
    scoring = {name: one for name, one in plain["scoring"].items() if name not in constants}
    assert bare({**plain, "scoring": scoring}) == bare(
        {**wanted, "scoring": {k: v for k, v in wanted["scoring"].items() if k not in constants}}
    )


def test_every_new_part_is_a_clean_page_in_both_languages(visit: Visit, store: Session) -> None:
    hygiene = read_plain(EXAMPLES / "hygiene_rating.yaml").plain
    sampled = {
        "unit": "case",
        "size": 3,
        "facts": [{"id": "age", "type": "int", "zh": "年龄", "en": "Age"}],
    }
    client = visit("senior_supervisor")
    drafts = {
        begun(store, {**hygiene, "case_sample": sampled}): (
            "settings",
            "scales.hygiene25",
            "bands.rating6",
            "case_sample.facts.0",
        ),
        begun(store, RULES): ("settings", "items.0", "items.0.sub_items.0", "outcomes.0"),
    }
    for draft, addresses in drafts.items():
        token = form_of(client.get(f"/rubrics/drafts/{draft}/edit").text, "part")["csrf_token"]
        for language in ("zh", "en"):
            client.post(f"/language/{language}", data={"csrf_token": token[0], "back": "/"})
            for address in addresses:
                page = client.get(f"/rubrics/drafts/{draft}/edit?part={address}").text
                assert faults(page, language) == [], (address, language)


def test_a_code_that_something_else_has_is_refused(visit: Visit, store: Session) -> None:
    hygiene = read_plain(EXAMPLES / "hygiene_rating.yaml").plain
    draft = begun(store, hygiene)
    desk = Desk(visit("senior_supervisor"), store, draft)
    part = next(one for one in parts_of(hygiene) if one.address == "scales.hygiene25")
    form = form_of(desk.page(part), "part")
    form["id"] = ["confidence30"]
    answer = desk.client.post(f"/rubrics/drafts/{draft}/edit", data={**form, "act": "save"})
    assert answer.status_code == 422
    assert "已有其他内容使用此代码" in answer.text
    assert stands(store, draft) == (1, hygiene)
    form["id"] = ["kitchen"]
    assert desk.send(form, "save").address == "scales.kitchen"
    assert list(desk.plain["scales"]) == ["kitchen", "confidence30"]
    assert desk.send(form_of(desk.page(part_of_name(desk, "kitchen")), "part"), "copy").path == (
        "scales",
        "kitchen_1",
    )


def part_of_name(desk: Desk, name: str) -> Part:
    return next(one for one in parts_of(desk.plain) if one.path[-1:] == (name,))


def test_a_fault_stands_in_its_row(visit: Visit, store: Session) -> None:
    hygiene = read_plain(EXAMPLES / "hygiene_rating.yaml").plain
    draft = begun(store, hygiene)
    client = visit("senior_supervisor")
    page = client.get(f"/rubrics/drafts/{draft}/edit?part=scales.hygiene25").text
    form = form_of(page, "part")
    form["options.2.score"] = ["many"]
    told = client.post(f"/rubrics/drafts/{draft}/check", data=form).get_json()
    assert [one[1:3] for one in told["faults"] if one[0]] == [
        ["scales.hygiene25", "options.2.score"]
    ]
    client.post(f"/rubrics/drafts/{draft}/edit", data={**form, "act": "save"})
    page = client.get(f"/rubrics/drafts/{draft}/edit?part=scales.hygiene25").text
    wrong = page.index('data-field="options.2.score"')
    assert page.rindex("pl-field-wrong", 0, wrong) > page.rindex("<fieldset", 0, wrong)
