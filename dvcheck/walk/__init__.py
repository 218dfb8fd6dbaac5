"""The walk without a screen: what comes next, what is said of an answer, and the loop that asks it."""
