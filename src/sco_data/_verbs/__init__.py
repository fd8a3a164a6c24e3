"""The verbs that read the data, by the subjects of ``model``."""
