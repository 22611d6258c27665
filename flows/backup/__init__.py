"""Backups of a warehouse: what cannot be made again, by its sha256."""
