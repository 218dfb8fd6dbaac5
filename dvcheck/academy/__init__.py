"""What teaches the checklists, and proves them: scenarios and the coverage of the policy."""
