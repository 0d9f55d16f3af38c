"""One window of an old Chromium; runs in an environment of its own, where the product is not.

The first line on standard input is the address of the page's developer tools. The lines that follow
go there, what the tools say comes back on standard output, a line each. The window closes when
standard input ends.
"""

import sys

from PyQt5.QtCore import QSocketNotifier, QUrl
from PyQt5.QtWebEngineWidgets import QWebEnginePage, QWebEngineView
from PyQt5.QtWebSockets import QWebSocket
from PyQt5.QtWidgets import QApplication


class Page(QWebEnginePage):
    """Whoever is asked whether to leave says yes."""

    def javaScriptConfirm(self, *_: object) -> bool:  # noqa: N802 - Qt's name
        return True


class Window:
    """The page and the way to its developer tools."""

    def __init__(self, app: QApplication) -> None:
        self.app = app
        self.view = QWebEngineView()
        self.view.resize(390, 844)
        self.page = Page(self.view)
        self.view.setPage(self.page)
        self.view.load(QUrl("about:blank"))
        self.view.show()
        self.tools = QWebSocket()
        self.tools.textMessageReceived.connect(self.say)
        self.heard = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Read)
        self.heard.activated.connect(self.pass_on)
        self.tools.connected.connect(lambda: self.heard.setEnabled(True))

    @staticmethod
    def say(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def pass_on(self) -> None:
        line = sys.stdin.buffer.raw.readline().decode()
        if not line:
            self.app.quit()
        elif self.tools.isValid():
            self.tools.sendTextMessage(line)
        else:
            self.heard.setEnabled(False)
            self.tools.open(QUrl(line.strip()))


if __name__ == "__main__":
    application = QApplication(sys.argv)
    window = Window(application)
    sys.exit(application.exec_())
