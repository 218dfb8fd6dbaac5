"""What is handed on: pure renderers of an assessment."""
