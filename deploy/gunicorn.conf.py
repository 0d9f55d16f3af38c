"""How workers run in production: `gunicorn -c deploy/gunicorn.conf.py wsgi:app`.

Every number may be set otherwise by an argument behind `-c`.
"""

import os
import shutil
import sys
import time
from pathlib import Path
from threading import Thread, get_ident

bind = f"{os.environ.get('QA_HOST', '127.0.0.1')}:{os.environ.get('QA_PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# several at once in each: a save does not wait until a long page is done (docs/adr/0058)
worker_class = "gthread"
threads = 4
# a save of many short steps gets its turn soon beside pages that reckon (5 ms by itself)
sys.setswitchinterval(0.0005)
# a worker takes no more than it works at: whoever comes next goes to one that is free
worker_connections = threads
# a connection ends with its answer: none is about to be used again when a worker ends
keepalive = 0
preload_app = True
# gunicorn's own setting of this name holds for its sockets alone, not for what workers write
os.umask(0o077)
umask = 0o077
# nobody steers workers but by signals: no socket in the home folder of whoever starts them
control_socket_disable = True
# what a request may take; a worker of threads is not watched by gunicorn, but by itself: see below
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


_began = {}


def pre_request(_worker, _request):
    """Note when a thread began with a request."""
    _began[get_ident()] = time.monotonic()


def post_request(worker, _request, environ, _response):
    """Note that a thread is free; end a worker that ran out of memory: parts may be half made."""
    _began.pop(get_ident(), None)
    if environ.get("plumbline.out_of_memory"):
        worker.log.critical("memory ran out: worker %s ends", worker.pid)
        worker.handle_exit(None, None)


def post_worker_init(worker):
    """End a worker of which a request hangs: its other requests end first, and another starts."""
    Thread(target=_watch, args=(worker,), daemon=True).start()


def _watch(worker):
    most = worker.cfg.timeout
    while not most or all(time.monotonic() - began < most for began in [*_began.values()]):
        time.sleep(min(5, (most or 20) / 4))
    worker.log.critical("a request hangs: worker %s ends", worker.pid)
    worker.handle_exit(None, None)
    time.sleep(worker.cfg.graceful_timeout)
    os._exit(1)
