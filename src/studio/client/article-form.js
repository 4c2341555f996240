// The form for an article that a person brings: a pasted text, a file, or the address of a page.

import { post, upload } from "./api.js";
import { h, alarmOf } from "./dom.js";
import { keepDraft } from "./drafts.js";

/** Files that can be read. */
const ACCEPT = ".txt,.md,.html,.htm,.docx,.odt,.epub,.pdf,.eml,.mht,.mhtml";

/**
 * Makes the form. The pasted text is kept as the draft `key` until it is sent. `send` gets a function that takes the address and sends
 * the article there.
 */
export function articleForm(key, label, send) {
  const text = h("textarea", { id: "article", rows: "10", dir: "auto" });
  keepDraft(text, key);
  const file = h("input", { id: "article-file", type: "file", accept: ACCEPT });
  const page = h("input", { id: "article-page", type: "url", placeholder: "https://…", inputmode: "url" });
  const submit = h("button", { class: "main" }, label);
  const request = (address) => {
    const [chosen] = file.files;
    if (chosen) return upload(`${address}?file=${encodeURIComponent(chosen.name)}`, chosen, "application/octet-stream");
    if (page.value.trim()) return post(address, { url: page.value.trim() });
    return post(address, { name: text.value.trim().split("\n", 1)[0].slice(0, 60), text: text.value });
  };
  const sent = async (event) => {
    event.preventDefault();
    submit.disabled = true;
    try {
      const isPasted = !file.files[0] && !page.value.trim();
      await send(request);
      if (isPasted) localStorage.removeItem(key);
    } catch (error) {
      alarmOf(error);
    } finally {
      submit.disabled = false;
    }
  };
  return h("form", { class: "form", onsubmit: sent },
    h("label", { for: "article" }, "Paste an article: its title, an empty line, and its text"),
    text,
    h("label", { for: "article-file" }, "Or choose a file: text, Markdown, a saved page, Word, OpenDocument, EPUB, PDF or e-mail"),
    file,
    h("label", { for: "article-page" }, "Or give the address of a page"),
    page,
    submit,
  );
}
