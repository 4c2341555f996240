"""What C2PA's own reader makes of a signed file, as JSON: `python credentials.py FILE TRUSTED_CERTIFICATES`."""
import json
import pathlib
import sys

import c2pa

path, anchors = sys.argv[1:]
trusting = {"trust": {"trust_anchors": pathlib.Path(anchors).read_text()}, "verify": {"verify_trust": True}}
context = c2pa.Context(c2pa.Settings.from_dict(trusting))
print(c2pa.Reader(path, context=context).json())
