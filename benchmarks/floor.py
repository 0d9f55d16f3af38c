"""The floor: the least that Flask and SQLAlchemy do for the two pages that readers use most.

It has what no honest version can leave out: a session and an account, reach, protection of
forms, the audit and its 25 answers, a journal row, one commit; and nothing of the product.
"""

import hmac
import os
from datetime import UTC, datetime

from flask import Flask, Response, abort, g, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Column,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    insert,
    select,
)

from benchmarks.rubric import bench_rubric
from qa_app.models.engine import engine_options, prepare

SECRET = b"floor"
METADATA = MetaData()
WHOLE, TEXT = Integer, String(64)


def table(of: str, /, *keys: str, **columns) -> Table:
    made = [Column(column, kind, primary_key=column in keys) for column, kind in columns.items()]
    return Table(f"floor_{of}", METADATA, *made)


ACCOUNT = table("account", "id", id=WHOLE, name=TEXT, path=TEXT)
SESSION = table("session", "token", token=TEXT, account_id=WHOLE)
AUDIT = table("audit", "id", id=WHOLE, reference=TEXT, path=TEXT)
ANSWER = table("answer", "audit_id", "item", audit_id=WHOLE, item=TEXT, value=TEXT, revision=WHOLE)
NOTED = {"account_id": WHOLE, "action": TEXT, "audit_id": WHOLE, "detail": Text}
JOURNAL = table("journal", "seq", seq=WHOLE, at=DateTime(timezone=True), **NOTED)
SIGNED_IN = select(ACCOUNT).join(SESSION, SESSION.c.account_id == ACCOUNT.c.id)
SIGNED_IN = SIGNED_IN.where(SESSION.c.token == bindparam("of_token"))
REACHED = select(AUDIT).where(
    AUDIT.c.id == bindparam("audit"), AUDIT.c.path.startswith(bindparam("within"))
)
ANSWERS = select(ANSWER.c.item, ANSWER.c.value).where(ANSWER.c.audit_id == bindparam("audit"))
PLACE = ANSWER.c.audit_id == bindparam("audit"), ANSWER.c.item == bindparam("of_item")
OLD = select(ANSWER.c.value, ANSWER.c.revision).where(*PLACE)
REPLACE = ANSWER.update().where(*PLACE)
REPLACE = REPLACE.values(value=bindparam("value"), revision=bindparam("revision"))
NOTE = insert(JOURNAL)
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<title>{{ audit.reference }}</title>
<p>{{ name }}</p><form method="post"><input type="hidden" name="csrf_token" value="{{ csrf }}">
{% for item in items %}<fieldset><legend>{{ item.code }} {{ item.text }}</legend>
{% for code, words in item.options %}<label><input type="radio" name="{{ item.code }}"
 value="{{ code }}"{{ " checked" if answers.get(item.code) == code }}> {{ words }}</label>
{% endfor %}</fieldset>{% endfor %}<button>保存</button></form></html>"""

db = SQLAlchemy(metadata=METADATA)


def create_app(url: str) -> Flask:
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    items = [
        {
            "code": item.code,
            "text": item.text.zh,
            "options": [(option.code, option.label.zh) for option in item.scale.options],
        }
        for item in bench_rubric().rubric.items.values()
    ]

    page = app.jinja_env.from_string(PAGE)

    @app.get("/hello")
    def hello() -> str:
        return "hello"

    @app.get("/audits/<int:audit_id>")
    def show(audit_id: int) -> str:
        begin()
        account = signed_in()
        audit = within_reach(account, audit_id)
        rows = db.session.connection().execute(ANSWERS, {"audit": audit_id})
        answers = dict(rows.all())
        note(account, "read", audit_id, "")
        named = {"name": account.name, "audit": audit, "items": items, "answers": answers}
        return page.render(named, csrf=token())

    @app.post("/audits/<int:audit_id>")
    def save(audit_id: int) -> Response:
        begin()
        account = signed_in()
        if not hmac.compare_digest(request.headers.get("X-CSRFToken", ""), token()):
            abort(400)
        within_reach(account, audit_id)
        sent = request.get_json()
        named = {"audit": audit_id, "of_item": sent["item"]}
        connection = db.session.connection()
        old = connection.execute(OLD, named).one()
        new = {"value": sent["value"], "revision": old.revision + 1}
        connection.execute(REPLACE, named | new)
        note(account, "save", audit_id, f"{sent['item']} {old.value} {sent['value']}")
        return Response(status=204)

    return app


def begin() -> None:
    if db.engine.dialect.name == "sqlite":
        db.session.connection().exec_driver_sql("BEGIN IMMEDIATE")


def signed_in():
    g.token = request.cookies.get("sid", "")
    found = db.session.connection().execute(SIGNED_IN, {"of_token": g.token})
    return found.one_or_none() or abort(401)


def within_reach(account, audit_id: int):
    asked = {"audit": audit_id, "within": account.path}
    return db.session.connection().execute(REACHED, asked).one_or_none() or abort(404)


def note(account, action: str, audit_id: int, detail: str) -> None:
    values = {"account_id": account.id, "action": action, "audit_id": audit_id, "detail": detail}
    db.session.connection().execute(NOTE, values | {"at": datetime.now(UTC)})
    db.session.commit()


def token() -> str:
    return hmac.new(SECRET, g.token.encode(), "sha256").hexdigest()


if "FLOOR_DATABASE_URL" in os.environ:
    app = create_app(os.environ["FLOOR_DATABASE_URL"])
