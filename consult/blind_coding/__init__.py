"""Beside stage 3: two people code a random share of the opinions without seeing what the tagger suggests."""
