"""Reports of quarters and years: made by the clock, opened by people."""
