// The whole form in one document. It knows no question by name: pages, rules and sentences come from the server, and what
// was typed stays in the page until it is sealed. Nothing is kept anywhere: a page that goes away takes all with it.
import { Uncertain, send } from "./handing_in.js";
import { TooLong } from "./sealing.js";
import { answersOn, changeRows, problemsOn, showProblems, summaryOf } from "./answers.js";

const IDLE_MILLISECONDS = 15 * 60 * 1000;
const main = document.querySelector("main");
let held = null;

const draw = (name) => held.pages.get(name).content.cloneNode(true);

const show = (content, title) => {
  document.title = title;
  main.replaceChildren(content);
  main.focus();
  scrollTo(0, 0);
};

const showStep = (index) => {
  held.at = index;
  const step = held.steps[index];
  show(step.body, step.title);
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

const showAt = (index) => {
  hideWaysOut(true);
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
  const step = { name: template.dataset.step, title: template.dataset.title, rules, body };
  step.rows = changeRows(body);
  body.querySelector("form[data-questions]").addEventListener("submit", (event) => {
    event.preventDefault();
    if (step.rows(event.submitter)) return;
    const problems = problemsOn(step);
    showProblems(step, problems, draw("errors"));
    if (problems.length > 0) return;
    const next = held.isChanging ? held.steps.length : index + 1;
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
  for (const [index, step] of held.steps.entries()) {
    content.querySelector("[data-sections]").append(section(step, index, words));
  }
  content.querySelector("[data-mark]").hidden = marked() === "";
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
  const { title, rows } = summaryOf(step, words);
  part.querySelector("h2").textContent = title;
  part.querySelector(".visually-hidden").textContent = `: ${title}`;
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

const allAnswers = () => Object.fromEntries(held.steps.map((step) => [step.name, answersOn(step)]));

const valuesOf = (field) => held.steps.map((step) => answersOn(step)[field]).find((values) => values?.length) ?? [];

const marked = () => held.marks.find((mark) => valuesOf(mark).length > 0) ?? "";

// Once a report may have arrived, it says what it says: it can only be sent again, or left.
const lock = (content) => {
  for (const link of content.querySelectorAll("[data-sections] a, [data-back] a")) link.parentElement.hidden = true;
  // Whoever stops now is not told that nothing was sent.
  content.querySelector("#stop [name=unsent]")?.remove();
};

const sendAll = async (content) => {
  if (held.isSending) return;
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

// The server's own page, with the code where it left a place for it.
const showReceipt = (code) => {
  const page = held.pages.get("receipt");
  const content = bodyOf(page);
  const groups = new Map(held.placeholder.match(/.{4}/g).map((group, at) => [group, code.slice(at * 4, at * 4 + 4)]));
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const group = groups.get(node.data.trim());
    if (group !== undefined) node.data = group;
    else if (node.data.includes(held.placeholder)) node.data = node.data.replace(held.placeholder, code);
  }
  for (const element of content.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (value.includes(held.placeholder)) element.setAttribute(name, value.replace(held.placeholder, code));
    }
  }
  held.steps = [];
  held.receipt = { content, title: page.dataset.title };
  held.isSending = false;
  stayAlive();
  show(content, page.dataset.title);
};

const onBack = ({ state }) => {
  if (held === null) return location.replace(location.href);
  stayAlive();
  if (held.receipt) return show(held.receipt.content, held.receipt.title);
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
  const { way, routing, marks, code, task, send: sendTo } = questions.dataset;
  held = {
    way, task, sendTo, placeholder: code,
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
