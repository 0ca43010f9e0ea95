"""A web server."""

from fixtures.web import web
