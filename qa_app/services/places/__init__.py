"""The area tree, centres and practitioners."""
