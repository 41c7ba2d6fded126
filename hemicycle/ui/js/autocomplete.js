// A long select becomes a field that finds by any name, code or spelling. The select
// stays, hidden, and is what the form sends; without script it is simply a select.
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
  // The other names come later; whoever typed faster sees the list change.
  fetch(select.dataset.synonyms).then((answer) => answer.json()).then((more) => {
    for (const choice of [...choices]) {
      for (const word of (more[choice.option.value] ?? "").split("|").filter(Boolean)) {
        // With an @ it is another city of this time zone, offered by its own name.
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
    // What matches nothing stays in sight; the server then says that no country is chosen.
    close();
  });
}
