"""Which duty is an arrest. A list of several officers puts open required arrests first."""

from dvcheck.pack.model import Obligation
from dvcheck.rules.outline import base_of


def is_arrest(obligation: Obligation) -> bool:
    """Check whether a duty is a required arrest: due on the scene, with the word "arrest" in its id."""
    required = obligation.force == "required" and obligation.phase == "scene"
    return required and "arrest" in base_of(obligation.id).split("-")
