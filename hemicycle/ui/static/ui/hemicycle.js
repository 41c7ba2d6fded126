{
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
  .replace(/[\u0622\u0623\u0625]/g, "\u0627").replace(/\u0629/g, "\u0647").replace(/\u0649/g, "\u064a")
  .replace(/[^\p{L}\p{N}]+/gu, " ").trim();

for (const select of document.querySelectorAll("select[data-autocomplete]")) {
  const choices = [...select.options].filter((option) => option.value).map((option) => ({
    option,
    label: option.textContent,
    words: [option.textContent, option.value].map(fold),
  }));
  const box = document.createElement("div");
  const input = document.createElement("input");
  const list = document.createElement("ul");
  box.className = "combo";
  list.id = `${select.id}-list`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", select.dataset.autocomplete);
  list.hidden = true;
  for (const [name, value] of Object.entries({
    type: "text", role: "combobox", autocomplete: select.getAttribute("autocomplete") ?? "off",
    "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list", spellcheck: "false", dir: "auto",
  })) input.setAttribute(name, value);
  for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  input.value = select.selectedOptions[0]?.value ? select.selectedOptions[0].textContent : "";
  input.id = select.id;
  select.id = `${select.id}-select`;
  select.hidden = true;
  box.append(input, list);
  select.after(box);

  let active = -1;
  const rank = ({ words }, typed) => {
    let best = 9;
    for (const word of words) {
      if (word === typed) return 0;
      if (word.startsWith(typed)) best = Math.min(best, 1);
      else if (word.includes(` ${typed}`)) best = Math.min(best, 2);
      else if (typed.length > 2 && word.includes(typed)) best = Math.min(best, 3);
    }
    return best;
  };
  const found = () => {
    const typed = fold(input.value);
    if (!typed) return choices.slice(0, 8);
    return choices.map((choice) => [rank(choice, typed), choice]).filter(([r]) => r < 9)
      .sort((a, b) => a[0] - b[0]).slice(0, 8).map(([, choice]) => choice);
  };
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (index) => {
    active = index;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
    const item = list.children[index];
    if (item) { input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
  };
  const choose = ({ option, label }) => {
    select.value = option.value;
    input.value = label;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    close();
  };
  const open = () => {
    const offered = found();
    list.replaceChildren(...offered.map((choice, i) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${i}`;
      item.setAttribute("role", "option");
      item.textContent = choice.label;
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(choice); });
      return item;
    }));
    list.hidden = offered.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(offered.length && input.value ? 0 : -1);
    return offered;
  };
  let offered = [];
  fetch(select.dataset.synonyms).then((answer) => answer.json()).then((more) => {
    for (const choice of choices) choice.words.push(...(more[choice.option.value] ?? "").split("|").map(fold).filter(Boolean));
    if (document.activeElement === input && input.value && !select.value) offered = open();
  }).catch(() => { /* names in the page's language still work */ });
  input.addEventListener("input", () => { select.value = ""; offered = open(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) { offered = open(); return; }
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark((active + step + offered.length) % offered.length);
    } else if (event.key === "Enter" && !list.hidden && active >= 0) {
      event.preventDefault();
      choose(offered[active]);
    } else if (event.key === "Escape") close();
  });
  input.addEventListener("blur", () => {
    const typed = fold(input.value);
    const exact = typed && choices.find(({ words }) => words.includes(typed));
    if (!select.value && exact) choose(exact);
    close();
  });
}
}
{
for (const details of document.querySelectorAll("details[data-confirm]")) {
  const panel = details.querySelector(":scope > div");
  const summary = details.querySelector("summary");
  if (panel.querySelector(".summary") || !window.HTMLDialogElement) { details.open = true; continue; }
  const dialog = document.createElement("dialog");
  const title = panel.querySelector("h2");
  title.id ||= `question-${Math.random().toString(36).slice(2)}`;
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(...panel.childNodes);
  panel.replaceWith(dialog);
  const close = dialog.querySelector("[data-close]");
  close.hidden = false;
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => summary.focus());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  summary.setAttribute("role", "button");
  summary.setAttribute("aria-haspopup", "dialog");
  summary.addEventListener("click", (event) => {
    event.preventDefault();
    details.open = true;
    dialog.showModal();
  });
}
}
{
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  const said = button.textContent;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = said; }, 2000);
  });
}
}
{
const store = (form) => `form:${location.pathname}:${form.getAttribute("action") ?? ""}`;
const worthKeeping = (field) =>
  field.name && !field.disabled && field.name !== "csrfmiddlewaretoken" &&
  !["hidden", "password", "file", "submit", "button"].includes(field.type) &&
  field.autocomplete !== "one-time-code" && !field.closest("[data-private]");

const keep = (form) => {
  const typed = [...form.elements].filter(worthKeeping).map((field) =>
    ["checkbox", "radio"].includes(field.type)
      ? [field.name, field.value, field.checked]
      : [field.name, field.value]);
  try { sessionStorage.setItem(store(form), JSON.stringify(typed)); } catch { /* full or switched off */ }
};

const restore = (form) => {
  const kept = sessionStorage.getItem(store(form));
  if (!kept) return;
  sessionStorage.removeItem(store(form));
  for (const [name, value, checked] of JSON.parse(kept)) {
    for (const field of [...form.elements].filter((f) => f.name === name && worthKeeping(f))) {
      if (checked === undefined) field.value = value;
      else if (field.value === value) field.checked = checked;
    }
  }
};

const offline = document.getElementById("offline");
const sayOffline = (form) => {
  if (!offline || form.querySelector(".offline")) return;
  const notice = offline.content.firstElementChild.cloneNode(true);
  (form.querySelector(".actions") ?? form.lastElementChild).before(notice);
  addEventListener("online", () => notice.remove(), { once: true });
};

document.addEventListener("htmx:sendError", (event) => {
  const form = event.target.closest("form");
  if (form) sayOffline(form);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented || form.matches("[hx-post]")) return;
  if (navigator.onLine === false) { event.preventDefault(); sayOffline(form); return; }
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  if (!form.matches("[data-private]")) keep(form);
  const button = event.submitter;
  button?.classList.add("busy");
  const { wait } = button?.dataset ?? {};
  const label = button?.textContent;
  if (wait) button.textContent = wait;
  const release = () => {
    delete form.dataset.sent;
    button?.classList.remove("busy");
    if (wait) button.textContent = label;
  };
  setTimeout(release, wait ? 90000 : 15000);
  addEventListener("pageshow", release, { once: true });
});
const [visit] = performance.getEntriesByType("navigation");
if (["reload", "back_forward"].includes(visit?.type)) {
  for (const form of document.forms) if (form.method === "post") restore(form);
} else {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("form:")) sessionStorage.removeItem(key);
}
}
{
const menus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) { menu.open = false; menu.querySelector("summary").focus(); }
});
for (const here of document.querySelectorAll(".places [aria-current], .room [aria-current]")) {
  const strip = here.closest("ul");
  strip.scrollLeft += here.getBoundingClientRect().left - strip.getBoundingClientRect().left - 16;
}
}
