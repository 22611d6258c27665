"""Drafts as files: Word, text, Markdown, web page, PDF."""
