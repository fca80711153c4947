// The receipt where the browser sealed: the server's own pages, with the code that only this page knows. Hidden at once,
// and shown again to whoever had begun to copy the code. Nothing of it goes anywhere without a press of a button.
import { plainDigits } from "./ages.js";

const FIRST_DIGITS = 4;
const MOST_TRIES = 3;

// The server drew letters where the digits belong.
const fillIn = (content, placeholder, code) => {
  for (const place of content.querySelectorAll(".digits")) {
    const digits = [...code];
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      node.data = node.data.replace(/[a-z]/g, () => digits.shift());
    }
  }
  for (const field of content.querySelectorAll(`input[value="${placeholder}"]`)) field.value = code;
};

const noteOf = (words, placeholder, code) =>
  placeholder.match(/.{4}/g).reduce((note, group, at) => note.replace(group, code.slice(at * 4, at * 4 + 4)), words);

const save = (words, name) => {
  const link = document.createElement("a");
  const address = URL.createObjectURL(new Blob([words], { type: "text/plain" }));
  Object.assign(link, { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};

// Gives what draws the receipt as it stands: open or hidden.
export const openReceipt = ({ pages, placeholder, code, show, end }) => {
  const state = { safe: "", isHidden: false, tries: 0, problem: "", typed: "" };
  document.head.append(pages.get("paper").content.cloneNode(true));

  const uncover = (typed) => {
    const digits = plainDigits(typed).replace(/\D/g, "");
    Object.assign(state, { problem: "", typed: "" });
    if (digits === code.slice(0, FIRST_DIGITS)) return Object.assign(state, { isHidden: false, tries: 0 });
    if (typed.trim() === "") return Object.assign(state, { problem: "_open" });
    return Object.assign(state, { tries: state.tries + 1, problem: "_wrong", typed });
  };

  const act = (event) => {
    const form = event.target;
    const { name, value } = event.submitter ?? {};
    const isOurs = "hide" in form.dataset || "note" in form.dataset || name === "safe" || form.elements.first_digits;
    if (!isOurs) return undefined;
    event.preventDefault();
    if ("note" in form.dataset) return save(noteOf(form.dataset.note, placeholder, code), form.dataset.file);
    if ("hide" in form.dataset) state.isHidden = true;
    else if (name === "safe") state.safe = value;
    else uncover(form.elements.first_digits.value);
    return state.tries >= MOST_TRIES ? end() : draw();
  };

  const draw = () => {
    const page = pages.get(state.isHidden ? `hidden${state.problem}` : `receipt${state.safe && "_"}${state.safe}`);
    const content = page.content.cloneNode(true);
    if (!state.isHidden) fillIn(content, placeholder, code);
    for (const form of content.querySelectorAll("form")) form.addEventListener("submit", act);
    for (const button of content.querySelectorAll("[data-print]")) {
      button.hidden = false;
      button.addEventListener("click", () => print());
    }
    if (state.isHidden) content.querySelector("[name=first_digits]").value = state.typed;
    show(content, page.dataset.title, state.isHidden);
  };
  return draw;
};
