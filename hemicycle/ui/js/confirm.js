// A question opens as a dialog where there is script; without it, in its place.
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
