"""The door for browsers: pages, forms, guards."""

from flask import Flask

from qa_app.domain.permissions import Permission, may
from qa_app.domain.trust_defaults import SESSION_WARNING_SECONDS
from qa_app.extensions import babel
from qa_app.web import (
    access,
    accounts,
    actions,
    admin,
    agreed,
    agreements,
    answers,
    assets,
    audits,
    cases,
    centres,
    chart_notes,
    comparison,
    competencies,
    coverage,
    decisions,
    drafting,
    endorsement,
    exports,
    feedback_page,
    findings,
    health,
    holidays,
    home,
    indicators,
    journal,
    learning,
    library,
    limits,
    marks,
    maturity,
    moderation,
    month_plan,
    own_forms,
    own_trends,
    papers,
    papers_public,
    past_sessions,
    period_reports,
    practice,
    printed,
    quality,
    readers,
    records,
    register,
    register_papers,
    reminders,
    rounds,
    sandbox,
    schedule,
    second_factor,
    service_records,
    sheets,
    singles,
    standards,
    supervision,
    supervisor_reviews,
    workers,
)
from qa_app.web.anchors import register_anchors
from qa_app.web.bursts import register_bursts
from qa_app.web.copying import copied_address, copied_line, copied_session
from qa_app.web.errors import register_errors
from qa_app.web.factor_told import factor_told, ways_in
from qa_app.web.guard import current_actor, current_signed, register_guard, session_left
from qa_app.web.headers import register_headers
from qa_app.web.installation import register_installation
from qa_app.web.known_hosts import register_known_hosts
from qa_app.web.labels import plain, said, who, written
from qa_app.web.locale import babel_locale, html_language, page_language, register_words
from qa_app.web.menu import here, menu
from qa_app.web.notices import notice_words
from qa_app.web.numbers import register_numbers
from qa_app.web.session import register_form_protection, register_sessions
from qa_app.web.session_labels import TEMPLATE_WORDS
from qa_app.web.steady import register_steady
from qa_app.web.text import register_text
from qa_app.web.text_guard import register_text_guard
from qa_app.web.turns import register_turns
from qa_app.wording import Words

BLUEPRINTS = (
    access.bp,
    accounts.bp,
    actions.bp,
    admin.bp,
    agreed.bp,
    agreements.bp,
    answers.bp,
    assets.bp,
    audits.bp,
    cases.bp,
    centres.bp,
    chart_notes.bp,
    comparison.bp,
    competencies.bp,
    coverage.bp,
    decisions.bp,
    drafting.bp,
    endorsement.bp,
    exports.bp,
    feedback_page.bp,
    findings.bp,
    health.bp,
    holidays.bp,
    home.bp,
    indicators.bp,
    journal.bp,
    learning.bp,
    library.bp,
    limits.bp,
    marks.bp,
    maturity.bp,
    moderation.bp,
    month_plan.bp,
    own_forms.bp,
    own_trends.bp,
    papers.bp,
    papers_public.bp,
    past_sessions.bp,
    period_reports.bp,
    practice.bp,
    printed.bp,
    quality.bp,
    readers.bp,
    records.bp,
    register.bp,
    register_papers.bp,
    reminders.bp,
    rounds.bp,
    sandbox.bp,
    schedule.bp,
    second_factor.bp,
    service_records.bp,
    sheets.bp,
    singles.bp,
    standards.bp,
    supervision.bp,
    supervisor_reviews.bp,
    workers.bp,
)


def register_web(app: Flask) -> None:
    """Put everything a browser meets into place.

    Args:
        app: The application.
    """
    register_numbers(app)
    babel.init_app(app, locale_selector=babel_locale)
    register_words(app, babel)
    health.register_watch(app)
    register_known_hosts(app)
    register_guard(app)
    register_bursts(app)
    register_text(app)
    register_form_protection(app)
    register_text_guard(app)
    register_turns(app)
    register_sessions(app)
    register_headers(app)
    register_errors(app)
    register_installation(app)
    register_anchors(app)
    zone = app.config["SETTINGS"].timezone
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.jinja_env.globals.update(
        static_url=assets.static_url,
        page_language=page_language,
        html_language=html_language,
        current_signed=current_signed,
        is_allowed=is_allowed,
        menu=menu,
        here=here,
        notice_words=notice_words,
        factor_told=factor_told,
        ways_in=ways_in,
        session_left=session_left,
        session_warns=SESSION_WARNING_SECONDS,
        said=said,
        written=written,
        plain=plain,
        who=who,
        instant=lambda at: Words(page_language()).instant(at, zone),
        day=lambda on: Words(page_language()).day(on),
        copied_line=copied_line,
        copied_address=copied_address,
        copied_session=copied_session,
    )
    app.jinja_env.globals.update(TEMPLATE_WORDS)
    register_steady(app)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def is_allowed(permission: str) -> bool:
    """Tell a template whether the signed-in person may do something.

    Args:
        permission: Its value, such as `audit:score`.

    Returns:
        False for visitors.
    """
    return current_signed() is not None and may(current_actor(), Permission(permission))
