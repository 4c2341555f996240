// Requests to the studio's JSON interface, and its events.

export class ApiError extends Error {
  constructor(status, problems) {
    super(problems?.[0]?.what ?? `The studio answered with ${status}.`);
    this.status = status;
    this.problems = problems ?? [];
  }
}

async function request(method, path, body, type) {
  const headers = body === undefined ? {} : { "content-type": type ?? "application/json" };
  const sent = body === undefined || type ? body : JSON.stringify(body);
  let response;
  try {
    response = await fetch(`/api/${path}`, { method, headers, body: sent });
  } catch {
    throw new ApiError(0, [{ what: "the studio does not answer", hint: "start `aloud studio` again; nothing that you typed is lost" }]);
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, answer?.problems);
  return answer;
}

export const get = (path) => request("GET", path);
export const post = (path, body) => request("POST", path, body);
export const remove = (path) => request("DELETE", path);
export const upload = (path, bytes, type) => request("POST", path, bytes, type);

/** Path of a project's address. */
export const of = (project, rest = "") => `projects/${encodeURIComponent(project)}${rest}`;

/** Silence in ms after which a connection counts as broken, and the time before the next attempt. */
const SILENCE = 25000;
const RETRY = 1000;
/** Longest time in ms to wait for an answer that shows whether the studio knows this browser. */
const ANSWER = 2000;

/**
 * Receives events until the page is closed. `onOpen` is called at each connection: whatever happened before it may be missed, so
 * the caller reads everything again. `onLost` is called when the connection breaks, falls silent or cannot be made, and gets true
 * when the studio answers but does not know this browser: it was started again.
 */
export function events({ onOpen, onLost, onEvent }) {
  let source, watchdog, again;
  const stop = () => {
    clearTimeout(again);
    clearTimeout(watchdog);
    source?.close();
  };
  const alive = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(lost, SILENCE);
  };
  const lost = async () => {
    stop();
    onLost(false);
    const broken = source;
    if (await isUnknown()) onLost(true);
    // The tab may have been hidden or shown meanwhile.
    if (source === broken && !document.hidden) again = setTimeout(connect, RETRY);
  };
  const connect = () => {
    source = new EventSource("/api/events");
    // A connection may also never open.
    alive();
    source.addEventListener("open", onOpen, { once: true });
    source.addEventListener("alive", alive);
    source.onmessage = (message) => { alive(); onEvent(JSON.parse(message.data)); };
    source.onerror = lost;
  };
  // A browser opens six connections to a server. Tabs in the background must not use them up; they catch up when they are seen.
  document.addEventListener("visibilitychange", () => {
    stop();
    if (!document.hidden) connect();
  });
  connect();
}

/** Whether the studio answers, but with another token than this browser has. */
async function isUnknown() {
  const response = await fetch("/", { method: "HEAD", signal: AbortSignal.timeout(ANSWER) }).catch(() => null);
  return response?.status === 401;
}
