"""Entry for WSGI servers: `gunicorn wsgi:app`."""

import gc
import os

from qa_app import create_app
from qa_app.config import Settings

app = create_app(Settings.from_env(os.environ))

# what is loaded stays as long as the process: without this every full collection walks through
# all of it again, in the middle of somebody's page
gc.collect()
gc.freeze()
