"""The JSON that scripts rely on, one module a document (docs/assessment.schema.json)."""
