"""How long each part of the tests took, what they counted, and no silent skip where everything must run."""

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ALLOWED = Path(__file__).parent / "allowed_skips.txt"


def allowed_skips() -> frozenset[str]:
    """Tests that may be skipped even with CI=true, one a line; the reason stands above it."""
    lines = ALLOWED.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[None] | pytest.TestReport:
    report: pytest.TestReport = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        name = item.nodeid.split("[")[0]
        if name not in allowed_skips():
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} was skipped, and {ALLOWED.name} does not name it"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    seconds: dict[str, float] = defaultdict(float)
    counted: list[str] = []
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                seconds[part_of(report.nodeid)] += report.duration
                if report.when == "call" and report.user_properties:
                    said = ", ".join(f"{name}: {value}" for name, value in report.user_properties)
                    counted.append(f"{report.nodeid}: {said}")
    if counted:
        terminalreporter.section("counted")
        for line in sorted(counted):
            terminalreporter.write_line(line)
    if len(seconds) > 1:
        terminalreporter.section("seconds by part (workers added up)")
        for part, spent in sorted(seconds.items()):
            terminalreporter.write_line(f"{part:<14} {spent:7.1f} s")


def part_of(nodeid: str) -> str:
    """Give the folder of a test below `tests/`."""
    folders = nodeid.split("::", maxsplit=1)[0].split("/")
    return folders[1] if len(folders) > 2 else "tests"
