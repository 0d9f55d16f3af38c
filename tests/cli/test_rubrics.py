import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

from qa_app.cli import main
from qa_app.domain.people import NewGrant, Role
from qa_app.models.engine import make_engine
from tests.agreements import account
from tests.cli.conftest import sealer_of
from tests.register import two_centres

EXAMPLE = {
    "read_at": "2026-03-02T10:00",
    "facts": {"closed": False, "risk": [{"from": "2026-01-05", "is": "high"}]},
    "clocks": {"referral_received": "2026-01-05T09:30", "safety_screened": "2026-01-06"},
    "logs": {"contact_face_to_face": [{"at": "2026-01-07"}]},
    "answers": {"A2": "met"},
}


def score(shipped: Path, tmp_path: Path, *lines: str) -> tuple[int, list[dict[str, object]]]:
    cases = tmp_path / "cases.jsonl"
    cases.write_text("\n".join(lines), "utf-8")
    file = str(shipped / "sw_case_management.yaml")
    result = CliRunner().invoke(main, ["rubrics", "score", file, "--cases", str(cases)])
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_the_example_of_the_schema(shipped: Path, tmp_path: Path) -> None:
    code, (line,) = score(shipped, tmp_path, json.dumps(EXAMPLE | {"id": "x"}))
    assert code == 0
    assert (line["line"], line["id"], line["status"]) == (1, "x", "incomplete")
    assert line["codes"] == {"A1": "missing", "A2": "met", "B1": "on_time"}
    assert line["percent_exact"] is None
    assert line["band"] is None
    assert "A3" in line["open"]


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"colour": 1}, "unknown_field", "colour"),
        ({"answers": {"Z9": "met"}}, "unknown_item", "answers/Z9"),
        ({"answers": {"A2": "good"}}, "unknown_option", "answers/A2"),
        ({"facts": {"agencies": 1.5}}, "value_does_not_fit", "facts/agencies"),
        ({"facts": {"agencies": True}}, "value_does_not_fit", "facts/agencies"),
        (
            {"facts": {"risk": [{"from": "2026-01-05", "is": "none"}]}},
            "unknown_option",
            "facts/risk/0/is",
        ),
        ({"clocks": {"plan_signed": "5 March"}}, "not_a_date", "clocks/plan_signed"),
        ({"clocks": {"plan_signed": "2026-02-30"}}, "not_a_date", "clocks/plan_signed"),
        (
            {"logs": {"contact_face_to_face": [{"at": "2026-01-07", "hours": 1}]}},
            "unknown_field",
            "logs/contact_face_to_face/0/hours",
        ),
        ({"read_at": None}, "missing_field", "read_at"),
        ({"assessors": ["mayor"]}, "unknown_assessor", "assessors/0"),
        (
            {
                "clocks": {"case_assigned": "2026-12-30", "assessment_done": None},
                "read_at": "2026-12-31T10:00",
            },
            "calendar_year_missing",
            "",
        ),
    ],
)
def test_a_bad_line_is_an_error_of_that_line(
    change: dict[str, object], code: str, path: str, shipped: Path, tmp_path: Path
) -> None:
    status, lines = score(shipped, tmp_path, json.dumps(EXAMPLE | change), json.dumps(EXAMPLE))
    assert status == 1
    error = lines[0]["error"]
    assert isinstance(error, dict)
    assert (error["code"], error["path"]) == (code, path)
    assert code not in str(error["message"])
    assert lines[1]["status"] == "incomplete"


