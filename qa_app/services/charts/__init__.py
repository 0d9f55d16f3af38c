"""Notes on charts, and from where their limits begin anew."""
