"""The precinct: journals of several laptops in one PostgreSQL database."""
