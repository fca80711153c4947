// One tick for all reports on the page. Without this file each is ticked by itself.
"use strict";
{
  const all = document.querySelector("[data-select-all]");
  if (all) {
    const ticks = [...document.querySelectorAll('input[name="melding"]')];
    all.closest("[hidden]").hidden = false;
    all.addEventListener("change", () => { for (const tick of ticks) tick.checked = all.checked; });
    for (const tick of ticks) {
      tick.addEventListener("change", () => { all.checked = ticks.every((one) => one.checked); });
    }
  }
}
