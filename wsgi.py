"""Entry for WSGI servers: `gunicorn --preload wsgi:app`."""

import gc
import os

from qa_app import create_app
from qa_app.config import Settings

# nearly everything that loading makes stays: looking for what could go, again and again, is a
# tenth of the time to start
gc.disable()
app = create_app(Settings.from_env(os.environ))

# what is loaded stays as long as the process: without this every full collection walks through
# all of it again, in the middle of somebody's page; and workers that begin as copies of a
# process that loaded it (`--preload`) could not go on sharing it
gc.collect()
gc.freeze()
gc.enable()
