"""What libraries say while the product is served becomes lines like its own."""

import json
import logging
from types import SimpleNamespace
from typing import Any

import pytest

from qa_app.cli import serve


@pytest.fixture
def _root_as_it_was() -> Any:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before


@pytest.mark.usefixtures("_root_as_it_was")
def test_libraries_log_lines_while_the_product_is_served(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def work() -> None:
        logging.getLogger("waitress.queue").info("quiet")
        logging.getLogger("waitress.queue").warning("Task queue depth is %d", 7)

    for name in ("refuse_unready", "refuse_taken_port", "create_app", "watch_trials"):
        monkeypatch.setattr(serve, name, lambda *_: None)
    monkeypatch.setattr(serve, "create_server", lambda *_, **__: SimpleNamespace(run=work))
    chosen = SimpleNamespace(host="127.0.0.1", port=8190, proxies=0)
    serve.run(chosen)  # type: ignore[arg-type]
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert (told["event"], told["logger"], told["level"]) == (
        "library",
        "waitress.queue",
        "warning",
    )
    assert told["said"] == "Task queue depth is %d"
