// The list of projects, and the form for a new one.

import { get, post } from "./api.js";
import { h, alarmOf, counted } from "./dom.js";
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
      projects.length === 0 ? h("p", { class: "hint" }, "There is no project in this folder yet. Paste an article to start one.") : h("ul", { class: "projects" },
        projects.map(({ name, title, segments }) => h("li", {}, h("a", { href: `#/${encodeURIComponent(name)}/script` }, h("b", {}, title ?? name), h("span", { class: "hint" }, segments === null ? "script.toml has problems" : `${name} · ${counted(segments, "segment")}`))))),
      newProject(),
    ),
  );
}

function newProject() {
  const text = h("textarea", { id: "article", rows: "10", required: true, dir: "auto" });
  keepDraft(text, ARTICLE);
  const submit = h("button", { class: "main" }, "Make the script");
  const make = async (event) => {
    event.preventDefault();
    submit.disabled = true;
    try {
      const title = text.value.trim().split("\n", 1)[0].slice(0, 60);
      const { name } = await post("projects", { name: title, text: text.value });
      localStorage.removeItem(ARTICLE);
      location.hash = `#/${encodeURIComponent(name)}/script`;
    } catch (error) {
      alarmOf(error);
    } finally {
      submit.disabled = false;
    }
  };
  return h("form", { class: "new", onsubmit: make },
    h("h3", { class: "head" }, "New project"),
    h("label", { for: "article" }, "Article: its title, an empty line, and its text"),
    text,
    submit,
  );
}
