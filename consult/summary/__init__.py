"""集約: opinions of a case are put into groups that one answer answers."""
