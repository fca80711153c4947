// What the answers together give cause to ask or to say before sending. Which fields it is about stands in the page.
import { mayBeMinor, saysMinor } from "./ages.js";

const fieldsIn = (answers) => Object.values(answers).flatMap((said) => Object.entries(said));

// The values of a field, also of one that stands in rows: `people-0-name`.
const wordsIn = (answers, names) =>
  fieldsIn(answers)
    .filter(([field]) => names.split(" ").includes(field.replace(/^.*-\d+-/, "")))
    .flatMap(([, values]) => values)
    .filter((value) => value.trim() !== "");

// Whether somebody was named, where a ground for that is asked and none was chosen.
export const namesWithoutGround = ({ names, ground, grounds }, answers) => {
  const chosen = wordsIn(answers, ground);
  return chosen.length > 0 && !grounds.split(" ").includes(chosen[0]) && wordsIn(answers, names).length > 0;
};

// Whether the answers name an age under 18 while the mark for it was not set.
export const asksAge = ({ asksAge: texts, age, mark }, rules, answers) =>
  wordsIn(answers, mark).length === 0 &&
  (wordsIn(answers, texts).some((words) => saysMinor(words, rules)) ||
    wordsIn(answers, age).some((words) => mayBeMinor(words, rules)));
