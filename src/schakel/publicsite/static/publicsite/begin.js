// On the page before the first question: where the browser can seal, "Beginnen" opens the form in this same document,
// so that what is typed leaves it sealed only. Anything missing, and the button does what it does without scripts.
const script = document.querySelector("script[data-questions]");
const start = script.closest("form");
const PATIENCE_MILLISECONDS = 8000;

// An age in the answers is looked for with patterns that old browsers can't read.
const readsPatterns = () => {
  try {
    return new RegExp("(?<!a)\\p{L}", "u").test("b");
  } catch {
    return false;
  }
};

const canSeal = () =>
  readsPatterns() &&
  window.isSecureContext &&
  typeof crypto?.subtle?.deriveBits === "function" &&
  typeof BigInt === "function" &&
  typeof Worker === "function" &&
  typeof HTMLTemplateElement === "function" &&
  typeof AbortController === "function";

const withinPatience = async (work) => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MILLISECONDS);
  const tooSlow = new Promise((_, reject) => stop.signal.addEventListener("abort", reject));
  try {
    return await Promise.race([work(stop.signal), tooSlow]);
  } finally {
    clearTimeout(timer);
  }
};

const fetchQuestions = async (signal) => {
  const asked = new URLSearchParams(new FormData(start));
  asked.delete("csrfmiddlewaretoken");
  const response = await fetch(`${script.dataset.questions}?${asked}`, { signal, redirect: "error" });
  if (!response.ok) throw new Error();
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return page.querySelector("[data-form]");
};

const open = async (signal) => {
  // Everything that sending will need is here before the first question is.
  const [questions, form] = await Promise.all([fetchQuestions(signal), import("./form.js")]);
  await form.open(questions, start);
};

if (canSeal()) {
  let isOpening = false;
  start.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isOpening) return;
    isOpening = true;
    try {
      await withinPatience(open);
    } catch {
      start.submit();
    }
    isOpening = false;
  });
}
