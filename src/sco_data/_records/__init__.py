"""Rows to records, and the one way to ask for them."""
