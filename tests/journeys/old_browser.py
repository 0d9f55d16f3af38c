"""An old Chromium as on cheap phones: 390 px wide, touched by a finger, its faults collected."""

import base64
import json
import os
import queue
import re
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pytest

from tests.conftest import ROOT

SECONDS = 30
"""How long a page may take on a machine that does much else; slow is not wrong."""
HEIGHT = 844
_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event => console.error(
  "policy violation: " + event.violatedDirective + " " + event.blockedURI + " " + event.sample));
"""
_PLACE = """
(() => {
  const one = document.querySelector(%s);
  if (!one) return null;
  one.scrollIntoView({block: "center"});
  const box = one.getClientRects()[0];
  if (!box || !box.width || !box.height) return null;
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  const hit = document.elementFromPoint(x, y);
  const meant = one.matches("input") ? [one, ...(one.labels || [])] : [one];
  const is = hit && meant.some(part => part === hit || part.contains(hit));
  return {x, y, height: box.height, covered: is ? "" : hit ? hit.outerHTML.slice(0, 120) : "out"};
})()
"""


@dataclass(slots=True)
class OldBrowser:
    """One window, told what to do by its developer tools.

    Attributes:
        process: The window.
        agent: As which browser it presents itself.
        faults: Errors of scripts, of the console and of the page's policy, as they came.
        expected: Patterns of faults that belong to the journey.
    """

    process: "subprocess.Popen[str]"
    agent: str = ""
    faults: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    _heard: "queue.Queue[dict[str, Any]]" = field(default_factory=queue.Queue)
    _count: int = 0

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        """Have the developer tools do something; their answer.

        Raises:
            AssertionError: They refuse, or do not answer in time.
        """
        self._count += 1
        _write(self.process, json.dumps({"id": self._count, "method": method, "params": params}))
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            try:
                heard = self._heard.get(timeout=SECONDS)
            except queue.Empty:
                break
            if heard.get("id") == self._count:
                assert "error" not in heard, (method, heard)
                answer: dict[str, Any] = heard["result"]
                return answer
            self._note(heard)
        raise AssertionError(f"{method} was not answered")

    def tell(self, script: str) -> Any:
        """Work out an expression in the page; a fault in it is one of the test.

        Raises:
            AssertionError: The expression fails.
        """
        answer = self.ask(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait(self, script: str) -> None:
        """Wait until an expression holds, also over pages that come and go.

        Raises:
            AssertionError: It never does.
        """
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            try:
                if self.tell(script):
                    return
            except AssertionError:  # the page went away while it was asked
                pass
            time.sleep(0.05)
        where = self.tell("location.href + ' ' + document.body.innerText.slice(0, 600)")
        raise AssertionError(f"{script} at {where}; {self.faults}")

    def go(self, url: str) -> None:
        """Open an address and wait until it is whole."""
        self.ask("Page.navigate", url=url)
        self.wait(f"location.href.startsWith({json.dumps(url)}) && document.readyState=='complete'")

    def tap(self, selector: str) -> float:
        """Touch the middle of an element, which must lie there in the open; its height in px."""
        target = _PLACE % json.dumps(selector)
        self.wait(f"(place => place && !place.covered)({target})")
        place = self.tell(target)
        point = {"x": place["x"], "y": place["y"]}
        self.ask("Input.dispatchTouchEvent", type="touchStart", touchPoints=[point])
        self.ask("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
        return float(place["height"])

    def tap_away(self, selector: str, path: str) -> None:
        """Touch what leads to another page; wait for the page whose path ends like this."""
        self.tell("window.left = true")
        self.tap(selector)
        self.wait(
            f"!window.left && document.readyState == 'complete'"
            f" && new RegExp({json.dumps(path)}).test(location.pathname + location.search)"
        )

    def type(self, selector: str, text: str) -> None:
        """Touch a field and put a text into it, as the input method of a phone does."""
        self.tap(selector)
        self.wait(f"document.activeElement.matches({json.dumps(selector)})")
        self.ask("Input.insertText", text=text)

    def choose(self, selector: str, value: str) -> None:
        """Give a field of dates or of a list its value as a phone's own chooser does."""
        self.tell(
            f"(one => {{ one.scrollIntoView({{block: 'center'}}); one.focus(); one.value = {value!r};"
            "for (const name of ['input', 'change'])"
            " one.dispatchEvent(new Event(name, {bubbles: true}));"
            f"}})(document.querySelector({json.dumps(selector)}))"
        )

    def offline(self, *, is_off: bool) -> None:
        self.ask(
            "Network.emulateNetworkConditions",
            offline=is_off,
            latency=0,
            downloadThroughput=-1,
            uploadThroughput=-1,
        )

    def shot(self, name: str) -> None:
        """Keep a picture of what is seen, where somebody asked for pictures."""
        folder = os.environ.get("PLUMBLINE_PICTURES")
        if folder is not None:
            data = self.ask("Page.captureScreenshot")["data"]
            Path(folder, f"{name}.png").write_bytes(base64.b64decode(data))

    def unexpected(self) -> list[str]:
        while not self._heard.empty():
            self._note(self._heard.get())
        return [
            fault
            for fault in self.faults
            if not any(re.search(pattern, fault) for pattern in self.expected)
        ]

    def _note(self, heard: dict[str, Any]) -> None:
        params = heard.get("params", {})
        match heard.get("method"):
            case "Runtime.exceptionThrown":
                details = params["exceptionDetails"]
                what = details.get("exception", {}).get("description", details["text"])
                self.faults.append(f"script: {details.get('url', '')} {what}")
            case "Runtime.consoleAPICalled" if params["type"] == "error":
                self.faults.append(f"console: {[one.get('value') for one in params['args']]}")
            case "Log.entryAdded" if params["entry"]["level"] == "error":
                entry = params["entry"]
                self.faults.append(f"log: {entry['text']} {entry.get('url', '')}")
            case _:
                pass


