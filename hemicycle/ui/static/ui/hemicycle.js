{
const fold = (text) => text.replace(/\s*[−-](?=\d)/g, "minus").replace(/\s*\+(?=\d)/g, "plus").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
  .replace(/[\u0622\u0623\u0625]/g, "\u0627").replace(/\u0629/g, "\u0647").replace(/\u0649/g, "\u064a")
  .replace(/[^\p{L}\p{N}]+/gu, " ").trim();

for (const select of document.querySelectorAll("select[data-autocomplete]")) {
  const choices = [...select.options].filter((option) => option.value).map((option) => ({
    option,
    label: option.textContent,
    words: [...option.textContent.split(/[,،，]/), option.textContent, option.value].map(fold),
  }));
  const box = document.createElement("div");
  const input = document.createElement("input");
  const list = document.createElement("ul");
  box.className = "combo";
  list.id = `${select.id}-list`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", select.dataset.autocomplete);
  list.hidden = true;
  const heard = document.createElement("span");
  heard.className = "visually-hidden";
  heard.setAttribute("role", "status");
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
  box.append(input, list, heard);
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
    const labels = new Set();
    return choices.map((choice) => [rank(choice, typed), choice]).filter(([r]) => r < 9)
      .sort((a, b) => a[0] - b[0]).map(([, choice]) => choice)
      .filter(({ label }) => !labels.has(label) && labels.add(label)).slice(0, 8);
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
    heard.textContent = `${select.dataset.autocomplete}: ${offered.length}`;
    mark(offered.length && input.value ? 0 : -1);
    return offered;
  };
  let offered = [];
  fetch(select.dataset.synonyms).then((answer) => answer.json()).then((more) => {
    for (const choice of [...choices]) {
      for (const word of (more[choice.option.value] ?? "").split("|").filter(Boolean)) {
        if (word[0] !== "@") choice.words.push(fold(word));
        else choices.push({ ...choice, label: word.slice(1) + choice.label.slice(choice.label.search(/[,،，]/)), words: [fold(word)] });
      }
    }
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
    } else if (event.key === "Tab" && !list.hidden && active >= 0 && input.value && !select.value) {
      choose(offered[active]);
    } else if (event.key === "Escape") close();
  });
  input.addEventListener("blur", () => {
    const typed = fold(input.value);
    const exact = typed ? choices.filter(({ words }) => words.includes(typed)) : [];
    if (!select.value && exact.length === 1) choose(exact[0]);
    close();
  });
}
}
{
const PAUSE = 4000;
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const version = form.querySelector("[name=as_read]");
  const status = form.querySelector(".savebar [role=status]");
  let timer;
  let sending;

  const save = async () => {
    if (sending || form.dataset.sent || navigator.onLine === false) return later();
    const data = new FormData(form);
    const fields = [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.type !== "checkbox");
    if (fields.every((field) => field.value === field.defaultValue)) return;
    sending = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-Autosave": "1" } });
      const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (answer.ok && said.as_read) {
        version.value = said.as_read;
        for (const field of fields) field.defaultValue = data.get(field.name) ?? field.defaultValue;
        form.dispatchEvent(new Event("change"));
        if (fields.some((field) => field.value !== field.defaultValue)) later();
      } else if (said.said) status.textContent = said.said;
    } catch { later(); } finally { sending = false; }
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(save, PAUSE); };
  form.addEventListener("input", later);
  form.addEventListener("submit", () => clearTimeout(timer));
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
const refused = (form) => `refused:${store(form)}`;
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
  const kept = sessionStorage.getItem(store(form)) ?? sessionStorage.getItem(refused(form));
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
  sessionStorage.removeItem(refused(form));
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
const isTouched = (field) => {
  if (field.matches("select")) return [...field.options].some((option) => option.selected !== option.defaultSelected);
  return ["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
};
document.addEventListener("submit", (event) => {
  const menu = event.target;
  if (!menu.matches("[data-language]")) return;
  const form = [...document.querySelectorAll("main form")].find((each) =>
    each.method === "post" && [...each.elements].some((field) => field.name && field.type !== "hidden" && isTouched(field)));
  if (!form) return;
  const typed = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const action = new URL(form.action);
  for (const [name, value] of [["draft", typed], ["draft_action", action.pathname + action.search]]) {
    menu.append(Object.assign(document.createElement("input"), { type: "hidden", name, value: String(value) }));
  }
}, { capture: true });
const [visit] = performance.getEntriesByType("navigation");
const posted = [...document.forms].filter((form) => form.method === "post");
const keys = (prefix) => Object.keys(sessionStorage).filter((key) => key.startsWith(prefix));
if (["reload", "back_forward"].includes(visit?.type)) posted.forEach(restore);
else if (document.querySelector("main[data-refused]")) {
  for (const key of keys("form:")) {
    sessionStorage.setItem(`refused:${key}`, sessionStorage.getItem(key));
    sessionStorage.removeItem(key);
  }
} else {
  for (const key of keys("form:")) sessionStorage.removeItem(key);
  for (const form of posted) sessionStorage.removeItem(refused(form));
}
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action")?.endsWith("/sign-out/")) for (const key of keys("refused:")) sessionStorage.removeItem(key);
});
}
{
const table = document.querySelector(".rows-in");
if (table) {
  const keysOn = () => { try { return localStorage.getItem("list-keys") !== "off"; } catch { return true; } };
  const cells = [...table.querySelectorAll("td[data-cell]")];
  const fieldOf = (cell) => cell.querySelector("input, select");
  const rest = (cell) => {
    if (fieldOf(cell)) return;
    for (const other of cells) if (other.tabIndex === 0) other.tabIndex = -1;
    cell.tabIndex = 0;
  };
  const go = (cell) => {
    if (!cell?.dataset.cell) return;
    const field = fieldOf(cell);
    if (!field) rest(cell);
    (field ?? cell).focus();
  };
  const below = (cell, step) => {
    const row = step > 0 ? cell.parentElement.nextElementSibling : cell.parentElement.previousElementSibling;
    return row?.cells[cell.cellIndex];
  };

  const shown = new Map();
  const open = (cell) => {
    if (fieldOf(cell)) return;
    shown.set(cell, [...cell.childNodes]);
    const { choices, label } = cell.dataset;
    const words = cell.textContent.trim();
    const field = choices
      ? document.getElementById(`choices-${choices}`).content.firstElementChild.cloneNode(true)
      : document.createElement("input");
    field.name = cell.dataset.cell;
    field.setAttribute("aria-label", `${label}, ${cell.parentElement.dataset.row}`);
    if (choices) {
      for (const option of field.options) option.defaultSelected = option.selected = option.label === words;
    } else {
      field.dir = "auto";
      field.defaultValue = cell.dataset.text ?? words;
    }
    cell.replaceChildren(field);
    field.focus();
    cell.removeAttribute("tabindex");
    field.select?.();
  };
  const isChanged = (field) => field.options
    ? [...field.options].some((option) => option.selected !== option.defaultSelected)
    : field.value !== field.defaultValue;
  const close = (cell) => {
    cell.replaceChildren(...shown.get(cell));
    shown.delete(cell);
    cell.tabIndex = -1;
  };

  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td[data-cell]");
    if (cell) open(cell);
  });
  table.addEventListener("focusout", (event) => {
    const cell = event.target.closest("td[data-cell]");
    if (event.target === cell || !shown.has(cell) || isChanged(fieldOf(cell))) return;
    close(cell);
    if (!table.querySelector('td[tabindex="0"]')) cell.tabIndex = 0;
  });
  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td[data-cell]");
    if (!cell || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const field = fieldOf(cell);
    const beside = { ArrowDown: below(cell, 1), ArrowUp: below(cell, -1) };
    const isRight = getComputedStyle(table).direction === "ltr" ? "ArrowRight" : "ArrowLeft";
    if (event.key === "Enter") {
      event.preventDefault();
      if (field) go(below(cell, 1) ?? cell);
      else open(cell);
    } else if (event.key === "Escape" && field) {
      event.preventDefault();
      if (shown.has(cell)) { close(cell); go(cell); }
      else if (field.options) for (const option of field.options) option.selected = option.defaultSelected;
      else field.value = field.defaultValue;
    } else if (!field && event.key in beside) {
      event.preventDefault();
      go(beside[event.key]);
    } else if (!field && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      event.preventDefault();
      go(event.key === isRight ? cell.nextElementSibling : cell.previousElementSibling);
    }
  });

  const next = () => {
    const wrong = [...table.querySelectorAll("[aria-invalid]")];
    const here = document.activeElement;
    const after = wrong.find((field) => here.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING);
    (table.contains(here) ? after ?? wrong[0] : wrong[0])?.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "n" || event.ctrlKey || event.metaKey || event.altKey || !keysOn()) return;
    if (event.target.matches('input:not([type="checkbox"]), textarea, select')) return;
    event.preventDefault();
    next();
  });
  for (const button of document.querySelectorAll("button[data-next]")) {
    button.hidden = !table.querySelector("[aria-invalid]");
    button.addEventListener("click", next);
  }
  const first = cells.find((cell) => !fieldOf(cell));
  if (first) first.tabIndex = 0;
}
}
{
const rowsOf = () => document.getElementById("rows");
const bar = document.querySelector(".filterbar");
const said = document.getElementById("said");
const say = (text) => { if (said) said.textContent = text; };
const keysOn = () => { try { return localStorage.getItem("list-keys") !== "off"; } catch { return true; } };
const chosen = {
  get form() { return rowsOf()?.querySelector("form.selecting"); },
  get store() {
    const query = new URLSearchParams(this.form?.elements.query.value ?? "");
    for (const name of ["sort", "columns", "rows", "view"]) query.delete(name);
    return `list:${location.pathname}?${query}`;
  },
  read() { try { return new Set(JSON.parse(sessionStorage.getItem(this.store) ?? "[]")); } catch { return new Set(); } },
  write(keys) { try { sessionStorage.setItem(this.store, JSON.stringify([...keys])); } catch { /* switched off */ } },
};

let last = null;
const boxes = () => [...(chosen.form?.querySelectorAll('tbody input[name="id"]') ?? [])];
const inView = (box) => !box.closest(".others");

const show = (announce) => {
  const form = chosen.form;
  if (!form) return;
  const all = form.elements.all.checked;
  const keys = chosen.read();
  const count = all ? 1 : keys.size;
  for (const box of boxes()) { box.checked = inView(box) ? all || keys.has(box.value) : !all && keys.has(box.value); box.disabled = all; }
  const ofPage = boxes().filter(inView);
  const ticked = ofPage.filter((box) => box.checked).length;
  const page = form.querySelector("input.page");
  page.checked = ticked > 0 && ticked === ofPage.length;
  page.indeterminate = ticked > 0 && !page.checked;
  form.classList.toggle("some", count > 0);
  const line = form.querySelector(".chosen");
  const words = line.querySelector("b");
  words.textContent = all ? words.dataset.all
    : words.dataset.one.replace("COUNT", keys.size.toLocaleString(document.documentElement.lang));
  line.hidden = count === 0;
  line.querySelector('[data-select="all"]').hidden = all;
  form.querySelector(".hints").hidden = count > 0 || !keysOn();
  form.querySelector(".deeds").hidden = count === 0;
  if (announce) say(count ? words.textContent : "");
};

const tick = (box, on, range) => {
  const keys = chosen.read();
  const every = boxes();
  const from = range && last ? every.indexOf(last) : -1;
  const to = every.indexOf(box);
  const some = from < 0 ? [box] : every.slice(Math.min(from, to), Math.max(from, to) + 1);
  for (const one of some) { if (on) keys.add(one.value); else keys.delete(one.value); }
  last = box;
  chosen.write(keys);
  show(true);
};
const tickPage = (on) => {
  const keys = chosen.read();
  for (const box of boxes().filter(inView)) { if (on) keys.add(box.value); else keys.delete(box.value); }
  chosen.write(keys);
  show(true);
};
const clear = () => {
  chosen.form.elements.all.checked = false;
  chosen.write(new Set());
  show(true);
};
const links = () => [...(rowsOf()?.querySelectorAll("tbody th a") ?? [])];
const rest = (link) => {
  if (!keysOn()) return;
  for (const other of links()) other.tabIndex = other === link ? 0 : -1;
  for (const box of boxes()) box.tabIndex = box.closest("tr").contains(link) ? 0 : -1;
};
const move = (step) => {
  const every = links();
  const at = every.indexOf(document.activeElement.closest?.("tr")?.querySelector("th a"));
  const next = every[at < 0 ? (step > 0 ? 0 : every.length - 1) : Math.min(every.length - 1, Math.max(0, at + step))];
  if (!next) return;
  rest(next);
  next.focus();
  next.closest("tr").scrollIntoView({ block: "nearest" });
};

const begin = () => {
  const rows = rowsOf();
  if (!rows) return;
  last = null;
  const form = chosen.form;
  if (form) {
    form.querySelector(".choice.all").hidden = true;
    form.querySelector("input.page").hidden = false;
    show(false);
  } else {
    const hints = rows.querySelector(".hints");
    if (hints) hints.hidden = !keysOn();
  }
  rest(links()[0]);
  const switchBox = rows.querySelector(".keys-on");
  if (switchBox) switchBox.checked = keysOn();
};
const FOLLOWED_EVERY = 30000;
const follow = async () => {
  const notice = rowsOf()?.querySelector(".changed");
  if (!notice || document.hidden) return;
  try {
    const answer = await fetch(notice.dataset.ask, { headers: { "X-Unattended": "1" } });
    const words = answer.status === 200 && !answer.redirected ? await answer.text() : "";
    const line = notice.querySelector("span");
    if (!words || line.textContent === words || !notice.isConnected) return;
    line.textContent = words;
    notice.hidden = false;
    say(words);
  } catch { /* no connection: it is asked again */ }
};

if (rowsOf()) {
  begin();
  setInterval(follow, FOLLOWED_EVERY);
  document.addEventListener("visibilitychange", follow);
  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.matches('.selecting tbody input[name="id"]')) tick(target, target.checked, event.shiftKey);
    else if (target.matches(".selecting input.page")) tickPage(target.checked);
    else if (target.closest("[data-select]")) {
      const what = target.closest("[data-select]").dataset.select;
      if (what === "page") tickPage(true);
      else if (what === "none") clear();
      else { chosen.form.elements.all.checked = true; show(true); }
    } else if (target.closest("[data-keys]")) rowsOf().querySelector(".keylist").showModal();
    else if (target.closest(".keylist [data-close]")) target.closest("dialog").close();
    for (const open of document.querySelectorAll(".filterbar details[open], .headline details[open], .leaf details[open]")) {
      if (!open.contains(target)) open.open = false;
    }
  });
  document.addEventListener("mousedown", (event) => {
    if (event.shiftKey && event.target.closest(".list .pick")) event.preventDefault();
  });
  document.addEventListener("focusin", (event) => {
    const link = event.target.closest?.("#rows tbody tr")?.querySelector("th a");
    if (link) rest(link);
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches(".keys-on")) return;
    try { localStorage.setItem("list-keys", event.target.checked ? "on" : "off"); } catch { /* switched off */ }
    for (const element of [...links(), ...boxes()]) element.removeAttribute("tabindex");
    begin();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form !== chosen.form || form.elements.all.checked) return;
    for (const old of form.querySelectorAll("input.elsewhere")) old.remove();
    const here = new Set(boxes().map((box) => box.value));
    for (const key of chosen.read()) {
      if (here.has(key)) continue;
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name: "id", value: key, className: "elsewhere" });
      form.append(input);
    }
  });

  let wantsView = false;
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches('input:not([type="checkbox"]), textarea, select');
    if (event.key === "Escape") {
      const open = document.querySelector(".filterbar details[open], .leaf details[open], .headline details[open]");
      const field = bar?.querySelector('input[type="search"]');
      if (event.target.closest("dialog")) return;
      if (open) { open.open = false; open.querySelector("summary").focus(); }
      else if (field?.value) {
        event.preventDefault();
        field.value = "";
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
      } else if (chosen.form?.classList.contains("some")) clear();
      return;
    }
    if (typing || !keysOn() || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("dialog, .panel")) return;
    const key = event.key.toLowerCase();
    if (wantsView && /^[1-9]$/.test(key)) {
      wantsView = false;
      document.querySelectorAll(".views a")[Number(key) - 1]?.click();
      return;
    }
    wantsView = key === "g";
    const row = event.target.closest("#rows tbody tr");
    const box = row?.querySelector('input[name="id"]');
    if (key === "/") { event.preventDefault(); bar?.querySelector('input[type="search"]')?.focus(); }
    else if (key === "?") { event.preventDefault(); rowsOf().querySelector(".keylist")?.showModal(); }
    else if (key === "arrowdown" && (row || event.target === document.body)) { event.preventDefault(); move(1); }
    else if (key === "arrowup" && row) { event.preventDefault(); move(-1); }
    else if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (key === "x" && box) { event.preventDefault(); tick(box, event.shiftKey || !box.checked, event.shiftKey); }
    else if (key === "a" && boxes().length) tickPage(true);
  });

  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "rows" && event.detail.elt.id !== "rows") return;
    const failed = document.getElementById("list-failed");
    if (failed) failed.hidden = true;
    begin();
    const rows = rowsOf();
    document.title = document.title.replace(/^[^·]*?(?= · |$)/, rows.dataset.title);
  });
  for (const kind of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.body.addEventListener(kind, (event) => {
      if (event.detail.target?.id === "rows") document.getElementById("list-failed").hidden = false;
    });
  }
}
}
{
const isTouched = (field) => {
  if (field.matches("select")) {
    const options = [...field.options];
    const chosen = options.filter((option) => option.defaultSelected);
    const asRead = chosen.length || field.multiple ? chosen : options.slice(0, 1);
    return options.some((option) => option.selected !== asRead.includes(option));
  }
  return ["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
};
const nameOf = (field) => {
  const around = field.closest(".field");
  const label = around?.querySelector(":scope > label, :scope > legend, :scope > .choice > label");
  return [...(label?.childNodes ?? [])].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent).join("").trim();
};

for (const form of document.querySelectorAll("form.long")) {
  const bar = form.querySelector(".savebar");
  const status = bar.querySelector("[role=status]");
  const tabs = form.querySelector(".tongues");
  const links = [...tabs?.querySelectorAll("[data-tongue]") ?? []];
  const isRefused = bar.classList.contains("unsaved");
  const texts = [...form.querySelectorAll(".languages")].map((box) => ({
    box,
    field: box.closest(".field"),
    labels: [...box.querySelectorAll("label")].map((label) => ({ label, input: label.querySelector("input, textarea") })),
  }));
  let leaving = false;

  const unsaved = () => [...new Set([...form.elements]
    .filter((field) => (field.name || field.type === "file") && field.type !== "hidden" && isTouched(field))
    .map(nameOf).filter(Boolean))];

  const say = () => {
    const names = unsaved();
    bar.classList.toggle("unsaved", isRefused || names.length > 0);
    if (names.length) status.textContent = bar.dataset.unsaved.replace("NAMES", () => names.join(document.dir === "rtl" ? "، " : ", "));
    else if (!isRefused) status.textContent = bar.dataset.nothing;
    for (const link of links) {
      const inputs = texts.flatMap(({ labels }) => labels.map(({ input }) => input)).filter(({ lang }) => lang === link.dataset.tongue);
      link.querySelector("span").textContent = tabs.dataset.filled
        .replace("FILLED", inputs.filter(({ value }) => value.trim()).length).replace("TOTAL", texts.length);
    }
  };
  const show = (code) => {
    for (const link of links) {
      if (link.dataset.tongue === code) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    for (const { box, field, labels } of texts) {
      box.querySelector(".source")?.remove();
      if (field.matches(".invalid")) continue;
      const first = labels[0].input;
      let isThere = false;
      for (const { label, input } of labels) {
        label.hidden = input.lang !== code;
        if (label.hidden) continue;
        isThere = true;
        field.querySelector(":scope > label")?.setAttribute("for", input.id);
        if (input === first || !first.value) continue;
        const source = Object.assign(document.createElement("p"), { className: "source", lang: first.lang, dir: first.dir, textContent: first.value });
        label.before(source);
      }
      field.hidden = !isThere;
    }
  };

  if (links.length) {
    tabs.hidden = false;
    form.classList.add("tabbed");
    for (const { field, labels } of texts) {
      for (const { input, label } of labels) input.setAttribute("aria-label", `${nameOf(input)}, ${label.querySelector("bdi")?.textContent ?? ""}`);
    }
    for (const link of links) link.addEventListener("click", (event) => { event.preventDefault(); show(link.dataset.tongue); });
    show(links[0].dataset.tongue);
  }
  form.addEventListener("input", say);
  form.addEventListener("change", say);
  addEventListener("pageshow", say);
  say();

  document.addEventListener("submit", () => { leaving = true; setTimeout(() => { leaving = false; }, 3000); });
  bar.querySelector("[data-discard]").addEventListener("click", () => { leaving = true; });
  addEventListener("beforeunload", (event) => { if (!leaving && unsaved().length) event.preventDefault(); });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    form.requestSubmit(bar.querySelector("button"));
  });

  const sections = [...form.querySelectorAll(".toc a")].map((link) => [link, document.getElementById(link.hash.slice(1))]);
  const here = () => {
    const [current] = sections.filter(([, part]) => part.getBoundingClientRect().top < innerHeight / 3).slice(-1);
    for (const [link] of sections) {
      if (link === (current ?? sections[0])[0]) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  if (sections.length) { addEventListener("scroll", here, { passive: true }); here(); }
}
for (const input of document.querySelectorAll("input[type=file][data-choose]")) {
  const box = Object.assign(document.createElement("div"), { className: "file" });
  const button = Object.assign(document.createElement("span"), { className: "button plain", textContent: input.dataset.choose });
  const name = document.createElement("output");
  const say = () => { name.textContent = [...input.files].map((file) => file.name).join(", ") || input.dataset.none; };
  button.setAttribute("aria-hidden", "true");
  input.before(box);
  box.append(input, button, name);
  input.addEventListener("change", say);
  say();
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
{
const region = document.getElementById("said");
const PAUSE = 10000; // between what a part says that renews itself
let spokenAt = 0;
const speak = (text) => {
  if (!region || !text || region.textContent === text) return;
  region.textContent = text;
  spokenAt = Date.now();
};

const notices = [...document.querySelectorAll(".notices [data-say]")].map((notice) => notice.textContent.trim());
if (notices.length) setTimeout(() => speak(notices.join(" ")), 300);

document.body.addEventListener("htmx:load", (event) => {
  const part = event.detail.elt;
  if (part === document.body) return;
  const speaker = part.matches("[data-said]") ? part : part.querySelector("[data-said]");
  const renews = part.matches('[hx-trigger^="every"]');
  if (speaker && !(renews && Date.now() - spokenAt < PAUSE)) speak(speaker.dataset.said);
});
if (document.querySelector("main[data-refused]")) history.replaceState(history.state, "", location.href);
}
