"""Standards: publishing rubric versions."""
