"""Stage 2: suggested themes, packages and models, with the words that led to them."""
