"""Who listens at a port already, as far as the system says it: Linux, and processes one may see."""

from __future__ import annotations

from pathlib import Path

LISTENS = "0A"
"""State of a socket in `/proc/net/tcp`."""


def listener(port: int, system: Path = Path("/proc")) -> str:
    """Return in words which process listens at a port; empty where that cannot be known.

    Of a server and its workers, which share the socket, it is the one that was started first.

    References:
        https://man7.org/linux/man-pages/man5/proc_net_tcp.5.html
    """
    sockets = {f"socket:[{inode}]" for inode in _inodes(port, system)}
    holders = [
        int(process.name)
        for process in (system.iterdir() if sockets else ())
        if process.name.isdigit() and _holds(process, sockets)
    ]
    if not holders:
        return ""
    first = min(holders)
    try:
        name = (system / str(first) / "comm").read_text().strip()
    except OSError:  # it has just ended
        return ""
    return f"process {first} ({name})"


def _inodes(port: int, system: Path) -> list[str]:
    found = []
    for name in ("tcp", "tcp6"):
        try:
            lines = (system / "net" / name).read_text().splitlines()[1:]
        except OSError:  # no Linux, or no IPv6
            continue
        for line in lines:
            words = line.split()
            if words[3] == LISTENS and int(words[1].rpartition(":")[2], 16) == port:
                found.append(words[9])
    return found


def _holds(process: Path, sockets: set[str]) -> bool:
    try:
        return any(str(each.readlink()) in sockets for each in (process / "fd").iterdir())
    except OSError:  # somebody else's, or ended
        return False
