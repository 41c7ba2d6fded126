// Forms on a poor connection: one submission at a time, and nothing typed is lost.
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
  // Work that takes long says so, and is not let go before its answer can have come.
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

// Whoever changes the language of the page takes along what was typed into its form.
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

// An answer that came shows what was typed itself, or has stored it: nothing stays here.
// Only a page loaded again or gone back to may have lost it; so what was refused is kept
// until the form is sent again or opened anew, or its owner signs out.
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
