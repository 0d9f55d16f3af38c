"""`qa serve`: serve the product with one process."""

import socket
from threading import Event

import click
from waitress import create_server

from qa_app import create_app
from qa_app.cli.opening import refuse_unready, settings, stop
from qa_app.cli.starting import one_heap, refuse_unfit
from qa_app.cli.trials import watch_trials
from qa_app.config import Settings
from qa_app.logs import lines_of_libraries


@click.command("serve")
def command() -> None:
    """Serve the product on QA_HOST and QA_PORT."""
    chosen = settings()
    refuse_unfit(chosen)
    run(chosen)


def run(chosen: Settings) -> None:
    """Serve until stopped.

    Args:
        chosen: The installation's settings.
    """
    refuse_unready(chosen)
    refuse_taken_port(chosen)
    one_heap()
    lines_of_libraries()
    app = create_app(chosen)
    server = create_server(
        app,
        host=chosen.host,
        port=chosen.port,
        threads=8,
        ident=None,
        # by itself it takes away what proxies say before the product, which counts them, sees it
        clear_untrusted_proxy_headers=chosen.proxies == 0,
    )
    click.echo(f"ready http://{chosen.host}:{chosen.port}")  # it listens already
    stop_trials = Event()
    watch_trials(chosen, stop_trials)
    try:
        server.run()
    finally:
        stop_trials.set()


def refuse_taken_port(chosen: Settings) -> None:
    """Stop when something else serves on the port.

    Args:
        chosen: The installation's settings.
    """
    if _is_taken(chosen):
        stop(f"Port {chosen.port} is taken: set QA_PORT to another number, such as QA_PORT=8010.")


def _is_taken(chosen: Settings) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((chosen.host, chosen.port)) == 0
