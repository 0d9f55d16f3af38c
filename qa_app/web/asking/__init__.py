"""What a rubric asks, as fields and keys of a form: for the workspace and for trying a draft."""
