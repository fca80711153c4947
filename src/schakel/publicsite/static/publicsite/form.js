// The whole form in one document. It knows no question by name: pages, rules and sentences come from the server, and what
// was typed stays in the page until it is sealed. Nothing is kept anywhere: a page that goes away takes all with it.
import { Uncertain, send } from "./handing_in.js";
import { TooLong } from "./sealing.js";
import { answersOn, changeRows, problemsOn, showProblems, summaryOf } from "./answers.js";
import { asksAge, namesWithoutGround } from "./asking.js";
import { openReceipt } from "./receipt.js";

const IDLE_MILLISECONDS = 15 * 60 * 1000;
const main = document.querySelector("main");
let held = null;

const draw = (name) => held.pages.get(name).content.cloneNode(true);

const show = (content, title) => {
  document.title = title;
  main.replaceChildren(content);
  (main.querySelector(".errors") ?? main).focus();
  scrollTo(0, 0);
};

const valuesOf = (field) => held.steps.map((step) => answersOn(step)[field]).find((values) => values?.length) ?? [];

// A condition is "field=value"; without one there is nothing to meet.
const isMet = (condition) => {
  const [field, value] = (condition ?? "").split("=");
  return field === "" || valuesOf(field).includes(value);
};

const asked = () => held.steps.filter(({ onlyFor }) => isMet(onlyFor));

const showParts = (content) => {
  for (const part of content.querySelectorAll("[data-when]")) part.hidden = !isMet(part.dataset.when);
};

// "Stap 2 van 5", counted over the pages that are asked of this visitor.
const count = (step) => {
  const [steps, number] = [asked().length, asked().indexOf(step) + 1];
  const words = held.pages.get("words").dataset.count.replace("{number}", number).replace("{steps}", steps);
  step.body.querySelector(".progress span").textContent = words;
  step.body.querySelector(".progress__bar").replaceChildren(...Array.from({ length: steps }, (_, at) => {
    const part = document.createElement("span");
    part.classList.toggle("is-done", at < number);
    return part;
  }));
  return words;
};

const showStep = (index) => {
  held.at = index;
  const step = held.steps[index];
  showParts(step.body);
  show(step.body, count(step));
};

// What leads away from here would take the answers with it.
const hideWaysOut = (isHidden) => {
  for (const part of document.querySelectorAll(".languages, .site-footer nav")) part.hidden = isHidden;
};

const showStart = () => {
  hideWaysOut(false);
  held.at = -1;
  document.title = held.startTitle;
  main.replaceChildren(...held.startNodes);
};

const go = (index) => {
  history.pushState({ step: index }, "");
  showAt(index);
};

// The first page that was not answered yet, of those before one page; that page itself if there is none.
const firstMissing = (index) => {
  const isOpen = (step, at) => at < index && isMet(step.onlyFor) && (!step.isDone || problemsOn(step).length > 0);
  const missing = held.steps.findIndex(isOpen);
  return missing < 0 ? index : missing;
};

const after = (index) => {
  const following = held.steps.findIndex((step, at) => at > index && isMet(step.onlyFor));
  return following < 0 ? held.steps.length : following;
};

const showAt = (wanted) => {
  hideWaysOut(true);
  let index = firstMissing(wanted);
  // A page that an answer made superfluous since: the one before it.
  while (index < held.steps.length && !isMet(held.steps[index].onlyFor)) index -= 1;
  return index < held.steps.length ? showStep(index) : showCheck();
};

const forget = () => {
  held = null;
  main.replaceChildren();
};

const ranOut = () => {
  // What is said must be so: something may have been sent before the time ran out.
  const page = held.pages.get(held.receipt ? "ran_out_after" : held.isUncertain ? "ran_out_unsure" : "ran_out");
  const content = page.content.cloneNode(true);
  forget();
  hideWaysOut(false);
  for (const part of document.querySelectorAll(".site-header, .site-footer")) part.hidden = false;
  show(content, page.dataset.title);
};

const stayAlive = () => {
  if (held !== null) held.touchedAt = Date.now();
};

// A phone that sleeps runs no timer: the clock is read whenever somebody looks.
const watch = () => {
  if (held !== null && !held.isSending && Date.now() - held.touchedAt > IDLE_MILLISECONDS) ranOut();
};

const bodyOf = (step) => {
  const body = document.createElement("div");
  body.className = "page--narrow";
  body.append(step.content.cloneNode(true));
  return body;
};

const makeStep = (template, index) => {
  const rules = JSON.parse(template.dataset.rules);
  const body = bodyOf(template);
  const { step: name, section, onlyFor } = template.dataset;
  const step = { name, section, onlyFor, rules, body, isDone: false };
  step.rows = changeRows(body);
  body.querySelector("form[data-questions]").addEventListener("submit", (event) => {
    event.preventDefault();
    if (step.rows(event.submitter)) return;
    const problems = problemsOn(step);
    showProblems(step, problems, draw("errors"));
    if (problems.length > 0) return;
    step.isDone = true;
    const isAllDone = firstMissing(held.steps.length) === held.steps.length;
    const next = held.isChanging && isAllDone ? held.steps.length : after(index);
    held.isChanging = false;
    go(next);
  });
  body.querySelector(".progress a")?.addEventListener("click", goBack);
  return step;
};

const goBack = (event) => {
  event.preventDefault();
  history.back();
};

