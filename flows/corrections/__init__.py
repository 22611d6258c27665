"""Declared corrections: what the business cannot mend in its systems, written down with reason, approval and end."""
