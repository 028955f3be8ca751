"""Officials' decisions teach the tagger: lessons, refits in the background, and which learned tagger is in use."""
