// The list of projects, and the form for a new one.

import { get } from "./api.js";
import { articleForm } from "./article-form.js";
import { h, alarm, counted, sentence } from "./dom.js";

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
  const make = async (request) => {
    const { name, warnings } = await request("projects");
    location.hash = `#/${encodeURIComponent(name)}/script`;
    if (warnings.length > 0) alarm(sentence(warnings[0].what), warnings[0].hint && sentence(warnings[0].hint));
  };
  return h("section", {}, h("h3", { class: "head" }, "New project"), articleForm(ARTICLE, "Make the script", make));
}
