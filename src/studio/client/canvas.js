// Canvases in the size of their place on the screen.

/** The widest canvas in pixels. Browsers draw nothing on one that is much wider. */
const WIDEST = 32000;

/** Fits a canvas to its place, clears it, and returns its drawing context with its size and the pixels for each CSS pixel. */
export function cleared(canvas) {
  const scale = devicePixelRatio;
  const width = Math.min(Math.round(canvas.clientWidth * scale), WIDEST);
  const height = Math.round(canvas.clientHeight * scale);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const paper = canvas.getContext("2d");
  paper.clearRect(0, 0, width, height);
  return { paper, width, height, scale };
}
