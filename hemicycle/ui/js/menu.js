// An open menu closes when the reader looks elsewhere.
const menus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) { menu.open = false; menu.querySelector("summary").focus(); }
});

// On a phone the navigation scrolls sideways: the room one is in comes into sight.
for (const here of document.querySelectorAll(".places [aria-current], .room [aria-current]")) {
  const strip = here.closest("ul");
  strip.scrollLeft += here.getBoundingClientRect().left - strip.getBoundingClientRect().left - 16;
}
