"""espeak-ng behind ovos-tts-server, so that the server's routes have something to say."""

import signal
import subprocess
import sys
import tempfile

from ovos_plugin_manager.templates.tts import TTS


class Espeak(TTS):
    """The voice that a request names is one of espeak-ng's, which refuses any other."""

    available_languages = {"en-GB"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs, audio_ext="wav")
        self.enable_cache = False
        # Gone with the server, when it is told to end.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        self.folder = tempfile.TemporaryDirectory()

    def get_tts(self, sentence, wav_file, lang=None, voice=None):
        voice = "en-gb" if voice in (None, "default") else voice
        # Not to `wav_file`, which is the same for two requests with the same words.
        with tempfile.NamedTemporaryFile(dir=self.folder.name, suffix=".wav", delete=False) as file:
            subprocess.run(["espeak-ng", "-v", voice, "-w", file.name, "--", sentence], check=True)
        return file.name, None
