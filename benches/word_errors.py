#!/usr/bin/env python3
"""Word errors of voices, as a recogniser hears them: benches/word_errors.py ALOUD MODEL SENTENCES VOICE…

ALOUD is the program, MODEL a folder with a Whisper model for faster-whisper, SENTENCES a text file with one sentence a line. A voice is
a name, or NAME=FOLDER for the sound of another program: FOLDER has 000.wav, 001.wav and so on. Needs faster-whisper and jiwer.
"""
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import ctranslate2
import jiwer
from faster_whisper import WhisperModel


def main():
    aloud, model, sentences, *voices = sys.argv[1:]
    lines = [line.strip() for line in Path(sentences).read_text().splitlines() if line.strip()]
    wanted = spoken(aloud, lines)
    ctranslate2.set_random_seed(1)
    whisper = WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=1)
    with tempfile.TemporaryDirectory() as folder:
        for voice in voices:
            name, _, files = voice.partition("=")
            sounds = [Path(files or folder) / f"{number:03}.wav" for number in range(len(lines))]
            if not files:
                for line, sound in zip(lines, sounds):
                    speak = [aloud, "voices", "say", name, line, "-o", str(sound), "--force"]
                    subprocess.run(speak, check=True, capture_output=True)
            heard = spoken(aloud, [recognise(whisper, sound) for sound in sounds])
            print(f"{name}: {100 * jiwer.wer(wanted, heard):.1f} % of {len(' '.join(wanted).split())} words", flush=True)
            for line, words in zip(wanted, heard):
                if line != words:
                    print(f"    {line}\n    {words}\n")


def recognise(whisper, sound):
    """Returns the words in a sound file."""
    # Whisper sometimes repeats words until its memory is full. Its own remedy: text that compresses well is recognised again, with more
    # randomness.
    settings = {"beam_size": 5, "temperature": [0.0, 0.2, 0.4, 0.6], "log_prob_threshold": None}
    found, _ = whisper.transcribe(str(sound), language="en", condition_on_previous_text=False, **settings)
    return " ".join(part.text.strip() for part in found) or "…"


def spoken(aloud, lines):
    """Returns the spoken form of lines, in small letters: a recogniser writes numbers as digits."""
    run = subprocess.run([aloud, "speak", "--json"], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    forms = [entry["spoken"] for entry in map(json.loads, run.stdout.splitlines()) if "spoken" in entry]
    assert len(forms) == len(lines), f"{len(lines)} lines have {len(forms)} spoken forms"
    forms = [" ".join(form) if isinstance(form, list) else form for form in forms]
    return [" ".join(map(american, re.sub(r"[^a-z' ]", " ", form.lower().replace("’", "'")).split())) for form in forms]


def american(word):
    """Returns a British spelling as Whisper writes it: "harbour" is no error."""
    word = re.sub(r"(?<=.{3})our(s|ed|ing|ly)?$", r"or\1", word)
    word = re.sub(r"(?<=.{3})is(e|es|ed|ing)$", r"iz\1", word)
    return re.sub(r"^practiz", "practic", word)


main()
