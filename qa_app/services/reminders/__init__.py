"""Calendar feeds, reminders and the ways by which they leave."""
