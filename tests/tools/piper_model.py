"""Writes a tiny voice model for Piper: `piper_model.py MODEL.onnx` writes MODEL.onnx and MODEL.onnx.json.

The graph has the inputs and the output of Piper's own models (VITS). Instead of a network it makes one tone for each phoneme.
The length depends on `length_scale`, and the pitch on phoneme and speaker. So each setting of a request changes the sound.
"""

import json
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

RATE = 22050
# Length of the tone of a phoneme, in frames.
FRAMES = 600.0


def graph():
    made = 0

    def node(kind, *inputs, **attributes):
        nonlocal made
        made += 1
        nodes.append(helper.make_node(kind, list(inputs), [f"t{made}"], **attributes))
        return f"t{made}"

    def number(name, value):
        constants.append(numpy_helper.from_array(np.array(value), name))
        return name

    nodes, constants = [], []
    number("one", np.int64(1))
    frames = node("Mul", node("Gather", "scales", "one"), number("frames", np.float32(FRAMES)))
    frames = node("Cast", frames, to=TensorProto.INT64)
    time = node("Cast", node("Range", number("zero", np.int64(0)), frames, "one"), to=TensorProto.FLOAT)
    # The pitch is 120 Hz plus the number of the phoneme. The second speaker is 200 Hz higher.
    pitch = node("Cast", node("Transpose", "input"), to=TensorProto.FLOAT)
    pitch = node("Add", pitch, node("Mul", node("Cast", "sid", to=TensorProto.FLOAT), number("speaker_step", np.float32(200))))
    pitch = node("Add", pitch, number("lowest", np.float32(120)))
    turn = node("Mul", node("Mul", pitch, time), number("turn", np.float32(2 * np.pi / RATE)))
    nodes.append(helper.make_node("Reshape", [node("Sin", turn), number("shape", np.array([1, 1, 1, -1]))], ["output"]))
    tensor = helper.make_tensor_value_info
    inputs = [
        tensor("input", TensorProto.INT64, ["batch", "phonemes"]),
        tensor("input_lengths", TensorProto.INT64, ["batch"]),
        tensor("scales", TensorProto.FLOAT, [3]),
        tensor("sid", TensorProto.INT64, ["batch"]),
    ]
    outputs = [tensor("output", TensorProto.FLOAT, ["batch", 1, 1, "frames"])]
    return helper.make_graph(nodes, "tones", inputs, outputs, constants)


def main(path):
    model = helper.make_model(graph(), ir_version=8, opset_imports=[helper.make_opsetid("", 17)])
    onnx.checker.check_model(model)
    onnx.save(model, path)
    # Piper puts `_` between phonemes, and `^` and `$` around a sentence. The letters are espeak-ng's English phonemes.
    phonemes = "_^$ !',-.:;?abcdefhijklmnopstuvwxzæðŋɐɑɒɔəɚɛɜɡɪɹɾʃʊʌʒʔˈˌːθᵻ"
    config = {
        "audio": {"sample_rate": RATE},
        "espeak": {"voice": "en-gb-x-rp"},
        "phoneme_type": "espeak",
        "num_symbols": len(phonemes),
        "num_speakers": 2,
        "speaker_id_map": {"low": 0, "high": 1},
        "inference": {"noise_scale": 0.0, "length_scale": 1.0, "noise_w": 0.0},
        "phoneme_id_map": {phoneme: [nth] for nth, phoneme in enumerate(phonemes)},
    }
    with open(f"{path}.json", "w", encoding="utf-8") as file:
        json.dump(config, file)


main(sys.argv[1])
