"""Starts the product again and again without loading it each time, for servers that get killed.

Run as a program it loads the product once and obeys lines: `start` forks, the fork becomes
gunicorn with the arguments behind the word, as production runs it, and says its number; `bury`
waits until the server of that number is gone.
"""

import os
import sys

from gunicorn.app import wsgiapp

import qa_app.web  # what the forks need not load again


def serve(arguments: list[str]) -> None:
    os.setsid()  # the head of a group, so that it dies together with its workers
    tell(str(os.getpid()))
    sys.argv = ["gunicorn", *arguments]
    wsgiapp.run()


def tell(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def main() -> None:
    assert qa_app.web
    for line in sys.stdin:
        what, *arguments = line.split()
        if what == "bury":
            os.waitpid(int(arguments[0]), 0)
            tell("buried")
        elif os.fork() == 0:
            serve(arguments)
            return


if __name__ == "__main__":
    main()
