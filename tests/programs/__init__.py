"""Programs that tests start: dvcheck with something changed, and the process that forks for each start.

They import nothing of the tests that dvcheck itself would not import.
"""
