"""The published database in the clients that analysts have: ``make clients`` asks each the cookbook's questions."""
