"""Reads a signed file with C2PA's own reader and prints the result as JSON: `python credentials.py FILE TRUSTED_CERTIFICATES`."""
import json
import pathlib
import sys

import c2pa

path, anchors = sys.argv[1:]
settings = {"trust": {"trust_anchors": pathlib.Path(anchors).read_text()}, "verify": {"verify_trust": True}}
context = c2pa.Context(c2pa.Settings.from_dict(settings))
print(c2pa.Reader(path, context=context).json())
