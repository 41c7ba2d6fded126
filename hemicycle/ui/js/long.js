// A long form: languages as tabs, what is unsaved by name, Ctrl+S, and a table of sections
// that says where one is. Without script all languages are shown and the rest is links.
const isTouched = (field) => {
  if (field.matches("select")) {
    // Where the page chose no option, the browser chooses the first of a menu: nobody touched it.
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

  // The first language stands in grey above what is written in another one.
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

// The browser's button for a file speaks the browser's language; this one the page's.
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
