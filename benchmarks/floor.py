"""The floor: the least that Flask and SQLAlchemy do for the two pages that readers use most.

It has what no honest version can leave out: a session and an account, reach, protection of
forms, the audit and its 25 answers, a journal row, one commit; and nothing of the product.
"""

import hmac
import os
from datetime import UTC, datetime

from flask import Flask, Response, abort, g, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, Text, insert, select

from benchmarks.rubric import bench_rubric
from qa_app.models.engine import engine_options, prepare

SECRET = b"floor"
METADATA = MetaData()
key, whole, text = {"primary_key": True}, Integer, String(64)
ACCOUNT = Table(
    "floor_account",
    METADATA,
    Column("id", whole, **key),
    Column("name", text),
    Column("path", text),
)
SESSION = Table(
    "floor_session", METADATA, Column("token", text, **key), Column("account_id", whole)
)
AUDIT = Table(
    "floor_audit",
    METADATA,
    Column("id", whole, **key),
    Column("reference", text),
    Column("path", text),
)
ANSWER = Table(
    "floor_answer",
    METADATA,
    Column("audit_id", whole, **key),
    Column("item", text, **key),
    Column("value", text),
    Column("revision", whole),
)
JOURNAL = Table(
    "floor_journal",
    METADATA,
    Column("seq", whole, **key),
    Column("at", DateTime(timezone=True)),
    Column("account_id", whole),
    Column("action", text),
    Column("audit_id", whole),
    Column("detail", Text),
)
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
        rows = db.session.execute(
            select(ANSWER.c.item, ANSWER.c.value).where(ANSWER.c.audit_id == audit_id)
        )
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
        place = (ANSWER.c.audit_id == audit_id) & (ANSWER.c.item == sent["item"])
        old = db.session.execute(select(ANSWER.c.value, ANSWER.c.revision).where(place)).one()
        db.session.execute(
            ANSWER.update().where(place).values(value=sent["value"], revision=old.revision + 1)
        )
        note(account, "save", audit_id, f"{sent['item']} {old.value} {sent['value']}")
        return Response(status=204)

    return app


def begin() -> None:
    if db.engine.dialect.name == "sqlite":
        db.session.connection().exec_driver_sql("BEGIN IMMEDIATE")


def signed_in():
    g.token = request.cookies.get("sid", "")
    query = select(ACCOUNT).join(SESSION, SESSION.c.account_id == ACCOUNT.c.id)
    return db.session.execute(query.where(SESSION.c.token == g.token)).one_or_none() or abort(401)


def within_reach(account, audit_id: int):
    query = select(AUDIT).where(AUDIT.c.id == audit_id)
    query = query.where(AUDIT.c.path.startswith(account.path))
    return db.session.execute(query).one_or_none() or abort(404)


def note(account, action: str, audit_id: int, detail: str) -> None:
    values = {"account_id": account.id, "action": action, "audit_id": audit_id, "detail": detail}
    db.session.execute(insert(JOURNAL).values(at=datetime.now(UTC), **values))
    db.session.commit()


def token() -> str:
    return hmac.new(SECRET, g.token.encode(), "sha256").hexdigest()


if "FLOOR_DATABASE_URL" in os.environ:
    app = create_app(os.environ["FLOOR_DATABASE_URL"])
