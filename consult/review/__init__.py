"""Stage 3: officials confirm or reject what the tagger suggests, and add what it missed."""
