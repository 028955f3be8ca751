"""Hearings: an official logs whom the city heard, and cuts the notes into one claim each."""
