#!/usr/bin/env python3
"""Makes a ZIP archive with the same bytes for the same files: zip.py FOLDER ARCHIVE"""

import os
import sys
import time
import zipfile
from pathlib import Path

folder, archive = Path(sys.argv[1]), sys.argv[2]
moment = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6]
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            entry = zipfile.ZipInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}", moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if path.suffix == ".exe" else 0o100644) << 16
            out.writestr(entry, path.read_bytes())
