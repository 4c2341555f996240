"""Prints the phonemes of each line of standard input, as the package hibari-tts makes them: phonemes.py us|gb.

With --assets it prints the folder of the package's tables."""

import os
import sys

import hibari.g2p

if sys.argv[1] == "--assets":
    print(hibari.g2p.ASSETS)
else:
    phonemes = hibari.g2p.G2P(british=sys.argv[1] == "gb")
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8")
    for line in sys.stdin:
        print(phonemes(line.rstrip("\n")))
