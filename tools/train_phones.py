#!/usr/bin/env python3
"""Train the network that recognises phones in recordings of lines, for suspicious words.

    cargo build --release -p aloud-audio --example speech_steps
    tools/train_phones.py --steps target/release/examples/speech_steps --kokoro MODEL STYLES --write crates/audio/src/align/phones.bin

The examples are sentences of `tools/invented_articles.txt`, spoken by three programs that know when each phone begins: `flite` with the
voice that is embedded in Aloud, the package `hibari-tts` with the model of the natural voices, and Kokoro. MODEL is Kokoro's
`model_quantized.onnx`, and STYLES the folder of its voices (`af_heart.bin` and others; both are in the package `kokoro-js`, Apache 2.0).
Without `--kokoro`, the network knows two speakers only and recognises 39 % of the steps of others instead of 49 %.

Each sentence is also heard in a room. More speakers of flite and hibari are made as the embedded voices are: by playing the sound faster
or slower. A tenth of the sentences is set aside, and the share of their steps that the network recognises is printed. It needs numpy and
onnx, and takes half an hour on one core.
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
# British phones of Kokoro.
NATURAL.update(zip("Qɒaɚ", "ow aa ae er".split()))
# Tract and pitch in Hz of the embedded speakers, and tract of the natural ones.
EMBEDDED = [(0.85, 80), (0.92, 95), (1.0, 105), (1.08, 150), (1.16, 190), (1.22, 220)]
TRACTS = [0.82, 0.88, 0.94, 1.0, 1.06]
# Sentences of Kokoro, which speaks slowly, and how often each of them is learned.
KOKORO, REPEATED = 115, 2
# Voices of Kokoro that are not learned, so that others can measure with them.
HELD_BACK = {"am_michael", "bm_george", "af_bella"}
# Bands, and bands that a recording at 8 kHz has.
BANDS, TELEPHONE = 40, 29
# The steps that each layer sees, relative to one step, and the number of its outputs. `SHAPE` in `align/phones.rs` must agree.
SHAPE = [((-2, -1, 0, 1, 2), 128), ((-2, 0, 2), 128), ((-3, 0, 3), 128), ((0,), len(PHONES))]
AROUND = sum(max(steps) for steps, _ in SHAPE)
# Steps of an example, examples of a batch, and passes.
LENGTH, BATCH, EPOCHS, RATE = 48, 16, 8, 0.002
# How examples are changed: deviation of a change of the spectrum that all steps share and of noise, in deviations; bands by which the
# spectrum is moved; shares of the examples without the highest bands and without some other bands.
TILT, NOISE, MOVED, NARROW, MASKED = 0.25, 0.5, 1.0, 0.2, 0.2


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


class Kokoro:
    """Speaks with English voices of Kokoro, with the lengths of the phones as one more output."""

    def __init__(self, model, styles, folder):
        import hibari.tts
        import json
        import onnx
        import onnxruntime
        from hibari.g2p import G2P
        self.readers = {british: G2P(british=british) for british in (False, True)}
        with open(os.path.join(hibari.tts.ASSETS, "vocab.json")) as file:
            self.numbers = json.load(file)
        english = [name[:-4] for name in sorted(os.listdir(styles)) if name[0] in "ab" and name.endswith(".bin")]
        self.voices = [voice for voice in english if voice not in HELD_BACK]
        self.styles = styles
        model = onnx.load(model)
        model.graph.output.append(onnx.helper.make_tensor_value_info("/encoder/Clip_output_0", onnx.TensorProto.FLOAT, None))
        path = os.path.join(folder, "kokoro.onnx")
        onnx.save(model, path)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(path, options)

    def speak(self, text, voice, tempo):
        marks = [mark for mark in self.readers[voice[0] == "b"](text) if mark in self.numbers]
        tokens = [0, *(self.numbers[mark] for mark in marks), 0]
        style = np.fromfile(os.path.join(self.styles, f"{voice}.bin"), np.float32).reshape(-1, 1, 256)[len(marks)]
        inputs = {"tokens": np.array([tokens]), "style": style, "speed": np.array([tempo], np.float32)}
        samples, lengths = self.session.run(None, inputs)
        ends = np.cumsum(lengths.reshape(-1)) * 0.025
        return samples.reshape(-1), 24000, list(zip(common_phones(["pau", *marks, "pau"]), ends))


def common_phones(marks):
    """Returns the phone of each mark of the natural voices; None for spaces and punctuation."""
    phones = []
    for at, mark in enumerate(marks):
        if mark == "ː":
            phones.append(phones[-1] if phones else None)
            continue
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


class Studio:
    """Writes files, each also in a room. A speaker has two rooms."""

    def __init__(self, folder):
        # For each file: path, speaker, number of the sentence, phones with their ends.
        self.folder, self.spoken, self.rooms, self.choice = folder, [], {}, random.Random(3)

    def add(self, name, speaker, number, speech):
        samples, rate, ends = speech
        room = f"{speaker} in room {len(self.spoken) // 2 % 2}"
        if room not in self.rooms:
            self.rooms[room] = (self.choice.uniform(0.15, 0.75), self.choice.uniform(11, 35), len(self.rooms))
        echo, distance, seed = self.rooms[room]
        path = os.path.join(self.folder, name)
        write_wav(f"{path}.wav", samples, rate)
        write_wav(f"{path}r.wav", in_room(samples, rate, echo, distance, np.random.default_rng(seed)), rate)
        self.spoken += [(f"{path}.wav", speaker, number, ends), (f"{path}r.wav", room, number, ends)]


def speak_own(texts, studio):
    """Speaks all sentences with the voices of Aloud."""
    natural, choice = Natural(studio.folder), random.Random(3)
    for number, text in enumerate(texts):
        for copy in range(2):
            tract, pitch = EMBEDDED[(number + 3 * copy) % len(EMBEDDED)]
            temporary = os.path.join(studio.folder, "temporary.wav")
            studio.add(f"e{number}-{copy}", f"embedded {tract}", number,
                       embedded(text, temporary, tract, pitch, choice.uniform(0.85, 1.2)))
            tract = TRACTS[(number + 2 * copy) % len(TRACTS)]
            studio.add(f"n{number}-{copy}", f"natural {tract}", number,
                       natural.speak(text, tract, choice.uniform(0.9, 1.15), number))


def speak_kokoro(kokoro, texts, studio):
    """Speaks some sentences with all voices of Kokoro in turn."""
    choice = random.Random(5)
    for count in range(KOKORO):
        turn, at = divmod(count, len(kokoro.voices))
        number, voice = (turn * 37 + at * 61) % len(texts), kokoro.voices[at]
        studio.add(f"k{count}", voice, number, kokoro.speak(texts[number], voice, choice.uniform(0.85, 1.2)))


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
    return np.pad(levels, ((AROUND, AROUND), (0, 0)), "edge").astype(np.float32)


def examples(levels, phones, which):
    """Returns parts of the files, of `LENGTH` steps and the steps around them, and the phones of the steps."""
    inputs, wanted = [], []
    for n in which:
        padded = np.pad(with_context(levels[n]), ((0, -len(levels[n]) % LENGTH), (0, 0)), "edge")
        padded_phones = np.pad(phones[n], (0, -len(phones[n]) % LENGTH), constant_values=-1)
        for start in range(0, len(padded_phones), LENGTH):
            inputs.append(padded[start:start + LENGTH + 2 * AROUND])
            wanted.append(padded_phones[start:start + LENGTH])
    return np.array(inputs), np.array(wanted)


def disturbed(inputs, noise):
    """Changes examples as other speakers, microphones and rooms do."""
    count, bands = len(inputs), np.arange(BANDS)
    changed = np.empty_like(inputs)
    for one, moved in enumerate(noise.uniform(-MOVED, MOVED, count)):
        # Formants of a shorter tract are higher by a factor: by more bands in the higher bands.
        at = np.clip(bands + moved * np.sqrt(bands / 20), 0, BANDS - 1)
        low = np.minimum(at.astype(int), BANDS - 2)
        changed[one] = inputs[one][:, low] * (low + 1 - at) + inputs[one][:, low + 1] * (at - low)
    tilt = noise.normal(0, TILT, (count, 1, BANDS))
    changed += (tilt + np.roll(tilt, 1, 2) + np.roll(tilt, 2, 2)) / 1.7
    changed += noise.normal(0, 1, inputs.shape) * noise.random((count, 1, 1)) * NOISE
    for one in np.flatnonzero(noise.random(count) < MASKED):
        width = noise.integers(1, 7)
        first = noise.integers(0, BANDS - width)
        changed[one, :, first:first + width] = 0
    kept = (bands < TELEPHONE) | (noise.random((count, 1, 1)) > NARROW)
    return (changed * kept).astype(np.float32)


def run_network(layers, inputs):
    """Returns what each layer sees, and what the last one returns, for parts with the steps around them."""
    seen, values = [], inputs
    for at, ((steps, _), weights, bias) in enumerate(zip(SHAPE, layers[::2], layers[1::2])):
        values = np.maximum(0, values) if at else values
        count = values.shape[1] - (steps[-1] - steps[0])
        seen.append(np.concatenate([values[:, step - steps[0]:step - steps[0] + count] for step in steps], 2))
        values = seen[-1] @ weights + bias
    return seen, values


def slopes(layers, seen, error):
    """Returns the slopes of the loss by all weights and biases, from its slopes by the outputs."""
    found = []
    for at in reversed(range(len(SHAPE))):
        steps, width = SHAPE[at][0], seen[at].shape[2] // len(SHAPE[at][0])
        found = [np.tensordot(seen[at], error, ((0, 1), (0, 1))), error.sum((0, 1)), *found]
        if at:
            back = error @ layers[2 * at].T * (seen[at] > 0)
            count = back.shape[1]
            error = np.zeros((back.shape[0], count + steps[-1] - steps[0], width), np.float32)
            for n, step in enumerate(steps):
                error[:, step - steps[0]:step - steps[0] + count] += back[:, :, n * width:(n + 1) * width]
    return found


def train(inputs, wanted):
    """Returns weights and biases of all layers, by Adam on the cross-entropy."""
    noise, layers, width = np.random.default_rng(0), [], BANDS
    for at, (steps, outputs) in enumerate(SHAPE):
        deviation = np.sqrt((2 if at < len(SHAPE) - 1 else 0.5) / (width * len(steps)))
        layers.append(noise.normal(0, deviation, (width * len(steps), outputs)).astype(np.float32))
        layers.append(np.zeros(outputs, np.float32))
        width = outputs
    means, squares, count = [np.zeros_like(one) for one in layers], [np.zeros_like(one) for one in layers], 0
    batches = EPOCHS * (len(inputs) // BATCH)
    for _ in range(EPOCHS):
        order = noise.permutation(len(inputs))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            batch = order[start:start + BATCH]
            seen, outputs = run_network(layers, disturbed(inputs[batch], noise))
            known = wanted[batch] >= 0
            error = np.exp(log_softmax(outputs))
            error[(*np.nonzero(known), wanted[batch][known])] -= 1
            error = (error * known[:, :, None] / max(1, known.sum())).astype(np.float32)
            count += 1
            rate = RATE * 0.5 * (1 + np.cos(np.pi * count / batches)) * min(1, count / 100)
            for n, slope in enumerate(slopes(layers, seen, error)):
                means[n] = 0.9 * means[n] + 0.1 * slope
                squares[n] = 0.999 * squares[n] + 0.001 * slope ** 2
                step = means[n] / (1 - 0.9 ** count) / (np.sqrt(squares[n] / (1 - 0.999 ** count)) + 1e-8)
                layers[n] -= (rate * (step + (1e-3 * layers[n] if n % 2 == 0 else 0))).astype(np.float32)
    return layers


def log_softmax(values):
    values = values - values.max(-1, keepdims=True)
    return values - np.log(np.exp(values).sum(-1, keepdims=True))


def write(path, layers):
    """Writes for each layer: a bias and a scale for each output (f32), then the weights of each input (i8)."""
    with open(path, "wb") as file:
        for weights, bias in zip(layers[::2], layers[1::2]):
            scale = (np.abs(weights).max(0) / 127).astype("<f4")
            file.write(bias.astype("<f4").tobytes() + scale.tobytes())
            file.write(np.round(weights / scale).astype(np.int8).tobytes())


def recognised(layers, levels, phones, which):
    """Returns the share of the steps of some files whose phone the network finds."""
    found = [run_network(layers, with_context(levels[n])[None])[1][0].argmax(1) for n in which]
    wanted = [phones[n] for n in which]
    right = sum((one == other)[other >= 0].sum() for one, other in zip(found, wanted))
    return right / max(1, sum((one >= 0).sum() for one in wanted))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", required=True, help="the program `speech_steps`")
    parser.add_argument("--kokoro", nargs=2, metavar=("MODEL", "STYLES"), help="the model and the voices of Kokoro")
    parser.add_argument("--articles", default="tools/invented_articles.txt")
    parser.add_argument("--write", help="the file of the weights")
    options = parser.parse_args()
    texts = sentences(options.articles)
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(folder)
        speak_own(texts, studio)
        own = len(studio.spoken)
        if options.kokoro:
            speak_kokoro(Kokoro(*options.kokoro, folder), texts, studio)
        levels, phones = steps_of(options.steps, studio.spoken, folder)
    numbers = [number for _, _, number, _ in studio.spoken]
    used = [n for n, number in enumerate(numbers) if number % 10 and len(levels[n])]
    others = [n for n in used if n >= own]
    layers = train(*examples(levels, phones, [n for n in used if n < own] + others * REPEATED))
    for name, first, last in (("Aloud's voices", 0, own), ("Kokoro", own, len(numbers))):
        aside = [n for n in range(first, last) if numbers[n] % 10 == 0 and len(levels[n])]
        print(f"{name}: {last - first} files, {100 * recognised(layers, levels, phones, aside):.1f} % of the steps set aside")
    if options.write:
        write(options.write, layers)


if __name__ == "__main__":
    main()
