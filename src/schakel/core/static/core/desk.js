// Keyboard shortcuts of the desk. Every page works without this file; nothing fires while somebody types.
"use strict";
{
  const sheet = document.getElementById("shortcuts");
  const toggle = sheet.querySelector("[data-shortcuts-on]");
  const opener = document.querySelector("[data-shortcuts-open]");
  const STORED = "schakel-shortcuts-off";
  let goPressedAt = -Infinity;

  const openSheet = () => { if (!sheet.open) sheet.showModal(); };
  const links = () => [...document.querySelectorAll("[data-worklist] .row-link")];

  const move = (step) => {
    const rows = links();
    const here = rows.indexOf(document.activeElement);
    const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step;
    rows[next]?.focus();
    return rows.length > 0;
  };

  const go = (letter) => {
    const target = document.querySelector(`[data-shortcut="${CSS.escape(letter)}"]`);
    target?.click();
    return target !== null;
  };

  const focusSearch = () => {
    const field = document.querySelector("main input[type=search]");
    field?.focus();
    return Boolean(field);
  };

  const act = (event) => {
    const { key } = event;
    const inList = document.activeElement?.closest("[data-worklist]");
    if (event.timeStamp - goPressedAt < 1500) {
      goPressedAt = -Infinity;
      return go(key);
    }
    if (key === "g") { goPressedAt = event.timeStamp; return true; }
    if (key === "/") return focusSearch();
    if (key === "?") { openSheet(); return true; }
    if (key === "j" || (inList && key === "ArrowDown")) return move(1);
    if (key === "k" || (inList && key === "ArrowUp")) return move(-1);
    return false;
  };

  const isTyping = (target) => target.isContentEditable || target.matches("input, textarea, select");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || sheet.open || !toggle.checked) return;
    if (act(event)) event.preventDefault();
  });

  // A single-key shortcut must be possible to switch off (WCAG 2.1.4): speech input types letters.
  toggle.checked = localStorage.getItem(STORED) === null;
  toggle.addEventListener("change", () => {
    if (toggle.checked) localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, "1");
  });

  opener.hidden = false;
  opener.addEventListener("click", openSheet);
}
