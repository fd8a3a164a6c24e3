"""Records as people and other tools see them: text, HTML, tables."""
