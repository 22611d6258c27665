"""Releases: figures as they were published (freeze), what has changed since (revisions), and their proof (verify)."""
