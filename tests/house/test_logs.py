"""One line for each event, whatever it holds, and no sentence of a fault (LI-01)."""

import io
import json
import logging

import pytest

from qa_app.logs import LineFormatter, fault_place, log_to

SIGNS = ["\r\n", "\n", "\x1b[31m", "\x00", "\u202e", "\u2028", "\u2029", "\x85", "\x7f", "\ud800"]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("place", ["start", "middle", "end", "twice"])
def test_no_sign_ends_a_line_or_moves_a_terminal(sign: str, place: str) -> None:
    text = {"start": sign + "ab", "middle": f"a{sign}b", "end": "ab" + sign, "twice": sign * 2}
    out = io.StringIO()
    log_to(out).info("request", endpoint=text[place], many=[text[place]])
    written = out.getvalue()
    assert (written.count("\n"), written[-1]) == (1, "\n")
    assert all(" " <= one <= "~" for one in written[:-1])
    assert json.loads(written)["endpoint"] == text[place]


def test_a_fault_is_told_by_its_class_and_place_and_never_quoted() -> None:
    out = io.StringIO()
    try:
        try:
            int("张三的电话")
        except ValueError as first:
            raise KeyError("13800000000") from first
    except KeyError as fault:
        log_to(out).error("fault", **fault_place(fault))
    line = json.loads(out.getvalue())
    assert (line["fault"], line["causes"]) == ("builtins.KeyError", ["builtins.ValueError"])
    assert line["at"][-1].startswith("house/test_logs.py:")
    assert "1380" not in out.getvalue()
    assert "\\u5f20" not in out.getvalue()


def test_long_values_are_cut_and_quiet_logs_say_only_what_is_wrong() -> None:
    out = io.StringIO()
    log = log_to(out, "warning")
    log.info("request", n=1)
    log.warning("request", endpoint="x" * 1000)
    assert len(json.loads(out.getvalue())["endpoint"]) == 201


def test_libraries_say_their_sentence_without_the_values_in_it() -> None:
    record = logging.LogRecord("sqlalchemy", logging.ERROR, "f", 1, "bad value %s", ("张三",), None)
    line = json.loads(LineFormatter().format(record))
    assert (line["said"], line["level"]) == ("bad value %s", "error")
    record.name = "gunicorn.error"
    assert json.loads(LineFormatter().format(record))["said"] == "bad value 张三"
