// Puts a standard text into the answer at once. Without this file the button asks the server to do it.
"use strict";
for (const form of document.querySelectorAll("[data-answer]")) {
  const { template, text, language } = form.elements;
  form.querySelector("[data-use-template]").addEventListener("click", (event) => {
    event.preventDefault();
    const chosen = template.selectedOptions[0]?.dataset;
    if (!chosen?.body) { template.focus(); return; }
    text.value = [text.value.trim(), chosen.body].filter(Boolean).join("\n\n");
    language.value = chosen.language;
    template.value = "";
    text.focus();
  });
}
