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

/**
 * Receives events until the page is closed. `onOpen` is called at each connection: whatever happened before it may be missed, so
 * the caller reads everything again. `onLost` is called when the connection breaks or falls silent.
 */
export function events({ onOpen, onLost, onEvent }) {
  let source, watchdog, again;
  const alive = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => { source.close(); lost(); }, 25000);
  };
  const lost = () => {
    clearTimeout(watchdog);
    onLost();
    again = setTimeout(connect, 1000);
  };
  const connect = () => {
    source = new EventSource("/api/events");
    source.addEventListener("open", alive);
    source.addEventListener("alive", alive);
    source.addEventListener("message", (message) => { alive(); onEvent(JSON.parse(message.data)); });
    source.onopen = () => { alive(); onOpen(); };
    source.onerror = () => { source.close(); lost(); };
  };
  // A browser opens six connections to a server. Tabs in the background must not use them up; they catch up when they are seen.
  document.addEventListener("visibilitychange", () => {
    clearTimeout(again);
    clearTimeout(watchdog);
    source?.close();
    if (!document.hidden) connect();
  });
  connect();
}
