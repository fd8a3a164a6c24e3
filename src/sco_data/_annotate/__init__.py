"""Status added to tables, on the engine that holds them, and to files."""
