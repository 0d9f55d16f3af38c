"""Files that are read twice: chosen, given up, settled."""
