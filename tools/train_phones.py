#!/usr/bin/env python3
"""Train the network that recognises phones in recordings of lines, for suspicious words.

    cargo build --release -p aloud-audio --example speech_steps
    tools/train_phones.py --steps target/release/examples/speech_steps --write crates/audio/src/align/phones.bin

The examples are sentences of `tools/invented_articles.txt`, spoken by Aloud's own voices, which know when each phone begins: the
program `flite` with the voice that is embedded in Aloud, and the package `hibari-tts` with the model of the natural voices. Each
sentence is also heard in a room. Other speakers are made as the embedded ones are: by playing the sound faster or slower.
A tenth of the sentences is set aside, and the share of their steps that the network recognises is printed. It needs
numpy and onnx, and takes ten minutes on one core.
"""
import argparse
import os
import random
import re
import struct
import subprocess
import tempfile
import wave

import numpy as np

PHONES = ("aa ae ah ao aw ax ay b ch d dh eh er ey f g hh ih iy jh k l m n ng ow oy p r s sh t th uh uw v w y z zh pau").split()
# The phones of the natural voices. The others have their own letter. A stress mark belongs to the phone after it.
NATURAL = dict(zip("əɹAIWYOɑæʌɔɛɜɪiʊuʧʤðθŋʃʒɾTᵻhɡjᵊʔ",
                   "ax r ey ay aw oy ow aa ae ah ao eh er ih iy uh uw ch jh dh th ng sh zh d d ih hh g y ax t".split()))
NATURAL.update((c, c) for c in "bdfklmnpstvwz")
# Tract and pitch in Hz of the embedded speakers, and tract of the natural ones.
EMBEDDED = [(0.85, 80), (0.92, 95), (1.0, 105), (1.08, 150), (1.16, 190), (1.22, 220)]
TRACTS = [0.82, 0.88, 0.94, 1.0, 1.06]
# Steps before and after a step that the network sees, bands, and bands that a recording at 8 kHz has.
AROUND, BANDS, TELEPHONE = 4, 40, 29
HIDDEN, EPOCHS, BATCH, RATE = 128, 8, 256, 0.002
# Deviation of the noise that is added to the levels, and share of examples without the highest bands.
NOISE, NARROW = 0.25, 0.25


def sentences(path):
    """Returns the English sentences of the invented articles."""
    found = []
    with open(path, encoding="utf-8") as file:
        articles = re.split(r"^### ", file.read(), flags=re.M)[1:]
    for article in (article for article in articles if article.startswith("e")):
        text = re.sub(r"\{[^:{}]*: ?", "", article).replace("}", "").replace("’", "'")
        for sentence in re.split(r"\n|(?<=[.!?])[“”]?\s+", text):
            sentence = re.sub(r"[“”]", "", sentence).strip()
            if len(sentence.split()) >= 4 and re.fullmatch(r"[A-Za-z ,.!?;:'–—-]+", sentence):
                found.append(sentence)
    return list(dict.fromkeys(found))


def read_wav(path):
    with wave.open(path) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768, file.getframerate()


def write_wav(path, samples, rate):
    with wave.open(path, "wb") as file:
        file.setnchannels(1), file.setsampwidth(2), file.setframerate(int(round(rate)))
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def embedded(text, path, tract, pitch, tempo):
    """Speaks a text with flite. Returns samples, rate, and the phones with their ends in seconds."""
    command = ["flite", "-voice", "kal16", "--setf", f"duration_stretch={tract / tempo}", "--setf", f"int_f0_target_mean={pitch / tract}"]
    answer = subprocess.run([*command, "-psdur", "-t", text, "-o", path], check=True, capture_output=True, text=True)
    ends = [(phone, float(end) / tract) for phone, end in (part.split(":") for part in answer.stdout.split())]
    samples, rate = read_wav(path)
    return samples, rate * tract, ends


class Natural:
    """Speaks with the natural voices' model, with the lengths of the phones as one more output."""

    def __init__(self, folder):
        import hibari
        import onnx
        import onnxruntime
        self.voice = hibari.Hibari()
        model = onnx.load(self.voice.model_path)
        model.graph.output.append(onnx.helper.make_tensor_value_info("/Clip_output_0", onnx.TensorProto.FLOAT, None))
        path = os.path.join(folder, "model.onnx")
        onnx.save(model, path)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(path, options)

    def speak(self, text, tract, tempo, seed):
        from hibari import dsp
        phonemes = "".join(self.voice.phonemize(text))
        inputs = {"ids": np.array([self.voice.ids(phonemes)]), "speed": np.array([tempo / tract], np.float32)}
        *spectra, lengths = self.session.run(None, inputs)
        samples = dsp.synth(*(one[0] for one in spectra), np.random.default_rng(seed))
        marks = ["pau", *(c for c in phonemes if c in self.voice.vocab), "pau"]
        ends = np.cumsum(lengths.reshape(-1)) * 0.025 / tract
        return samples * 3, 24000 * tract, list(zip(common_phones(marks), ends))


