"""Training and proof of the checklists: scenarios, and coverage of the policy."""
