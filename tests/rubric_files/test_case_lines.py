"""Lines of cases as bytes: what counts as a line, what is refused, what comes back."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from qa_app.cli import main

GOOD = '{"read_at": "2026-03-02T10:00", "answers": {"V1": "3", "V2": "2"}}'
NUMBERED = '{"read_at": "2026-03-02T10:00", "measures": {"share_blank_fields": %s}}'


def run(file: Path, cases: Path) -> Result:
    return CliRunner().invoke(main, ["rubrics", "score", str(file), "--cases", str(cases)])


def scored(
    shipped: Path, tmp_path: Path, data: bytes, rubric: str = "reference/weakest_grade"
) -> Any:
    cases = tmp_path / "cases.jsonl"
    cases.write_bytes(data)
    result = run(shipped / f"{rubric}.yaml", cases)
    assert result.exit_code in {0, 1}, result.output
    return result.exit_code, [json.loads(line) for line in result.stdout_bytes.splitlines()]


def error_of(
    shipped: Path, tmp_path: Path, data: bytes, rubric: str = "reference/weakest_grade"
) -> Any:
    code, (line,) = scored(shipped, tmp_path, data, rubric)
    assert code == 1
    assert set(line["error"]) == {"code", "path", "message"}
    assert line["error"]["code"] not in line["error"]["message"]  # words, and not the code again
    assert "%(" not in line["error"]["message"]
    return line["error"]["code"], line["error"]["path"]


def test_lines_keep_their_order_and_number(shipped: Path, tmp_path: Path) -> None:
    # blank lines are passed over and counted; the last line needs no end; Windows ends are ends
    data = f"\ufeff{GOOD}\r\n\r\n  \t\nnull\n{GOOD}".encode()
    code, lines = scored(shipped, tmp_path, data)
    assert code == 1
    assert [line["line"] for line in lines] == [1, 4, 5]
    assert [line.get("status", "error") for line in lines] == ["complete", "error", "complete"]


def test_an_empty_file_is_no_fault(shipped: Path, tmp_path: Path) -> None:
    assert scored(shipped, tmp_path, b"") == (0, [])
    assert scored(shipped, tmp_path, b"\xef\xbb\xbf\n\n") == (0, [])


def test_a_mark_of_byte_order_counts_only_at_the_beginning(shipped: Path, tmp_path: Path) -> None:
    _, lines = scored(shipped, tmp_path, f"{GOOD}\n\ufeff{GOOD}\n".encode())
    assert [line.get("status", "error") for line in lines] == ["complete", "error"]


@pytest.mark.parametrize(
    ("line", "code", "path"),
    [
        (b"[]", "not_a_mapping", ""),
        (b"1", "not_a_mapping", ""),
        (b"null", "not_a_mapping", ""),
        (b'"x"', "not_a_mapping", ""),
        (b"{", "not_json", ""),
        (b"{} {}", "not_json", ""),
        (b"{'a': 1}", "not_json", ""),
        (b"\xff\xfe{}", "not_json", ""),
        (b'{"read_at": "\xe5\x8d"}', "not_json", ""),
        (b"[" * 100_000, "not_json", ""),
        (b'{"id": "\\ud800"}', "not_json", ""),
        (b'{"\\udfff": 1}', "not_json", ""),
        (b'{"id": NaN}', "not_json", ""),
        (b'{"id": Infinity}', "not_json", ""),
        (b'{"id": -Infinity}', "not_json", ""),
        (b'{"id": ' + b"9" * 5_000 + b"}", "not_json", ""),
        (b" " * 1_000_001 + b"{}", "too_long", ""),
        (b"{}", "missing_field", "read_at"),
        (b'{"id": [1]}', "value_does_not_fit", "id"),
        (b'{"read_at": "2026-03-02"}', "not_a_moment", "read_at"),
        (b'{"read_at": "2026-03-02T10:00Z"}', "not_a_date", "read_at"),
        (b'{"read_at": "2026-03-02T24:00"}', "not_a_date", "read_at"),
        ('{"read_at": "２０２６-03-02T10:00"}'.encode(), "not_a_date", "read_at"),
        (b'{"read_at": {"a": []}}', "not_a_date", "read_at"),
        (b'{"id": "a", "id": "b"}', "key_twice", "id"),
        (b'{"answers": {"V1": "1", "V1": "1"}}', "key_twice", "answers/V1"),
        (b'{"sample": [{}, {"facts": {"a": 1, "a": 1}}]}', "key_twice", "sample/1/facts/a"),
    ],
)  # fmt: skip
def test_what_is_refused(line: bytes, code: str, path: str, shipped: Path, tmp_path: Path) -> None:
    assert error_of(shipped, tmp_path, line) == (code, path)


def test_a_pair_of_escapes_is_one_character(shipped: Path, tmp_path: Path) -> None:
    line = GOOD[:-1] + ', "id": "\\ud842\\udfb7"}'
    _, (result,) = scored(shipped, tmp_path, line.encode())
    assert result["id"] == "\U00020bb7"


@pytest.mark.parametrize("own", ['"c-1"', '""', "12", "null", "true", f'"{"长" * 200}"'])
def test_the_id_comes_back_as_it_was(own: str, shipped: Path, tmp_path: Path) -> None:
    _, (good, bad) = scored(
        shipped,
        tmp_path,
        f'{GOOD[:-1]}, "id": {own}}}\n{{"read_at": 1, "id": {own}}}'.encode(),
    )
    assert good["id"] == bad["id"] == json.loads(own)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        # E1 asks for at most 1/20, partly at most 3/20
        ("0.05", "met"),
        ('"0.05"', "met"),
        ("5e-2", "met"),
        ('"1/20"', "met"),
        ("0.050000000000000000000000000000000000000001", "partly"),
        ('"0.050000000000000000000000000000000000000001"', "partly"),
        ("0.15" + "0" * 400, "partly"),
        ("0.15" + "0" * 400 + "1", "unmet"),
        ("1e300", "unmet"),
        ("-0", "met"),
        ("null", None),
    ],
)
def test_numbers_are_read_exactly(
    number: str, code: str | None, shipped: Path, tmp_path: Path
) -> None:
    _, (line,) = scored(shipped, tmp_path, (NUMBERED % number).encode(), "one_stop_centre")
    assert line["codes"].get("E1") == code


@pytest.mark.parametrize(
    "number",
    ['"0.05 "', '"+1"', '".5"', '"٠.٠٥"', '"1_0"', '"1/0"', '"NaN"', '""', "true", "[1]", "1e1000"],
)
def test_what_is_no_number(number: str, shipped: Path, tmp_path: Path) -> None:
    data = (NUMBERED % number).encode()
    expected = ("not_a_number", "measures/share_blank_fields")
    assert error_of(shipped, tmp_path, data, "one_stop_centre") == expected


@pytest.mark.parametrize("value", ["[]", "{}", "[[]]", '{"a": 1}', "1", "1.5", "true", '"x"'])
@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("facts", "risk"),
        ("facts", "case_type"),
        ("clocks", "case_assigned"),
        ("logs", "contact_face_to_face"),
        ("answers", "A2"),
    ],
)
def test_no_value_of_a_wrong_kind_ends_the_run(
    field: str, name: str, value: str, shipped: Path, tmp_path: Path
) -> None:
    line = f'{{"read_at": "2026-03-02T10:00", "{field}": {{"{name}": {value}}}}}'
    _, (result,) = scored(shipped, tmp_path, line.encode(), "sw_case_management")
    # an empty list is a history, a log or a choice of several without entries
    listed = value == "[]" and field in {"facts", "logs"}
    assert ("error" in result) is not listed


def test_a_message_stays_short(shipped: Path, tmp_path: Path) -> None:
    deep = "[" * 900 + "]" * 900
    for value in (deep, f'"{"x" * 9_000}"'):
        line = f'{{"read_at": "2026-03-02T10:00", "answers": {{"V1": {value}}}}}'
        _, (result,) = scored(shipped, tmp_path, line.encode())
        assert len(result["error"]["message"]) < 200


@pytest.mark.parametrize(
    ("reading", "clock"), [("9999-12-31T23:59", "9999-12-30"), ("0001-01-01T00:00", "0001-01-01")]
)
def test_the_ends_of_time(reading: str, clock: str, shipped: Path, tmp_path: Path) -> None:
    line = {
        "read_at": reading,
        "clocks": {"closed_on": clock, "referral_received": clock},
        "facts": {"closed": True},
    }
    _, (result,) = scored(shipped, tmp_path, json.dumps(line).encode(), "sw_case_management")
    assert (result["codes"]["A1"], result["codes"]["E5"]) == ("not_due", "not_due")


def test_a_span_of_thousands_of_years_is_quickly_counted(shipped: Path, tmp_path: Path) -> None:
    days = [{"at": f"2026-01-{day:02}"} for day in range(1, 29)] * 500
    line = {
        "read_at": "9000-01-01T00:00",
        "clocks": {"case_assigned": "0001-01-01"},
        "logs": {"contact_face_to_face": days},
        "facts": {"risk": [{"from": "0001-01-01", "is": "high"}]},
        "answers": {"B3": "on_time"},
    }
    _, (result,) = scored(shipped, tmp_path, json.dumps(line).encode(), "sw_case_management")
    assert result["codes"]["D1"] == "broken"


def test_a_rubric_or_a_file_that_is_not_there_ends_with_2(shipped: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(GOOD, "utf-8")
    assert run(tmp_path / "none.yaml", cases).exit_code == 2
    assert run(shipped / "legal_aid.yaml", tmp_path / "none.jsonl").exit_code == 2
    assert run(shipped / "sources.yaml", cases).exit_code == 2
