"""How this server stands: for proxies, for collectors of figures, for system administrators."""

from qa_app.web.health.routes import bp
from qa_app.web.health.watch import register_watch

__all__ = ["bp", "register_watch"]
