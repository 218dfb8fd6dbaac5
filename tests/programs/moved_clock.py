"""dvcheck with moved clocks. Tests run this module when time must pass or a clock must be set."""

import tests.programs.clocks  # noqa: F401

from dvcheck.cli import main  # isort: skip

if __name__ == "__main__":
    main()
