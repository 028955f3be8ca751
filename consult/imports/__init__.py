"""Imports: a workbook becomes hearings and committee opinions, after a look at every row; undone as a whole."""
