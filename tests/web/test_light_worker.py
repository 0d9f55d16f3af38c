"""What a server holds before it forks, and what a worker has loaded once it has served pages."""

import json
import os
import subprocess
import sys
from base64 import urlsafe_b64encode

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.audits import a_draft, publish
from tests.builders import item, section
from tests.conftest import FIELD_KEY, ROOT
from tests.register import two_centres
from tests.web.conftest import PASSWORD, the_supervisor

HEAVY = (
    "PIL",
    "alembic",
    "cv2",
    "docx",
    "numpy",
    "openpyxl",
    "plotly",
    "reportlab",
    "scipy",
    "xlsxwriter",
)
"""Libraries of single tasks: migrations, scans, statistics, charts, papers, workbooks; what babel knows of
languages is looked for besides."""
WORKER = """
import gc, json, re, sys
from wsgi import app
searches = gc.get_stats()[2]["collections"]
from babel import localedata
from qa_app.extensions import db
from qa_app.models.base import Base

def token(page):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]

with app.app_context():
    at_fork = [db.engine.pool.checkedin(), db.engine.pool.checkedout()]
kept = [gc.isenabled(), gc.get_freeze_count() > 100_000, searches]
noted = [not app.url_map._remap] + [
    "self_and_descendants" in vars(mapper) for mapper in Base.registry.mappers
]
name, password, audit, heavy = json.loads(sys.argv[1])
client = app.test_client()
form = {"login_name": name, "password": password, "csrf_token": token(client.get("/login").text)}
client.post("/login", data=form)
page = client.get(f"/audits/{audit}")
body = {"kind": "answer", "key": "A1", "value": "met", "base": 0, "op": "op-12345678"}
headers = {"X-CSRFToken": token(page.text)}
saved = client.post(f"/audits/{audit}/entries", json=body, headers=headers)
pages = [client.get(path).status_code for path in ("/", "/audits", "/centres", "/criteria", "/plan")]
loaded = [one for one in heavy if one in sys.modules] + list(localedata._cache)
print(json.dumps([at_fork, kept, all(noted), [page.status_code, saved.status_code, *pages], loaded]))
"""


@pytest.mark.parametrize(
    "without",
    [
        pytest.param("", id="as it is", marks=pytest.mark.nightly),
        pytest.param("2", id="without docstrings"),
    ],
)
def test_a_worker_that_served_readers_has_loaded_nothing_that_single_tasks_need(
    app: Flask, store: Session, without: str
) -> None:
    centre, _ = two_centres(store)
    reader = the_supervisor(store)
    audit = a_draft(store, centre, publish(store, section("A", item("A1"), item("A2"))), reader)
    settings = app.config["SETTINGS"]
    environment = {name: value for name, value in os.environ.items() if name[:3] != "QA_"} | {
        "QA_DATABASE_URL": settings.database_url,
        "QA_DATA_DIR": str(settings.data_dir),
        "QA_SECRET_KEY": settings.secret_key,
        "QA_FIELD_KEY": urlsafe_b64encode(FIELD_KEY).decode(),
        "PYTHONOPTIMIZE": without,
    }
    given = json.dumps(["senior_supervisor", PASSWORD, audit, HEAVY])
    made = subprocess.run(
        [sys.executable, "-c", WORKER, given],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    at_fork, kept, noted, statuses, loaded = json.loads(made.stdout)
    assert at_fork == [0, 0]  # a connection must not be shared by two processes
    assert kept == [True, True, 0]  # never looked through all that is loaded while it was loaded
    assert noted  # what a first request would work out in each worker by itself
    assert statuses == [200] * 7
    assert loaded == []
