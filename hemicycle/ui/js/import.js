// Rows of a table that comes in: a cell is edited by click or Enter and given up by Esc;
// the arrows move from cell to cell, N to the next problem. Without this: "Edit all cells".
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
