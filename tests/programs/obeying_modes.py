"""dvcheck as a user who needs the permissions of files. Root needs none, and gives that right up."""

import ctypes
import os
import sys

CAN_OBEY = sys.platform == "linux" or (sys.platform != "win32" and os.geteuid() != 0)
"""Whether `obey_modes` works here."""

_VERSION = 0x20080522
"""_LINUX_CAPABILITY_VERSION_3 of <linux/capability.h>."""
_CAPABILITIES = (1, 2)
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: what lets root pass modes."""
_DROP_FROM_BOUNDS = 24
"""PR_CAPBSET_DROP of <linux/prctl.h>."""


def obey_modes() -> None:
    """Let the modes of files stop this process and the programs it starts. Root can do so only on Linux."""
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; then the upper halves
    _require(libc.capget(header, sets))
    for capability in _CAPABILITIES:
        _require(libc.prctl(_DROP_FROM_BOUNDS, capability, 0, 0, 0))  # for the programs it starts
        for number in range(3):
            sets[number] &= ~(1 << capability)
    _require(libc.capset(header, sets))


def _require(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), "root kept the right to pass modes")


if __name__ == "__main__":
    obey_modes()
    from dvcheck.cli import main

    main()
