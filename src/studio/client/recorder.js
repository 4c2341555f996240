// The microphone without any processing of the browser: level, and the samples of a recording as a lossless WAV.

/** Seconds that are cut off the end, with the sound of the key that ended the recording. */
const KEY_SOUND = 0.15;
/** Milliseconds in which the sound system starts. */
const STARTING = 5000;

export class Recorder {
  constructor(onLevel) {
    this.onLevel = onLevel;
    this.chunks = null;
  }

  /** Asks for a microphone, the usual one without `device`, and starts to report its level. */
  async open(device) {
    const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1, ...(device ? { deviceId: { exact: device } } : {}) };
    this.stream = await navigator.mediaDevices.getUserMedia({ audio });
    // Firefox does not say the rate of the device, and refuses a context with another one. Its default fits.
    const { sampleRate, deviceId } = this.stream.getAudioTracks()[0].getSettings();
    this.device = deviceId;
    this.context = new AudioContext(sampleRate ? { sampleRate } : {});
    await this.context.audioWorklet.addModule("/client/recorder-worklet.js");
    const node = new AudioWorkletNode(this.context, "samples", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    node.port.onmessage = ({ data }) => {
      this.chunks?.push(data);
      let peak = 0;
      for (const sample of data) peak = Math.max(peak, Math.abs(sample));
      this.onLevel(peak);
    };
    this.context.createMediaStreamSource(this.stream).connect(node);
    // Without an output device, Firefox never starts its clock.
    const late = new Promise((_, reject) => { setTimeout(() => reject(new Error("The sound system does not start. Check the sound output of this computer.")), STARTING); });
    await Promise.race([this.context.resume(), late]);
  }

  get isOpen() {
    return this.context?.state === "running";
  }

  start() {
    this.chunks = [];
  }

  /** Ends the recording and returns it as WAV, 32-bit float, mono. */
  stop() {
    const chunks = this.chunks ?? [];
    this.chunks = null;
    const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const samples = new Float32Array(length);
    let at = 0;
    for (const chunk of chunks) {
      samples.set(chunk, at);
      at += chunk.length;
    }
    const rate = this.context.sampleRate;
    return wav(samples.subarray(0, Math.max(length - Math.round(KEY_SOUND * rate), 0)), rate);
  }

  close() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.context?.close();
  }
}

/** The microphones of this machine. Browsers name them after one was opened. */
export async function microphones() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter(({ kind, label }) => kind === "audioinput" && label);
}

/** A WAV file of float samples (Microsoft, WAVE_FORMAT_IEEE_FLOAT). */
function wav(samples, rate) {
  const bytes = new ArrayBuffer(44 + samples.length * 4);
  const view = new DataView(bytes);
  const text = (at, word) => [...word].forEach((char, nth) => view.setUint8(at + nth, char.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + samples.length * 4, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 3, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 4, true);
  view.setUint16(32, 4, true);
  view.setUint16(34, 32, true);
  text(36, "data");
  view.setUint32(40, samples.length * 4, true);
  new Float32Array(bytes, 44).set(samples);
  return bytes;
}
