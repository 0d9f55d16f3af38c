"""Learning plans of workers."""
