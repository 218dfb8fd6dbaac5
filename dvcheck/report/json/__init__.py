"""The JSON that scripts rely on, with one module for each document (docs/assessment.schema.json)."""