const showCheck = () => {
  held.at = held.steps.length;
  const page = held.pages.get("check");
  const content = bodyOf(page);
  const words = held.pages.get("words").dataset;
  for (const step of asked()) {
    content.querySelector("[data-sections]").append(section(step, held.steps.indexOf(step), words));
  }
  showParts(content);
  const names = content.querySelector("[data-names]");
  names.hidden = !namesWithoutGround(names.dataset, allAnswers());
  const age = content.querySelector("[data-asks-age]");
  if (age !== null) age.hidden = !asksAge(age.dataset, held.ages, allAnswers());
  content.querySelector("[data-back] a").addEventListener("click", goBack);
  content.querySelector("[data-sending]").addEventListener("submit", (event) => {
    event.preventDefault();
    sendAll(content);
  });
  if (held.isUncertain) lock(content);
  show(content, page.dataset.title);
};

const section = (step, index, words) => {
  const part = draw("section").firstElementChild;
  const rows = summaryOf(step, words);
  part.querySelector("h2").textContent = step.section;
  part.querySelector(".visually-hidden").textContent = `: ${step.section}`;
  for (const [question, answer] of rows) {
    const pair = document.createElement("div");
    const [dt, dd] = [document.createElement("dt"), document.createElement("dd")];
    dt.textContent = question;
    dd.textContent = answer;
    dd.className = "as-typed";
    dd.dir = "auto";
    pair.append(dt, dd);
    part.querySelector("dl").append(pair);
  }
  part.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault();
    held.isChanging = true;
    go(index);
  });
  return part;
};

const allAnswers = () => Object.fromEntries(asked().map((step) => [step.name, answersOn(step)]));

const marked = () => held.marks.find((mark) => valuesOf(mark).length > 0) ?? "";

// Once a report may have arrived, it says what it says: it can only be sent again, or left.
const lock = (content) => {
  for (const link of content.querySelectorAll("[data-sections] a, [data-back] a")) link.parentElement.hidden = true;
  // Whoever stops now is not told that nothing was sent.
  content.querySelector("#stop [name=unsent]")?.remove();
  for (const choice of content.querySelectorAll("[data-asks-age] input")) choice.disabled = true;
};

// Whoever says yes has ticked the mark after all.
const takeAge = (content) => {
  const question = content.querySelector("[data-asks-age]");
  if (question?.querySelector("[value=yes]:checked")) {
    for (const { body } of held.steps) for (const mark of body.querySelectorAll(`[name="${question.dataset.mark}"]`)) mark.checked = true;
  }
};

const sendAll = async (content) => {
  if (held.isSending) return;
  takeAge(content);
  held.isSending = true;
  const words = held.pages.get("words").dataset;
  const status = content.querySelector("[data-status]");
  const trouble = content.querySelector("[data-trouble]");
  const button = content.querySelector("button");
  button.setAttribute("aria-disabled", "true");
  trouble.replaceChildren();
  const routing = { way: held.way, ...Object.fromEntries(held.routing.map((field) => [field, valuesOf(field)])) };
  const said = { routing, body: { way: held.way, steps: allAnswers() }, mark: marked() };
  try {
    showReceipt(await send(held, said, (state) => { status.textContent = words[state]; }));
  } catch (error) {
    if (error instanceof Uncertain) held.isUncertain = true;
    const kind = error instanceof TooLong ? "too_long" : (error.kind ?? "failed");
    // What may have arrived is never called not received.
    trouble.replaceChildren(draw(held.isUncertain && kind === "failed" ? "unsure" : kind));
    if (held.isUncertain) lock(content);
    status.textContent = "";
    button.removeAttribute("aria-disabled");
    trouble.firstElementChild.tabIndex = -1;
    trouble.firstElementChild.focus();
    trouble.scrollIntoView();
    held.isSending = false;
    stayAlive();
  }
};

const showReceipt = (code) => {
  held.steps = [];
  held.isSending = false;
  const showIt = (content, title, isHidden) => {
    // Whoever takes the phone reads not even whose page this is.
    for (const part of document.querySelectorAll(".site-header, .site-footer")) part.hidden = isHidden;
    show(content, title);
  };
  held.receipt = openReceipt({ pages: held.pages, placeholder: held.placeholder, code, show: showIt, end });
  stayAlive();
  held.receipt();
};

// As "Klaar – sluit dit af" does.
const end = () => {
  const stop = main.querySelector("#stop");
  forget();
  main.replaceChildren(stop);
  stop.submit();
};

const onBack = ({ state }) => {
  if (held === null) return location.replace(location.href);
  stayAlive();
  if (held.receipt) return held.receipt();
  const index = state?.step ?? -1;
  if (held.isSending || held.isUncertain) {
    if (index !== held.steps.length) history.pushState({ step: held.steps.length }, "");
    return undefined;
  }
  held.isChanging = false;
  return index < 0 ? showStart() : showAt(index);
};

const setUp = (questions, start) => {
  const all = [...questions.querySelectorAll("template")];
  const { way, routing, marks, code, ages, task, send: sendTo } = questions.dataset;
  held = {
    way, task, sendTo, placeholder: code, ages: JSON.parse(ages || "null"),
    routing: routing.split(" "), marks: marks.split(" "),
    pages: new Map(all.filter(({ dataset }) => dataset.page).map((page) => [page.dataset.page, page])),
    startNodes: [...main.childNodes], startTitle: document.title, start,
    at: -1, touchedAt: Date.now(), isSending: false, isChanging: false, isUncertain: false,
  };
  held.steps = all.filter(({ dataset }) => dataset.step).map(makeStep);
  for (const name of ["input", "keydown", "pointerdown"]) document.addEventListener(name, stayAlive, { passive: true });
  for (const name of ["visibilitychange", "focus", "pageshow"]) addEventListener(name, watch);
  setInterval(watch, 5000);
  addEventListener("popstate", onBack);
  // Also from the browser's own memory of pages, and from whoever comes back to it.
  addEventListener("pagehide", forget);
  addEventListener("pageshow", ({ persisted }) => { if (persisted) location.reload(); });
};

export const open = async (questions, start) => {
  if (held === null) setUp(questions, start);
  go(0);
};
