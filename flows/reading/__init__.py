"""Bytes to sheets: knows file formats, nothing about contracts."""
