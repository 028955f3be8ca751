"""The rules, in plain Python: nothing here knows Flask or SQL."""
