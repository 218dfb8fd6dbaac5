"""One wording of a duty, a deadline, a time and a recorded thing, for screens, reports and the walk."""
