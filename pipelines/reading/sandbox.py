"""Take away from the reading process what a hostile file could misuse."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import platform
import resource
import struct
import sys

GIB = 1 << 30
MEMORY = 3 * GIB  # of addresses; what is really used stays far below
LEAST_SECONDS = 60
BYTES_PER_SECOND = 400_000
DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NEW_NETWORK = 0x40000000
_DIE_WITH_PARENT = 1
_NO_NEW_PRIVILEGES = 38
_SECCOMP, _FILTER = 22, 2
_ALLOW, _DENY = 0x7FFF0000, 0x00050001  # the second answers EPERM
# Per machine: its audit number and the calls socket, socketpair, connect, execve, execveat,
# ptrace: what reading a table never needs.
_REFUSED_CALLS = {
    "x86_64": (0xC000003E, (41, 53, 42, 59, 322, 101)),
    "aarch64": (0xC00000B7, (198, 199, 203, 221, 281, 117)),
}


def seconds_for(file_bytes: int) -> int:
    """Return how long reading a file of this size may take."""
    return LEAST_SECONDS + file_bytes // BYTES_PER_SECOND


def close_in(*, file_bytes: int, memory: int = MEMORY) -> None:
    """Limit memory, time and written bytes of this process; close the network and programs.

    Every measure that the machine knows is taken; on one that lacks some, the others hold.
    """
    seconds = seconds_for(file_bytes)
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, 2 * seconds),
        (resource.RLIMIT_FSIZE, 4 * GIB + 8 * file_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))
    if sys.platform == "linux":
        die_with_parent()
        system = ctypes.CDLL(None, use_errno=True)
        system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        system.unshare(_NEW_NETWORK)
        _refuse_calls(system)


def die_with_parent() -> None:
    """End this process when the one that started it is killed, so that it leaves no files."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_DIE_WITH_PARENT, 9, 0, 0, 0)


def _refuse_calls(system: ctypes.CDLL) -> None:
    """Make the kernel refuse sockets and other programs to this process, threads included."""
    known = _REFUSED_CALLS.get(platform.machine())
    if known is None:
        return
    audit, calls = known
    program = [
        (0x20, 0, 0, 4),  # load the machine's audit number
        (0x15, 1, 0, audit),
        (0x06, 0, 0, _ALLOW),
        (0x20, 0, 0, 0),  # load the number of the call
        *((0x15, len(calls) - place, 0, call) for place, call in enumerate(calls)),
        (0x06, 0, 0, _ALLOW),
        (0x06, 0, 0, _DENY),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in program))
    header = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    system.prctl(_SECCOMP, _FILTER, ctypes.c_char_p(header), 0, 0)
