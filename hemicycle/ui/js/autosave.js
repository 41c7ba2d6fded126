// A form that saves by itself, a few seconds after the last word: the same address, the
// same fields. Whatever changed meanwhile is shown by the next saving of its owner.
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
