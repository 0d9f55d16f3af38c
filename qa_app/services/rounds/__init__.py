"""Review rounds: planned, changed, cancelled, put on days."""
