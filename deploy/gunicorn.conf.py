"""How workers run in production: `gunicorn -c deploy/gunicorn.conf.py wsgi:app`.

Every number may be set otherwise by an argument behind `-c`.
"""

import os
import shutil
from pathlib import Path

bind = f"{os.environ.get('QA_HOST', '127.0.0.1')}:{os.environ.get('QA_PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# one request at a time in each: no request is in another's way when a worker is killed; threads
# were not measured beside it yet, and a save waits behind a long page (docs/operating/sizing.md)
worker_class = "sync"
preload_app = True
# gunicorn's own setting of this name holds for its sockets alone, not for what workers write
os.umask(0o077)
umask = 0o077
# nobody steers workers but by signals: no socket in the home folder of whoever starts them
control_socket_disable = True
timeout = 120
# what a worker may take to end the request that it is in the middle of, at TERM, HUP and QUIT
graceful_timeout = 60
# connections that wait while the workers of a restart begin
backlog = 2048
proc_name = "plumbline"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "qa_app.logs.LineFormatter"}},
    "handlers": {
        "line": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "stream": "ext://sys.stderr",
        }
    },
    "root": {"level": "WARNING", "handlers": ["line"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["line"], "propagate": False},
        # every request leaves a line of the product's own, without its address
        "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
    },
}

_SHARED = "PROMETHEUS_MULTIPROC_DIR"
if not os.environ.get(_SHARED) and any(
    map(os.environ.get, ("QA_METRICS_TOKEN", "QA_METRICS_TOKEN_FILE"))
):
    # who asks for figures meets one worker, and is told what all of them counted
    _folder = f"figures-{os.environ.get('QA_PORT', '8000')}"
    os.environ[_SHARED] = str(Path(os.environ.get("QA_DATA_DIR", "instance")).resolve() / _folder)
_figures = os.environ.get(_SHARED, "")


def on_starting(server):
    """Begin with empty figures: those of processes that are gone would be added for ever."""
    if _figures and not server.cfg.reuse_port and not os.environ.get("GUNICORN_PID"):
        shutil.rmtree(_figures, ignore_errors=True)
        Path(_figures).mkdir(mode=0o700, parents=True)


def child_exit(_server, worker):
    """Let the figures of a worker that ended stay counted, and its gauges go."""
    if _figures:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)
