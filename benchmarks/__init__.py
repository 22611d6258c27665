"""How fast enfstat is beside what a user would write or pick instead, and beside the limits of the file format."""
