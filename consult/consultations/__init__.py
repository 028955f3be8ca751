"""Officials open a consultation, attach the draft and announce it; citizens read it."""
