"""Results as Rich renderables: one module a screen. Only these modules import rich."""
