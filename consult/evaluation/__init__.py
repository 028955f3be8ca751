"""Beside stage 3: how right the suggestions are, how people decide on them, and how long it takes."""
