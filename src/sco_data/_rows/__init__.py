"""Bytes to rows of any release of the data."""
