"""The demo: a scenario that plays by itself for a class, with the real walk and its real prompts."""
