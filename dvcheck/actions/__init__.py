"""What a person does, as functions that return frozen results. Nothing here prints, asks or exits."""
