// Leaves at once: a click on "Snel weg", or Shift three times within five seconds. The link also works without this file.
// Covers a page at once as well when that is what a form does, and one that the browser kept when somebody comes back to it.
"use strict";
{
  const PRESSES = 3;
  const WINDOW_MILLISECONDS = 5000;
  const link = document.querySelector("[data-exit]");
  const count = document.querySelector("[data-exit-count]");
  let presses = [];
  let isShiftAlone = false;
  let timer;

  const cover = () => document.documentElement.classList.add("leaving");

  const leave = () => {
    // Covered before anything is fetched; replace() keeps this page out of the back button.
    cover();
    window.location.replace(link.href);
  };

  for (const form of document.querySelectorAll("form[data-cover]")) form.addEventListener("submit", cover);

  // A page out of the browser's own memory shows what was typed on it, or a code. The server says what may be seen now.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    cover();
    // Asked for anew, never sent anew; without its fragment, so that it is asked for at all.
    window.location.replace(window.location.pathname + window.location.search);
  });

  const show = () => {
    count.hidden = presses.length === 0;
    count.textContent = count.dataset.exitCount.replace("{}", PRESSES - presses.length);
  };

  const forget = () => {
    presses = [];
    show();
  };

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  // Shift held for a capital letter is typing, not leaving.
  document.addEventListener("keydown", (event) => {
    isShiftAlone = event.key === "Shift";
    if (!isShiftAlone && presses.length > 0) forget();
  });

  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !isShiftAlone) return;
    const now = Date.now();
    presses = [...presses.filter((time) => now - time < WINDOW_MILLISECONDS), now];
    if (presses.length === PRESSES) return leave();
    show();
    clearTimeout(timer);
    timer = setTimeout(forget, WINDOW_MILLISECONDS);
  });
}
