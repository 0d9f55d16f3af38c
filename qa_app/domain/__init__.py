"""Rules: pure values and functions, nothing that reads or writes the world."""