def common_phones(marks):
    """Returns the phone of each mark of the natural voices; None for spaces and punctuation."""
    phones = []
    for at, mark in enumerate(marks):
        if mark in "ˈˌ":
            mark = next((later for later in marks[at + 1:] if later in NATURAL), "")
        phone = "er" if mark == "ɹ" and marks[at - 1] == "ɜ" else NATURAL.get(mark)
        phones.append("pau" if marks[at] == "pau" else phone)
    return phones


def in_room(samples, rate, echo, distance, noise):
    """Adds the echo of a room, of `echo` seconds, and noise `distance` dB below the voice."""
    tail = int(rate * echo)
    response = noise.normal(0, 1, tail) * 10 ** (-3 * np.arange(tail) / tail)
    response[:int(0.003 * rate)] = 0
    response /= np.sqrt((response ** 2).sum())
    response[0] = 1
    length = len(samples) + int(rate / 2)
    size = 1 << (length + tail).bit_length()
    heard = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(response, size), size)[:length]
    hiss = np.cumsum(noise.normal(0, 1, length))
    hiss = np.diff(hiss - np.convolve(hiss, np.ones(9) / 9, "same"), prepend=0)
    level = np.sqrt(np.mean(samples ** 2)) * 10 ** (-distance / 20)
    heard += hiss / hiss.std() * level
    return heard / np.abs(heard).max() * 0.5


def speak_all(texts, folder):
    """Speaks all sentences. Returns for each file: path, speaker, number of the sentence, phones with their ends."""
    natural, spoken, choice = Natural(folder), [], random.Random(3)
    rooms = {}
    for number, text in enumerate(texts):
        for copy in range(2):
            tract, pitch = EMBEDDED[(number + 3 * copy) % len(EMBEDDED)]
            of_natural = TRACTS[(number + 2 * copy) % len(TRACTS)]
            wav = os.path.join(folder, f"{number}-{copy}")
            voices = [(f"embedded {tract}", embedded(text, f"{wav}.tmp", tract, pitch, choice.uniform(0.85, 1.2))),
                      (f"natural {of_natural}", natural.speak(text, of_natural, choice.uniform(0.9, 1.15), number))]
            for at, (speaker, (samples, rate, ends)) in enumerate(voices):
                room = f"{speaker} in room {(number + copy) % 2}"
                if room not in rooms:
                    rooms[room] = (choice.uniform(0.15, 0.7), choice.uniform(12, 35), len(rooms))
                echo, distance, seed = rooms[room]
                write_wav(f"{wav}-{at}.wav", samples, rate)
                write_wav(f"{wav}-{at}r.wav", in_room(samples, rate, echo, distance, np.random.default_rng(seed)), rate)
                spoken.append((f"{wav}-{at}.wav", speaker, number, ends))
                spoken.append((f"{wav}-{at}r.wav", room, number, ends))
    return spoken


def steps_of(program, spoken, folder):
    """Returns the steps of all files, normalised by speaker, and the phone of each; -1 where it is not known."""
    out = os.path.join(folder, "steps")
    subprocess.run([program, out, *(path for path, *_ in spoken)], check=True)
    with open(out, "rb") as file:
        data = file.read()
    levels, phones, at = [], [], 0
    for _, _, _, ends in spoken:
        count, = struct.unpack_from("<I", data, at)
        starts = np.frombuffer(data, "<f4", count, at + 4)
        levels.append(np.frombuffer(data, "<i2", count * BANDS, at + 4 + 4 * count).reshape(count, BANDS) / 1000)
        at += 4 + 4 * count + 2 * BANDS * count
        names = [PHONES.index("ax" if phone == "axr" else phone) if phone else -1 for phone, _ in ends]
        # The middle of a step is 10 ms after its start.
        phone = np.searchsorted([end for _, end in ends], starts + 0.01)
        phones.append(np.array([*names, -1])[np.minimum(phone, len(names))])
    for speaker in {speaker for _, speaker, _, _ in spoken}:
        own = [n for n, one in enumerate(spoken) if one[1] == speaker]
        all_steps = np.vstack([levels[n] for n in own])
        for n in own:
            levels[n] = np.clip((levels[n] - all_steps.mean(0)) / (all_steps.std(0) + 1e-6), -6, 6)
    return levels, phones


