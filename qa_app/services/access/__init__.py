"""Access to case files by request, and months of two hats checked."""
