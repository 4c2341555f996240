"""Reads the metadata of an MP3 or FLAC file with mutagen and prints it as JSON: `python tags.py FILE`."""
import hashlib
import json
import sys

import mutagen
from mutagen.mp3 import MP3


def mp3_metadata(tags):
    def chapter(frame):
        return [frame.element_id, frame.start_time, frame.end_time, str(frame.sub_frames["TIT2"])]

    return {
        "tags": {key[:4]: str(frame) for key, frame in tags.items() if key[0] == "T" or key[:4] == "COMM"},
        "contents": [[frame.element_id, int(frame.flags), frame.child_element_ids] for frame in tags.getall("CTOC")],
        "chapters": sorted(map(chapter, tags.getall("CHAP")), key=lambda chapter: int(chapter[0][2:])),
        "pictures": tags.getall("APIC"),
    }


file = mutagen.File(sys.argv[1])
seen = mp3_metadata(file.tags) if isinstance(file, MP3) else {"tags": file.tags, "pictures": file.pictures}
pictures = [[picture.mime, int(picture.type), hashlib.sha256(picture.data).hexdigest()] for picture in seen["pictures"]]
info = file.info
about = {"seconds": info.length, "bitrate": info.bitrate, "rate": info.sample_rate, "channels": info.channels}
print(json.dumps({**seen, **about, "pictures": pictures, "constant": str(getattr(info, "bitrate_mode", ""))}))
