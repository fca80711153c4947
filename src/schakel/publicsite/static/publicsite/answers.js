// Reading, checking and repeating what stands in the fields of one page of questions.

const fieldsOf = (step) => [...step.body.querySelectorAll("form[data-questions] [name]")].filter(({ tagName }) => tagName !== "BUTTON");

const isSaid = (field) => !["checkbox", "radio"].includes(field.type) || field.checked;

// As a form would post them: name → values.
export const answersOn = (step) => {
  const said = {};
  for (const field of fieldsOf(step)) if (isSaid(field)) (said[field.name] ??= []).push(field.value);
  return said;
};

const ruleFor = (step, name) => step.rules[name] ?? step.rules[name.replace(/-\d+-/, "-0-")] ?? {};

const lengthOf = (words) => [...words].length;

export const problemsOn = (step) => {
  const said = answersOn(step);
  const names = new Set(fieldsOf(step).map(({ name }) => name));
  const problems = [];
  for (const name of names) {
    const rule = ruleFor(step, name);
    const words = (said[name] ?? []).join("\n").trim();
    const target = fieldsOf(step).find((field) => field.name === name);
    if (rule.required && words === "") problems.push({ target, sentence: rule.required });
    else if (rule.most && lengthOf(words) > rule.most) {
      problems.push({ target, sentence: rule.too_long.replace("{}", lengthOf(words)) });
    }
    for (const { when, is, pattern, sentence } of rule.shapes ?? []) {
      if ((said[when] ?? []).includes(is) && !new RegExp(pattern, "u").test(words)) problems.push({ target, sentence });
    }
  }
  return problems;
};

export const showProblems = (step, problems, template) => {
  for (const old of step.body.querySelectorAll(".errors, .field__error[data-ours]")) old.remove();
  for (const field of step.body.querySelectorAll(".field--wrong")) field.classList.remove("field--wrong");
  for (const field of fieldsOf(step)) field.removeAttribute("aria-invalid");
  if (problems.length === 0) return;
  const box = template.firstElementChild;
  box.querySelector("ul").replaceChildren();
  for (const { target, sentence } of problems) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `#${target.id}`;
    link.textContent = sentence;
    link.addEventListener("click", (event) => { event.preventDefault(); target.focus(); });
    item.append(link);
    box.querySelector("ul").append(item);
    markWrong(target, sentence);
  }
  step.body.prepend(box);
  box.focus();
  box.scrollIntoView();
};

const markWrong = (target, sentence) => {
  const around = target.closest(".field");
  const words = document.createElement("div");
  words.className = "field__error";
  words.dataset.ours = "";
  words.id = `${target.id}_error`;
  words.textContent = sentence;
  around.classList.add("field--wrong");
  around.querySelector(".field__hint, .field__label")?.after(words);
  target.setAttribute("aria-invalid", "true");
};

const textOf = (element, without) => {
  const copy = element.cloneNode(true);
  for (const part of copy.querySelectorAll(without)) part.remove();
  return copy.textContent.trim().replace(/\s+/g, " ");
};

const labelOf = (around, id) => textOf(around.querySelector(`label[for="${CSS.escape(id)}"]`), ".field__optional");

const answerIn = (around, words) => {
  const fields = [...around.querySelectorAll("[name]")];
  if (around.classList.contains("field--checkbox")) return fields.some(isSaid) ? words.yes : "";
  const told = fields.filter(isSaid).map((field) => {
    if (field.tagName === "SELECT") return field.selectedOptions[0].textContent.trim();
    return ["checkbox", "radio"].includes(field.type) ? labelOf(around, field.id) : field.value.trim();
  });
  return told.filter(Boolean).join(", ");
};

const questionOf = (around) => {
  const label = around.querySelector(".field__label") ?? around.querySelector("label");
  return textOf(label, ".field__optional");
};

const isUntouched = (around) => {
  const select = around.querySelector("select");
  return select !== null && select.selectedIndex === [...select.options].findIndex(({ defaultSelected }) => defaultSelected);
};

// The page of questions once more, as pairs of question and answer.
export const summaryOf = (step, words) => {
  const rows = [];
  for (const around of step.body.querySelectorAll("form[data-questions] .field")) {
    const person = around.closest(".person");
    const answer = answerIn(around, words);
    if (answer === "" || (person !== null && isUntouched(around))) continue;
    const whose = person === null ? "" : `${person.querySelector(".person__title").textContent.trim()}: `;
    rows.push([`${whose}${questionOf(around)}`, answer]);
  }
  return rows.length > 0 ? rows : [["–", words.nothing]];
};

// Rows that can be added and taken away: the server draws two, and the second is what every further one is made of.
export const changeRows = (body) => {
  const rows = () => [...body.querySelectorAll(".person")];
  if (rows().length < 2) return () => false;
  const [first, model] = rows();
  const total = body.querySelector('[name$="-TOTAL_FORMS"]');
  const most = Number(body.querySelector('[name$="-MAX_NUM_FORMS"]')?.value ?? 50);
  for (const name of ["TOTAL_FORMS", "INITIAL_FORMS"]) body.querySelector(`[name$="-${name}"]`).value = name === "TOTAL_FORMS" ? "1" : "0";
  const adder = body.querySelector('button[name="add"]');
  model.remove();
  const remover = () => first.querySelector('button[name="remove"]');
  const numbered = (row, from, to) => {
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const { name, value } of [...element.attributes]) {
        if (["id", "for", "name", "aria-describedby", "value"].includes(name) && element.type !== "text") {
          element.setAttribute(name, value.replace(`-${from}-`, `-${to}-`).replace(/^persoon-\d+$/, `persoon-${to + 1}`));
        } else if (name !== "value") element.setAttribute(name, value.replace(`-${from}-`, `-${to}-`));
      }
      if (element.name === "remove") element.value = String(to);
      if (element.matches(".person__title, button[name=remove]")) element.textContent = element.textContent.replace(/\d+/, to + 1);
    }
    return row;
  };
  const renumber = () => {
    rows().forEach((row, to) => {
      const from = Number(row.querySelector("[name]:not(button)").name.match(/-(\d+)-/)[1]);
      numbered(row, from, to);
    });
    total.value = String(rows().length);
    if (remover()) remover().hidden = rows().length === 1;
    if (adder) adder.parentElement.hidden = rows().length >= most;
  };
  renumber();
  return (button) => {
    if (button?.name === "add") {
      const row = numbered(model.cloneNode(true), 1, rows().length);
      rows().at(-1).after(row);
      renumber();
      row.querySelector("input, textarea").focus();
      return true;
    }
    if (button?.name === "remove") {
      rows()[Number(button.value)]?.remove();
      renumber();
      rows().at(-1).querySelector("input, textarea").focus();
      return true;
    }
    return false;
  };
};
