"""The commands of ``enfstat``, by what they are about. Each loads what it needs when it is called."""
