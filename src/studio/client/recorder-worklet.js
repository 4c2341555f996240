// Passes the samples of the microphone on, from the thread of the sound system.

class Samples extends AudioWorkletProcessor {
  constructor() {
    super();
    this.buffer = new Float32Array(2048);
    this.filled = 0;
  }

  process([input]) {
    const samples = input[0];
    if (!samples) return true;
    this.buffer.set(samples, this.filled);
    this.filled += samples.length;
    if (this.filled === this.buffer.length) {
      this.port.postMessage(this.buffer.slice());
      this.filled = 0;
    }
    return true;
  }
}

registerProcessor("samples", Samples);
