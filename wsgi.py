"""Builds the app for the server (waitress, gunicorn) and for the flask command."""

from consult import create_app

app = create_app()
