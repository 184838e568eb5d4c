"""Sourced explainers for MkDocs: source, fact, sentence, page."""

__version__ = "0.1.0"
