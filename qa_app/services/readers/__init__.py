"""Who reads: ties, capacity, practice files, the team's profile."""