def with_context(levels):
    padded = np.pad(levels, ((AROUND, AROUND), (0, 0)), "edge")
    return np.hstack([padded[at:at + len(levels)] for at in range(2 * AROUND + 1)]).astype(np.float32)


def examples(levels, phones, which):
    inputs = np.vstack([with_context(levels[n]) for n in which])
    wanted = np.concatenate([phones[n] for n in which])
    return inputs[wanted >= 0], wanted[wanted >= 0]


def disturbed(inputs, noise):
    """Adds a change of the spectrum that all steps share, and noise; removes the highest bands of some examples."""
    count, copies = len(inputs), 2 * AROUND + 1
    tilt = noise.normal(0, NOISE, (count, BANDS))
    tilt = (tilt + np.roll(tilt, 1, 1) + np.roll(tilt, 2, 1)) / 1.7
    kept = (np.arange(BANDS) < TELEPHONE) | (noise.random((count, 1)) > NARROW)
    changed = inputs + np.tile(tilt, copies) + noise.normal(0, NOISE, inputs.shape)
    return (changed * np.tile(kept, copies)).astype(np.float32)


def hidden_of(layers, inputs):
    return np.maximum(0, inputs @ layers[0] + layers[1])


def train(inputs, wanted):
    """Returns weights and biases of two layers, by Adam on the cross-entropy."""
    noise = np.random.default_rng(0)
    sizes = [(inputs.shape[1], HIDDEN), (HIDDEN,), (HIDDEN, len(PHONES)), (len(PHONES),)]
    layers = [(noise.normal(0, size[0] ** -0.5, size) if len(size) == 2 else np.zeros(size)).astype(np.float32) for size in sizes]
    means, squares, count = [np.zeros_like(one) for one in layers], [np.zeros_like(one) for one in layers], 0
    for epoch in range(EPOCHS):
        order = noise.permutation(len(wanted))
        rate = RATE * 0.5 * (1 + np.cos(np.pi * epoch / EPOCHS))
        for start in range(0, len(order) - BATCH, BATCH):
            batch = order[start:start + BATCH]
            seen = disturbed(inputs[batch], noise)
            hidden = hidden_of(layers, seen)
            error = np.exp(log_softmax(hidden @ layers[2] + layers[3]))
            error[np.arange(BATCH), wanted[batch]] -= 1
            error /= BATCH
            back = (error @ layers[2].T) * (hidden > 0)
            count += 1
            for n, slope in enumerate([seen.T @ back, back.sum(0), hidden.T @ error, error.sum(0)]):
                means[n] = 0.9 * means[n] + 0.1 * slope
                squares[n] = 0.999 * squares[n] + 0.001 * slope ** 2
                step = means[n] / (1 - 0.9 ** count) / (np.sqrt(squares[n] / (1 - 0.999 ** count)) + 1e-8)
                layers[n] -= (rate * (step + (1e-4 * layers[n] if n % 2 == 0 else 0))).astype(np.float32)
    return layers


def log_softmax(values):
    values = values - values.max(1, keepdims=True)
    return values - np.log(np.exp(values).sum(1, keepdims=True))


def write(path, layers):
    """Writes for each layer: a bias and a scale for each output (f32), then the weights of each input (i8)."""
    with open(path, "wb") as file:
        for weights, bias in zip(layers[::2], layers[1::2]):
            scale = (np.abs(weights).max(0) / 127).astype("<f4")
            file.write(bias.astype("<f4").tobytes() + scale.tobytes())
            file.write(np.round(weights / scale).astype(np.int8).tobytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", required=True, help="the program `speech_steps`")
    parser.add_argument("--articles", default="tools/invented_articles.txt")
    parser.add_argument("--write", help="the file of the weights")
    options = parser.parse_args()
    texts = sentences(options.articles)
    with tempfile.TemporaryDirectory() as folder:
        spoken = speak_all(texts, folder)
        levels, phones = steps_of(options.steps, spoken, folder)
    used = [n for n, one in enumerate(spoken) if one[2] % 10]
    aside = [n for n, one in enumerate(spoken) if one[2] % 10 == 0]
    layers = train(*examples(levels, phones, used))
    inputs, wanted = examples(levels, phones, aside)
    found = (hidden_of(layers, inputs) @ layers[2] + layers[3]).argmax(1)
    print(f"{len(texts)} sentences, {len(spoken)} files; {100 * (found == wanted).mean():.1f} % of {len(wanted)} steps recognised")
    if options.write:
        write(options.write, layers)


if __name__ == "__main__":
    main()
