"""In place of the package of this name, which keeps files in memory, outside of the folder that a test gives the server."""

import tempfile


class MemoryTempfile:
    def __init__(self, **_):
        pass

    def gettempdir(self):
        return tempfile.gettempdir()
