"""The timeline: who had which status on which day, and what to mind about it."""
