// One region that stays in the page speaks: what arrives together with its region, as
// messages and swapped parts do, many screen readers pass over in silence.
const region = document.getElementById("said");
const PAUSE = 10000; // between what a part says that renews itself
let spokenAt = 0;
const speak = (text) => {
  if (!region || !text || region.textContent === text) return;
  region.textContent = text;
  spokenAt = Date.now();
};

const notices = [...document.querySelectorAll(".notices [data-say]")].map((notice) => notice.textContent.trim());
// The region has to be in the page for a moment before its words come.
if (notices.length) setTimeout(() => speak(notices.join(" ")), 300);

document.body.addEventListener("htmx:load", (event) => {
  const part = event.detail.elt;
  if (part === document.body) return;
  const speaker = part.matches("[data-said]") ? part : part.querySelector("[data-said]");
  const renews = part.matches('[hx-trigger^="every"]');
  if (speaker && !(renews && Date.now() - spokenAt < PAUSE)) speak(speaker.dataset.said);
});

// A refused form is the answer to a POST. From here on it is a page that was asked for:
// going back to it or loading it again sends nothing a second time, and the script of
// forms fills in what was typed.
if (document.querySelector("main[data-refused]")) history.replaceState(history.state, "", location.href);
