// After each answer: a sound, the field empty and ready, and the word when the line is down.
const field = document.getElementById("id_code");
const link = document.querySelector("[data-link]");
const noLink = document.querySelector("[data-no-link]");
let sounds;

function sound(answer) {
  const Context = window.AudioContext || window.webkitAudioContext;
  if (!Context || !answer) return;
  sounds ||= new Context();
  const tones = answer === "enter" ? [880] : [220, 180];
  tones.forEach((pitch, place) => {
    const tone = sounds.createOscillator();
    const volume = sounds.createGain();
    tone.frequency.value = pitch;
    volume.gain.value = 0.2;
    tone.connect(volume).connect(sounds.destination);
    tone.start(sounds.currentTime + place * 0.25);
    tone.stop(sounds.currentTime + place * 0.25 + 0.18);
  });
  if (answer === "stop" && navigator.vibrate) navigator.vibrate([200, 80, 200]);
}

// An old green must not stand above a new code that nobody has checked.
function sayUnchecked() {
  const verdict = document.getElementById("verdict");
  const words = document.createElement("p");
  words.textContent = noLink.textContent;
  delete verdict.dataset.answer;
  verdict.className = "gate idle";
  verdict.querySelectorAll(":scope > :not(input)").forEach((part) => part.remove());
  verdict.prepend(words);
}

function connected(is) {
  link.hidden = !is;
  noLink.hidden = is;
  if (!is) sayUnchecked();
}

document.body.addEventListener("htmx:afterSwap", () => {
  connected(true);
  sound(document.getElementById("verdict").dataset.answer);
  field.value = "";
  field.focus();
});
// The code stays in the field: nothing was checked, so nothing may look answered.
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.body.addEventListener(name, () => connected(false));
}
addEventListener("offline", () => connected(false));
addEventListener("online", () => connected(true));