def _listen(lines: IO[str], heard: "queue.Queue[dict[str, Any]]") -> None:
    for line in lines:
        heard.put(json.loads(line))


def _write(process: "subprocess.Popen[str]", line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()


def _tools_of(port: int) -> str:
    """Give the address of the page's developer tools, once they answer."""
    for _ in range(SECONDS * 10):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=5) as answer:
                pages = [one for one in json.load(answer) if one["type"] == "page"]
        except OSError:
            pages = []
        if pages:
            address: str = pages[0]["webSocketDebuggerUrl"]
            return address
        time.sleep(0.1)
    raise AssertionError("the old browser did not start")


@contextmanager
def old_browser(version: int, folder: Path) -> Iterator[OldBrowser]:
    """Open a window of Chromium 83 or 87 with nothing remembered; afterwards it is closed."""
    python = ROOT / ".venv" / f"chromium-{version}" / "bin" / "python"
    if not python.exists():
        pytest.fail("journeys in old browsers need them: bash .ci/old_browsers installs both")
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    surroundings = os.environ | {
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "QT_QPA_PLATFORM": "offscreen",
        "QT_QUICK_BACKEND": "software",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--disable-gpu --no-sandbox --lang=zh-CN",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "QTWEBENGINE_REMOTE_DEBUGGING": f"127.0.0.1:{port}",
    }
    program = [str(python), str(Path(__file__).with_name("old_window.py"))]
    pipe = subprocess.PIPE
    with (
        (folder / "window.log").open("w") as said,
        subprocess.Popen(
            program, stdin=pipe, stdout=pipe, stderr=said, env=surroundings, text=True
        ) as process,
    ):
        window = OldBrowser(process)
        try:
            assert process.stdout is not None
            _write(process, _tools_of(port))
            reader = threading.Thread(
                target=_listen, args=(process.stdout, window._heard), daemon=True
            )
            reader.start()
            _furnish(window)
            yield window
        finally:
            process.stdin and process.stdin.close()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _furnish(window: OldBrowser) -> None:
    for domain in ("Page", "Runtime", "Log", "Network"):
        window.ask(f"{domain}.enable")
    window.ask("Page.addScriptToEvaluateOnNewDocument", source=_VIOLATIONS)
    window.ask(
        "Emulation.setDeviceMetricsOverride",
        width=390,
        height=HEIGHT,
        deviceScaleFactor=1,
        mobile=True,
    )
    window.ask("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=1)
    window.agent = window.tell("navigator.userAgent")
