"""Records as JSON and back, strictly."""
