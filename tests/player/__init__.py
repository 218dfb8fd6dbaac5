"""Tests of the demo for a class, and of its recordings."""
