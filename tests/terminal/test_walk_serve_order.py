"""serve-order, walked to its end with real keys on an 80 × 24 screen."""

import re

from tests.journal import only_case, statuses
from tests.pty import DOWN, ENTER, SPACE, Officer
from tests.pty import run_dvcheck as dvcheck
from tests.terminal.ends import summary_in
from tests.terminal.walks import SERVED_ANSWERS, TICK, end_of_shift, lay_out, press_through


def test_service_is_walked_to_its_proof_and_what_is_ticked_is_done() -> None:
    ends = end_of_shift()
    with Officer("serve-order", "--shift-ends", ends) as officer:
        press_through(officer, lay_out("serve-order", SERVED_ANSWERS))
        officer.answer(TICK, SPACE, DOWN, SPACE, ENTER)
        assert officer.exit_status == 0
        summary = " ".join(summary_in("\n".join(officer.everything)).split())
        assert len(officer.keys) <= 20
    assert re.search(rf"\* by (\w{{3}} )?{ends} Fax or deliver the completed form", summary)
    assert "Room 211 was in the old courthouse" in " ".join(
        dvcheck("show", only_case(), "--why").stdout.split()
    )
    found = statuses(only_case())
    assert found["help-with-service"] == "done"
    assert [found[f"cad-note-{name}"] for name in ("date", "time")] == ["done", "done"]
    # Ticked in the list: the first two of what was open before clearing.
    assert [found[f"cad-note-{name}"] for name in ("location", "names")] == ["done", "done"]
    assert found["cad-note-order-number"] == "open"
    assert found["go-report-service"] == "open"


def test_the_petitioner_as_server_is_told_at_once() -> None:
    with Officer("serve-order") as officer:
        press_through(officer, lay_out("serve-order", SERVED_ANSWERS | {"server": "petitioner"})[:2])
        officer.wait_for("! The petitioner cannot serve this order")
        officer.press("q")
        assert officer.exit_status == 130
