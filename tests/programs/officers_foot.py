"""A demo with the keys of a walk at its foot, as a recording has them, in a real terminal."""

from collections.abc import Iterator

from msgspec.structs import replace

from dvcheck.academy.scenario import Scenario
from dvcheck.player import play
from dvcheck.player.instructor import Instructor
from dvcheck.player.pace import DemoSettings
from dvcheck.terminal.frame import usual_moves
from dvcheck.walk.prompts import Line

if __name__ == "__main__":
    introduce = play._introduction

    def introduction(scenario: Scenario, width: int, how: DemoSettings) -> Iterator[Line]:
        yield from introduce(scenario, width, replace(how, recorded=True))

    play._introduction = introduction  # type: ignore[assignment]
    Instructor.foot = lambda self, left: usual_moves()  # type: ignore[method-assign]
    Instructor.note = ""  # type: ignore[assignment,method-assign]
    from dvcheck.cli import main

    main()
