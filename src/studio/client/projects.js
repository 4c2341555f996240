// The list of projects, and the form for a new one.

import { get, post, upload } from "./api.js";
import { h, alarm, alarmOf, counted, sentence } from "./dom.js";
import { keepDraft } from "./drafts.js";

/** The draft of a new article. No project has an empty name. */
const ARTICLE = "draft  article";

export async function projectsView(view) {
  const { projects, is_project: isProject } = await get("projects");
  if (isProject) {
    location.replace(`#/${encodeURIComponent(projects[0].name)}/script`);
    return;
  }
  view.replaceChildren(
    h("div", { class: "page" },
      h("h2", { class: "head" }, "Projects"),
      projects.length === 0 ? h("p", { class: "hint" }, "There is no project in this folder yet. Start one with an article.") : h("ul", { class: "projects" },
        projects.map(({ name, title, segments }) => h("li", {}, h("a", { href: `#/${encodeURIComponent(name)}/script` }, h("b", {}, title ?? name), h("span", { class: "hint" }, segments === null ? "script.toml has problems" : `${name} · ${counted(segments, "segment")}`))))),
      newProject(),
    ),
  );
}

function newProject() {
  const text = h("textarea", { id: "article", rows: "10", dir: "auto" });
  keepDraft(text, ARTICLE);
  const file = h("input", { id: "article-file", type: "file", accept: ".txt,.md,.html,.htm,.docx,.odt,.epub,.pdf,.eml,.mht,.mhtml" });
  const page = h("input", { id: "article-page", type: "url", placeholder: "https://…", inputmode: "url" });
  const submit = h("button", { class: "main" }, "Make the script");
  const make = async (event) => {
    event.preventDefault();
    submit.disabled = true;
    try {
      const { name, warnings } = await send(text.value, file.files[0], page.value.trim());
      if (!file.files[0] && !page.value) localStorage.removeItem(ARTICLE);
      location.hash = `#/${encodeURIComponent(name)}/script`;
      if (warnings.length > 0) alarm(sentence(warnings[0].what), warnings[0].hint && sentence(warnings[0].hint));
    } catch (error) {
      alarmOf(error);
    } finally {
      submit.disabled = false;
    }
  };
  return h("form", { class: "new", onsubmit: make },
    h("h3", { class: "head" }, "New project"),
    h("label", { for: "article" }, "Paste an article: its title, an empty line, and its text"),
    text,
    h("label", { for: "article-file" }, "Or choose a file: text, Markdown, a saved page, Word, OpenDocument, EPUB, PDF or e-mail"),
    file,
    h("label", { for: "article-page" }, "Or give the address of a page"),
    page,
    submit,
  );
}

/** Sends the article that a person gave: a file, the address of a page, or a text. */
function send(text, file, url) {
  if (file) return upload(`projects?file=${encodeURIComponent(file.name)}`, file, "application/octet-stream");
  if (url) return post("projects", { url });
  const title = text.trim().split("\n", 1)[0].slice(0, 60);
  return post("projects", { name: title, text });
}
