"""The walk, independent of any screen: its steps, its messages, and the loop that asks the questions."""
