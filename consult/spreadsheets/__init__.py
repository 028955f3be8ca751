"""Tables in and out. Support: any stage may import it, and it imports no stage."""
