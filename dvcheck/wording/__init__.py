"""The words for a duty, a deadline, a time and a journal entry, shared by screens, reports and the walk."""
