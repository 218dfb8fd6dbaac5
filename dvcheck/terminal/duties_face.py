"""The list of what is open, at the end of a walk."""

from collections.abc import Collection, Sequence

from dvcheck.language import phrase
from dvcheck.terminal import feet
from dvcheck.terminal.faces import LEAVING, Done, Keys, Reply, Stays
from dvcheck.terminal.frame import Size, heading
from dvcheck.terminal.list_faces import TicksFace
from dvcheck.walk.prompts import Row, Ticked, WalkPlace


class DutiesFace(TicksFace):
    """The list of what is open: what is done is ticked, what was not feasible is named."""

    def __init__(
        self, title: str, status: str, rows: Sequence[Row], ticked: Collection[str], leave: tuple[str, str]
    ) -> None:
        """`leave` is the key that leaves, as it stands at the foot."""
        super().__init__(
            lambda size: heading(size, WalkPlace(section=phrase("Before you go")), status, title, None),
            rows,
            ticked,
            self._keys,
        )
        self._leave = leave

    def _keys(self, size: Size) -> Keys:
        rows = self._rows
        return feet.under_ticks(
            len(rows),
            self._leave,
            cut=len(rows) > size.rows - _FRAME,
            excusable=any(row.not_feasible for row in rows),
        )

    def press(self, key: str) -> Reply:
        done = tuple(self._chosen)
        if key in ("b", "B", "left"):
            return Done(Ticked(done=done, back=True))
        if key in (*LEAVING, "c-q"):
            return Done(Ticked(done=done, leave=True))
        if key not in ("x", "X"):
            return super().press(key)
        if self._pointed.not_feasible:
            return Done(Ticked(done=done, not_feasible=self._pointed.id))
        self._message = self._pointed.refused
        return Stays.FREE


_FRAME = 9
"""Lines of a list of duties that are not rows of it."""
