"""First pages: the public home, a member of staff's work of the day, and the health check."""