def test_words_of_a_bad_line_name_place_and_way_out(shipped: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    bad = EXAMPLE | {"facts": {"closed": "true"}}
    cases.write_text(json.dumps(bad) + '\n{"read_at": "2026-03-02"}\n', "utf-8")
    command = ["rubrics", "score", str(shipped / "sw_case_management.yaml"), "--cases", str(cases)]
    told = [
        json.loads(line)["error"]["message"]
        for line in CliRunner().invoke(main, [*command, "--lang", "en"]).stdout.splitlines()
    ]
    assert told == [
        'facts/closed: "true" is no value that closed may have',
        'read_at: "2026-03-02" has no time of day: write it such as 2026-03-02T10:00',
    ]


def test_repeated_keys_and_broken_json(shipped: Path, tmp_path: Path) -> None:
    twice = '{"read_at": "2026-03-02T10:00", "answers": {"A2": "met", "A2": "unmet"}}'
    _, lines = score(shipped, tmp_path, twice, "{", '{"read_at": NaN}')
    codes = [line["error"]["code"] for line in lines]
    assert codes == ["key_twice", "not_json", "not_json"]


def test_a_rubric_that_cannot_be_used_ends_with_2(tmp_path: Path) -> None:
    file, cases = tmp_path / "bad.yaml", tmp_path / "cases.jsonl"
    file.write_text("schema: qa.rubric/1\n", "utf-8")
    cases.write_text("{}", "utf-8")
    result = CliRunner().invoke(
        main, ["rubrics", "score", str(file), "--cases", str(cases), "--lang", "en"]
    )
    assert result.exit_code == 2
    assert f"{file}:1:1: error: title is missing" in result.stderr


def test_check_tells_an_unreadable_file_from_a_faulty_one(tmp_path: Path, shipped: Path) -> None:
    def check(*files: Path) -> int:
        command = ["rubrics", "check", *map(str, files)]
        return CliRunner().invoke(main, command).exit_code

    faulty, binary = tmp_path / "faulty.yaml", tmp_path / "binary.yaml"
    faulty.write_text("schema: qa.rubric/1\n", "utf-8")
    binary.write_bytes(b"\xff\xfe\x00")
    assert check(faulty) == 1
    assert check(binary) == 2
    assert check(tmp_path / "none.yaml", faulty) == 2
    # doubts alone refuse nothing
    assert check(shipped / "sw_case_management.yaml") == 0


def test_check_names_file_line_and_column(tmp_path: Path, shipped: Path) -> None:
    file = tmp_path / "bad.yaml"
    text = (shipped / "legal_aid.yaml").read_text("utf-8").replace("weight: 15", "weight: 0", 1)
    text = text.replace("version: 1.0.0", "version: 1.0").replace("id: legal_aid", "id: 2.50")
    file.write_text(text, "utf-8")
    line = text[: text.index("weight: 0")].count("\n") + 1
    result = CliRunner().invoke(main, ["rubrics", "check", str(file), "--lang", "en"])
    assert result.exit_code == 1
    assert (
        f"{file}:{line}:5: error: sections.0.weight: 0 is outside what is allowed here"
        in result.stderr
    )
    # told as they stand there, though the file says the numbers 1 and 5/2
    assert ": version: 1.0 is not a version: write three whole numbers" in result.stderr
    assert ": id: 2.50 is not read as text here: put it in quotation marks" in result.stderr
    good = CliRunner().invoke(main, ["rubrics", "check", str(shipped / "legal_aid.yaml")])
    assert good.exit_code == 0


@pytest.fixture
def installation(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QA_DATA_DIR", str(home))
    monkeypatch.setattr("getpass.getuser", lambda: "wanghui")
    return home / "plumbline.db"


def publish(*arguments: str | Path) -> tuple[int, str, str]:
    command = ["rubrics", "publish", "--lang", "en", *map(str, arguments)]
    result = CliRunner().invoke(main, command)
    return result.exit_code, result.stdout, result.stderr


def rows(database: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


def test_publish_the_shipped_rubrics(installation: Path) -> None:
    code, out, err = publish("--shipped")
    assert (code, err) == (0, "")
    versions = rows(installation, "SELECT rubric_code, status, area_code FROM rubric_version")
    assert versions == [
        ("appropriate_adult", "published", "child_justice"),
        ("family_education", "published", "family_education"),
        ("legal_aid", "published", "legal_aid"),
        ("one_stop_centre", "published", "one_stop_centre"),
        ("psychological_support", "published", "psychological"),
        ("qa_system_maturity", "published", "qa_system"),
        ("social_investigation", "published", "child_justice"),
        ("supervision_practice", "published", "supervision"),
        ("sw_case_management", "published", "social_work"),
    ]
    acts = rows(installation, "SELECT action, actor_id, actor_name FROM journal ORDER BY seq")
    who = (None, "os:wanghui")
    assert acts == [("rubric:publish", *who)] * 9 + [("phrase:change", *who)] * 4
    assert rows(installation, "SELECT count(DISTINCT rubric_code) FROM item_phrase") == [(4,)]
    assert "legal_aid 1.0.0 is published" in out
    code, out, err = publish("--shipped")
    assert (code, err) == (0, "")
    assert "legal_aid 1.0.0 was published before" in out
    assert rows(installation, "SELECT count(*) FROM journal") == [(13,)]


def test_publish_refuses_with_a_way_out(installation: Path, shipped: Path, tmp_path: Path) -> None:
    text = (shipped / "supervision_practice.yaml").read_text("utf-8")
    file = tmp_path / "supervision_practice.yaml"

    def refused(old: str, new: str) -> tuple[int, str]:
        file.write_text(text.replace(old, new, 1), "utf-8")
        code, _, err = publish(file)
        return code, err.removeprefix(f"{file}: ")

    assert publish(shipped / "supervision_practice.yaml")[0] == 0
    taken = "version 1.0.0 of supervision_practice is published with another content"
    code, words = refused("weight: ", "weight: 1")
    assert (code, words.startswith(taken)) == (1, True)
    assert refused("status: draft", "status: retired")[0] == 1
    code, words = refused("status: draft", "status: reference")
    assert (code, words.startswith("a reference rubric is never published")) == (1, True)
    changed = "version: 1.1.0\nstatus: draft\nkind: practice\narea: play"
    code, words = refused(
        "version: 1.0.0\nstatus: draft\nkind: practice\narea: supervision", changed
    )
    assert (code, words) == (1, "the area play is not in areas.yaml: add it there\n")
    areas = (shipped / "areas.yaml").read_text("utf-8")
    (tmp_path / "areas.yaml").write_text(
        areas + '  - {code: play, en: "Play", zh: "游戏支持"}\n', "utf-8"
    )
    code, out, _ = publish(file)
    assert (code, out.startswith("supervision_practice 1.1.0 is published")) == (0, True)
    assert rows(
        installation, "SELECT name_zh, is_resource_area, position FROM area WHERE code = 'play'"
    ) == [("游戏支持", 0, 10)]


OWN_SOURCES = """\
schema: qa.sources/1
sources:
  CITY9: {kind: standard, region: CN-53, status: read, title: {en: "City standard nine", zh: "本市第九号标准"},
    ref: "1-20", issuer: {en: "City", zh: "本市"}, version: "2026-01-01", in_force: {from: "2026-01-01"},
    review_on: "2027-03-31", where: {en: "City hall", zh: "市政府"}}
  DVL: {kind: standard, region: CN-53, status: read, title: {en: "Ours by the same code", zh: "同码自拟"},
    ref: "1", issuer: {en: "City", zh: "本市"}, version: "2026-01-01", in_force: {from: "2026-01-01"},
    review_on: "2027-03-31", where: {en: "City hall", zh: "市政府"}}
"""


def test_sources_that_a_rubric_brings_along_are_taken_into_the_library(
    installation: Path, shipped: Path, tmp_path: Path
) -> None:
    rubric = yaml_of_one_item("CITY9#7")
    file = tmp_path / "own_visit.yaml"
    file.write_text(rubric, "utf-8")
    (tmp_path / "sources.yaml").write_text(OWN_SOURCES.replace("kind", "kin", 1), "utf-8")
    code, _, err = publish(file)
    assert (code, "sources.yaml" in err) == (1, True)
    assert rows(installation, "SELECT count(*) FROM rubric_version") == [(0,)]
    (tmp_path / "sources.yaml").write_text(OWN_SOURCES, "utf-8")
    code, out, err = publish(file)
    assert (code, err) == (0, "")
    assert "CITY9" in out
    # a code of the shipped register is left to it
    found = rows(
        installation, "SELECT code, title_zh FROM standard_document WHERE region = 'CN-53'"
    )
    assert found == [("CITY9", "本市第九号标准")]
    code, out, _ = publish(file)
    assert (code, "CITY9" in out) == (0, False)


def yaml_of_one_item(source: str) -> str:
    return f"""\
schema: qa.rubric/1
id: own_visit
version: 1.0.0
status: draft
kind: case_file
area: social_work
unit: case
title: {{zh: "家访", en: "Home visit"}}
scoring: {{method: weighted_sections, scale: mpu, min_applicable: 0.6, bands: std4}}
sections:
  - id: A
    weight: 100
    title: {{zh: "家访", en: "The visit"}}
    items:
      - id: A1
        text: {{zh: "单独面谈儿童。", en: "The child was seen alone."}}
        evidence: {{zh: "接触记录", en: "Contact note"}}
        weight: 1
        std: ["{source}"]
        basis: standard
"""


def test_publish_nothing_when_one_file_is_faulty(
    installation: Path, shipped: Path, tmp_path: Path
) -> None:
    good, faulty = shipped / "supervision_practice.yaml", tmp_path / "faulty.yaml"
    faulty.write_text("schema: qa.rubric/1\n", "utf-8")
    code, _, err = publish(good, faulty)
    assert (code, f"{faulty}:1:1: error: title is missing" in err) == (1, True)
    assert publish(good, tmp_path / "none.yaml")[0] == 2
    code, _, err = publish()
    assert (code, "name at least one file" in err) == (2, True)
    assert rows(installation, "SELECT count(*) FROM rubric_version") == [(0,)]


def test_publish_needs_a_database(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_DATA_DIR", str(tmp_path / "empty"))
    code, _, err = publish(shipped / "supervision_practice.yaml")
    assert code == 2
    assert "qa init" in err


def export(*arguments: str | Path) -> tuple[int, bytes, str]:
    command = ["rubrics", "export", "--lang", "en", *map(str, arguments)]
    result = CliRunner().invoke(main, command)
    return result.exit_code, result.stdout_bytes, result.stderr


@pytest.mark.parametrize("form", ["yaml", "json", "xlsx"])
def test_a_version_is_written_as_a_file_that_is_the_same_version(
    form: str, installation: Path, shipped: Path, tmp_path: Path
) -> None:
    assert publish(shipped / "legal_aid.yaml")[0] == 0
    file = tmp_path / f"mine.{form}"
    assert export("legal_aid", "1.0.0", "--format", form, "--out", file) == (0, b"", "")
    assert "was published before" in publish(file)[1]
    code, printed, _ = export("legal_aid", "1.0.0", "--format", form)
    assert code == 0
    # a workbook tells when it was made
    assert printed == file.read_bytes() or form == "xlsx"


def test_what_is_not_published_is_not_written(installation: Path, shipped: Path) -> None:
    assert publish(shipped / "legal_aid.yaml")[0] == 0
    code, _, err = export("legal_aid", "2.0.0")
    assert (code, "published are: 1.0.0" in err) == (1, True)
    code, _, err = export("nothing", "1.0.0")
    assert (code, err) == (1, "no rubric nothing is published here\n")


def of_law(article: str, quote: str, by: str = "statute") -> str:
    law = f"""\
        basis: law
        quote: "{quote}"
        addressee: {{zh: "密切接触未成年人的单位", en: "Units in close contact with minors"}}
        confirmed_for: {{kinds: [social_work_agency], article: "{article}", by: {by}}}
"""
    return yaml_of_one_item(article).replace("        basis: standard\n", law)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # article 11 says "at once"; there is no article 999
        (of_law("MPL#11", "应当立即向公安、民政、教育等有关部门报告"), ""),
        (of_law("MPL#999", "应当立即"), ":19:22: error: sections.0.items.0.confirmed_for.article"),
        (of_law("MPL#11", "可以报告"), ":20:16: error: sections.0.items.0.quote"),
        (yaml_of_one_item("LAL#999"), ":18:15: error: sections.0.items.0.std.0: LAL#999 is not"),
    ],
)
def test_what_a_law_says_is_held_against_the_library(
    text: str, told: str, installation: Path, tmp_path: Path
) -> None:
    file = tmp_path / "own_visit.yaml"
    file.write_text(text, "utf-8")
    checked = CliRunner().invoke(main, ["rubrics", "check", "--lang", "en", str(file)])
    code, _, err = publish(file)
    assert (checked.exit_code, code) == ((1, 1) if told else (0, 0))
    assert told.rsplit(": error: ", maxsplit=1)[-1] in checked.stderr + checked.stdout
    assert told.rsplit(": error: ", maxsplit=1)[-1] in err
    assert len(rows(installation, "SELECT id FROM rubric_version")) == (0 if told else 1)


def test_who_confirms_a_law_is_somebody_here(installation: Path, tmp_path: Path) -> None:
    file = tmp_path / "own_visit.yaml"
    file.write_text(of_law("MPL#11", "应当立即", by="zhang"), "utf-8")
    arguments = ["rubrics", "check", "--lang", "en", str(file)]
    doubted = CliRunner().invoke(main, arguments)
    assert (doubted.exit_code, "an account of the installation called zhang" in doubted.output) == (
        0,
        True,
    )
    refused = CliRunner().invoke(main, [*arguments, "--library"])
    assert (refused.exit_code, "nobody here is called zhang" in refused.output) == (1, True)
    code, _, err = publish(file)
    assert (code, "nobody here is called zhang" in err) == (1, True)


def test_one_person_publishes_alone_what_is_shipped_or_where_nobody_else_is(
    installation: Path, shipped: Path, tmp_path: Path
) -> None:
    engine = make_engine(f"sqlite:///{installation}")
    own = tmp_path / "own_visit.yaml"
    own.write_text(yaml_of_one_item("PSW#7"), "utf-8")
    # nobody here could be the second: the journal says so
    assert publish(own)[0] == 0
    sealer = {"sealer": sealer_of(installation.parent)}
    with Session(engine, info=sealer) as session:
        two_centres(session)
        account(session, "li", NewGrant(Role.SENIOR_SUPERVISOR, "KM"))
    own.write_text(yaml_of_one_item("PSW#7").replace("1.0.0", "1.1.0").replace("单独", "先单独"))
    # one alone can write, and the command is the second
    assert publish(own)[0] == 0
    with Session(engine, info=sealer) as session:
        account(
            session, "zhao", NewGrant(Role.SENIOR_SUPERVISOR, centre_code="A")
        )  # not of centre B
        account(session, "wang", NewGrant(Role.SENIOR_SUPERVISOR, "KM"))
    engine.dispose()
    again = own.read_text("utf-8").replace("1.1.0", "1.2.0").replace("先单独", "应单独")
    own.write_text(again, "utf-8")
    code, _, err = publish(own)
    assert (code, "li, wang\n" in err, "somebody who did not write it" in err) == (1, True, True)
    # what the product brings along is published by one, under any name of the file
    copied = tmp_path / "copy.yaml"
    copied.write_text((shipped / "legal_aid.yaml").read_text("utf-8"), "utf-8")
    assert publish(copied)[0] == 0
    changed = tmp_path / "changed.yaml"
    text = (shipped / "family_education.yaml").read_text("utf-8")
    changed.write_text(text.replace("weight: 20", "weight: 21", 1), "utf-8")
    assert publish(changed)[0] == 1
    found = rows(
        installation,
        "SELECT detail FROM journal WHERE action = 'rubric:publish' ORDER BY seq",
    )
    assert [json.loads(str(one))["alone"] for (one,) in found] == [
        "nobody_else",
        "nobody_else",
        "shipped",
    ]
    engine.dispose()
