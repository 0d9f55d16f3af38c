"""Statistics: exact where they can be, each defined in docs/methods."""
