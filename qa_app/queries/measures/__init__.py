"""What is measured for criteria, one module for each source of evidence."""
