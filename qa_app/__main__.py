"""`python -m qa_app` is the `qa` command."""

from qa_app.cli import main

main()
