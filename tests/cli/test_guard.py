"""The list of guarded names at the console."""

from tests.cli.conftest import Run


def test_names_come_and_go(qa: Run) -> None:
    assert qa("guard", "list").output == "No name is listed.\n"
    added = qa("guard", "add", "school", "春城小学", "春城  小学", "Green Lane School").output
    assert added.count(": added.") == 3
    assert qa("guard", "add", "school", "春城小学").output == "春城小学: stood there already.\n"
    assert "school     春城小学\n" in qa("guard", "list").output
    assert qa("guard", "remove", "春城小学").output == "春城小学: removed.\n"
    assert qa("guard", "remove", "春城小学").output == "春城小学: not on the list.\n"
    refused = qa("guard", "add", "community", "x")
    assert refused.exit_code == 1
    assert "2 to 80 characters" in refused.output
