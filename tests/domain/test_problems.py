from qa_app.domain.problems import Findings, Problem, Severity, most_told, shown


def test_what_stands_in_a_file_is_shortened_to_60_signs() -> None:
    assert shown("x" * 60) == "x" * 60
    assert shown("字" * 61) == "字" * 59 + "…"
    assert shown(["a"] * 100) == ("['a'" + ", 'a'" * 100)[:59] + "…"
    assert shown(-12) == "-12"
    assert shown(10**5_000) == "…"  # more digits than the interpreter writes


def test_a_fault_holds_no_more_than_it_tells() -> None:
    findings = Findings()
    findings.error("not_a_code", ("a",), value="x" * 100_000)
    findings.warning("not_a_code", ("a",), value=10**5_000)
    assert [one.params["value"] for one in findings.problems] == ["x" * 59 + "…", "…"]
    assert Problem("unknown_sheet", params={"name": "x" * 500}).params == {"name": "x" * 59 + "…"}
    # what is allowed is a list of ours, and of no use when it is cut
    findings.error("not_one_of", ("a",), value="b", allowed=", ".join(["allowed"] * 20))
    assert findings.problems[-1].params["allowed"].count("allowed") == 20


def test_errors_are_told_before_doubts_and_200_of_both() -> None:
    doubts = [Problem(f"w{n}", severity=Severity.WARNING) for n in range(150)]
    errors = [Problem(f"e{n}") for n in range(150)]
    told = most_told([*doubts, *errors])
    assert told == [*errors, *doubts[:50]]
    assert most_told(doubts) == doubts
