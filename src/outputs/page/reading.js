
  // Settings of the text. They hold for all pages of this site, and are remembered where the browser allows it.
  const root = document.documentElement;
  const settings = document.querySelector("#settings");
  const extra = document.querySelector("#extra");
  const more = document.querySelector("#more");
  const choices = [...document.querySelectorAll("[data-setting]")];
  const keysAnywhere = document.querySelector("#anywhere");
  const remembered = () => { try { return JSON.parse(localStorage.getItem("aloud:reading")) ?? {}; } catch { return {}; } };
  const remember = (values) => { try { localStorage.setItem("aloud:reading", JSON.stringify(values)); } catch { /* private window */ } };

  const apply = () => {
    for (const { dataset: { setting }, value } of choices) {
      if (setting === "font" || setting === "theme") root.dataset[setting] = value;
      else root.style.setProperty(`--${setting}`, Number(value) / 100);
    }
  };
  const usual = () => {
    for (const choice of choices) {
      choice.selectedIndex = Math.max(0, [...choice.options].findIndex((option) => option.defaultSelected));
    }
    keysAnywhere.checked = true;
  };
  for (const choice of [...choices, keysAnywhere]) {
    choice.addEventListener("change", () => {
      apply();
      const values = Object.fromEntries(choices.map(({ dataset: { setting }, value }) => [setting, value]));
      remember({ ...values, anywhere: keysAnywhere.checked });
    });
  }
  document.querySelector("#reset").addEventListener("click", () => { usual(); apply(); remember({}); });
  for (const choice of choices) {
    const value = remembered()[choice.dataset.setting];
    if ([...choice.options].some((option) => option.value === value)) choice.value = value;
  }
  keysAnywhere.checked = remembered().anywhere !== false;
  apply();

  const open = (shown) => {
    extra.classList.toggle("open", shown);
    more.setAttribute("aria-expanded", String(shown));
  };
  more.addEventListener("click", () => open(!extra.classList.contains("open")));
  const close = () => { open(false); settings.open = false; };
  addEventListener("click", (event) => { if (!event.target.closest("#player")) close(); });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !(settings.open || extra.classList.contains("open"))) return;
    const back = settings.open ? settings.firstElementChild : more;
    close();
    if (extra.contains(document.activeElement)) (back.offsetParent ? back : more).focus();
  });
