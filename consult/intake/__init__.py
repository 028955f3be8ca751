"""1 Opinions arrive: the public form, the receipt, and the way back to one's own text."""
