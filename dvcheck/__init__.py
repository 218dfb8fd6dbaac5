"""A field checklist for domestic-violence calls and protection orders."""

__version__ = "0.1.0"
