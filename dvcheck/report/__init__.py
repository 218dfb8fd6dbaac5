"""Documents made from a case: pure functions of an assessment."""
