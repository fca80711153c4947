// Leaves at once: a click on "Snel weg", or Shift three times within five seconds. The link also works without this file.
"use strict";
{
  const PRESSES = 3;
  const WINDOW_MILLISECONDS = 5000;
  const link = document.querySelector("[data-exit]");
  const count = document.querySelector("[data-exit-count]");
  let presses = [];
  let isShiftAlone = false;
  let timer;

  const leave = () => {
    // Covered before anything is fetched; replace() keeps this page out of the back button.
    document.documentElement.classList.add("leaving");
    window.location.replace(link.href);
  };

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
