"""Mount a tmpfs of each kind and print what the check says of it. Runs in a mount namespace of its own.

Arguments: an empty folder. Prints ``kind state`` lines.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from diagnostics.health.disk import check_disk

PAGE = 4096
KINDS = {
    "last_fault": f"size={12207 * PAGE}",
    "first_warning": f"size={12208 * PAGE}",
    "last_warning": f"size={122070 * PAGE}",
    "first_ok": f"size={122071 * PAGE}",
    "few_files": "size=1g,nr_inodes=100",
    "files_enough": "size=1g,nr_inodes=101",
    "read_only": "size=1g,ro",
}


def main(folder: Path) -> None:
    for kind, options in KINDS.items():
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)
        result = check_disk(folder / "absent" / "compteurs.sqlite3")
        sys.stdout.write(f"{kind} {result.state.value} {result.code.value if result.code else '-'}\n")
        subprocess.run(["umount", str(folder)], check=True)


main(Path(sys.argv[1]))
