"""Entry for WSGI servers: `gunicorn --preload wsgi:app`."""

import gc
import os

# nearly everything that loading makes stays: looking for what could go, again and again, is a
# tenth of the time to start; and what little could go would leave holes in pages of memory that
# workers, who begin as copies of this process (`--preload`), otherwise go on sharing. So before
# anything of the product is loaded
gc.disable()

from qa_app import create_app  # noqa: E402 - see above
from qa_app.cli.starting import one_heap, refuse_unfit  # noqa: E402
from qa_app.config import Settings  # noqa: E402
from qa_app.logs import lines_of_libraries  # noqa: E402

one_heap()
lines_of_libraries()
settings = Settings.from_env(os.environ)
refuse_unfit(settings)
app = create_app(settings)

# what is loaded stays as long as the process: without this every full collection walks through
# all of it again, in the middle of somebody's page, and workers could not go on sharing it
gc.freeze()
gc.enable()
