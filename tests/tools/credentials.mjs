// Validates a signed file with c2pa-ts and prints the result as JSON: `node credentials.mjs FILE TOOLS`.
import fs from "node:fs";
const [path, tools] = process.argv.slice(2);
const load = (name) => import(`${tools}/node_modules/@trustnxt/c2pa-ts/dist/${name}/index.js`);
const [{ BMFF, MP3 }, { SuperBox }, { ManifestStore }] = await Promise.all(["asset", "jumbf", "manifest"].map(load));

// c2pa-ts does not support WAV. This class finds the manifest in a WAV, and c2pa-ts does all checks.
class WAV {
  mimeType = "audio/wav";
  constructor(data) {
    this.data = data;
    const view = new DataView(data.buffer, data.byteOffset, data.length);
    for (let at = 12; at < view.getUint32(4, true) + 8; ) {
      const length = view.getUint32(at + 4, true);
      if (String.fromCharCode(...data.subarray(at, at + 4)) === "C2PA") this.chunk = { start: at, length: length + 8 };
      at += 8 + length + (length % 2);
    }
  }
  getDataLength() { return this.data.length; }
  async getDataRange(start = 0, length = this.data.length - start) { return this.data.subarray(start, start + length); }
  getManifestJUMBF() { return this.data.subarray(this.chunk.start + 8, this.chunk.start + this.chunk.length); }
  getHashExclusionRange() { return this.chunk; }
}

// c2pa-ts expects the MIME type of C2PA 2.0 in an MP3, so this class finds the manifest by its frame. The brands of M4A are also
// unknown to c2pa-ts.
class MPEG extends MP3 {
  constructor(data) {
    super(data);
    this.manifestFrameIndex = this.frames.findIndex((frame) => frame.id === "GEOB");
  }
}
BMFF.canReadBrands.add("M4A ");

const data = new Uint8Array(fs.readFileSync(path));
const Kind = { wav: WAV, m4a: BMFF, mp3: MPEG }[path.split(".").pop()];
const asset = new Kind(data);
const manifests = ManifestStore.read(SuperBox.fromBuffer(asset.getManifestJUMBF()));
const result = await manifests.validate(asset);
console.log(JSON.stringify({ valid: result.isValid, entries: result.statusEntries ?? result }));
