"""Documents out: Word and PDF from one content. Support: any stage may import it, and it imports no stage."""
