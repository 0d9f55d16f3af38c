"""Acts about the journal itself."""
