"""Entry for WSGI servers: `gunicorn wsgi:app`."""

import os

from qa_app import create_app
from qa_app.config import Settings

app = create_app(Settings.from_env(os.environ))
