"""A plug-in that lets ovos-tts-server speak with espeak-ng."""

import signal
import subprocess
import sys
import tempfile

from ovos_plugin_manager.templates.tts import TTS


class Espeak(TTS):
    """Speaks with the voice of espeak-ng that the request names. espeak-ng fails for other names."""

    available_languages = {"en-GB"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs, audio_ext="wav")
        self.enable_cache = False
        # SIGTERM must end Python normally, so that the temporary folder is deleted.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        self.folder = tempfile.TemporaryDirectory()

    def get_tts(self, sentence, wav_file, lang=None, voice=None):
        voice = "en-gb" if voice in (None, "default") else voice
        # `wav_file` is the same path for two concurrent requests with the same text, so use another file.
        with tempfile.NamedTemporaryFile(dir=self.folder.name, suffix=".wav", delete=False) as file:
            subprocess.run(["espeak-ng", "-v", voice, "-w", file.name, "--", sentence], check=True)
        return file.name, None
