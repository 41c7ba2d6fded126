// Lists: selection over pages, keys, and what is said when rows change. Without script
// the filters are a form, the heads links, and the deeds act on the boxes ticked.
const rowsOf = () => document.getElementById("rows");
const bar = document.querySelector(".filterbar");
const said = document.getElementById("said");
const say = (text) => { if (said) said.textContent = text; };
const keysOn = () => { try { return localStorage.getItem("list-keys") !== "off"; } catch { return true; } };

// What is selected lives as long as the tab, for one list as it is filtered.
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
// What the search found outside the view is selected one by one.
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

// The row that has the one tab stop.
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

// A list that stays open is told that rows have changed; they never jump by themselves.
const FOLLOWED_EVERY = 30000;
const follow = async () => {
  const notice = rowsOf()?.querySelector(".changed");
  if (!notice || document.hidden) return;
  try {
    // Asking is no work: it does not keep the session of someone who has left.
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
  // Shift-click marks rows, not text.
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
