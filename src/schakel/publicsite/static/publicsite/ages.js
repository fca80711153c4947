// Whether somebody under 18 is named in what was typed, as `core/minor_words.py` and `core/age_words.py` say it: their
// patterns and tables come from there (`rules`), and a test compares what the two make of the same words.

const NOBODY = Infinity;

// Digits of any script stand in rows of ten, from zero.
export const plainDigits = (words) => words.replace(/\p{Nd}/gu, (digit) => {
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(digit.codePointAt(0) - before - 1))) before += 1;
  return String(before % 10);
});

const plain = (words) => plainDigits(words).toLowerCase().split(/\s+/u).filter(Boolean).join(" ").replace(/^[ .,]+|[ .,]+$/gu, "");

const whole = (pattern, text) => new RegExp(`^(?:${pattern})$`, "u").exec(text);

const all = (pattern, text) => text.matchAll(new RegExp(pattern, "gu"));

const yearsSince = ({ year, month, day }, [thisYear, thisMonth, today]) =>
  thisYear - year - (thisMonth < month || (thisMonth === month && today < day) ? 1 : 0);

const isPossibleYear = (year, rules) => year <= rules.today[0] && year >= rules.today[0] - rules.oldest;

const fullYear = (digits, [thisYear]) => {
  if (digits.length === 4) return Number(digits);
  const thisCentury = thisYear - (thisYear % 100) + Number(digits);
  return thisCentury <= thisYear ? thisCentury : thisCentury - 100;
};

const youngestBornIn = (year, rules) => (isPossibleYear(year, rules) ? rules.today[0] - year - 1 : NOBODY);

const youngestBornOn = ([, first, middle, last], rules) => {
  const isYearFirst = first.length === 4 && last.length <= 2;
  if (!isYearFirst && !(first.length <= 2 && [2, 4].includes(last.length))) return null;
  const [year, day] = isYearFirst ? [Number(first), Number(last)] : [fullYear(last, rules.today), Number(first)];
  if (!isPossibleYear(year, rules)) return NOBODY;
  const month = rules.monthNumbers[middle] ?? Number(middle);
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (!isDay) return youngestBornIn(year, rules);
  const age = yearsSince({ year, month, day }, rules.today);
  return age < 0 ? NOBODY : age;
};

const possible = (age, rules) => (age >= 0 && age <= rules.oldest ? age : NOBODY);

const youngestInYears = (text, rules) => {
  const number = (digits) => possible(Number(digits.slice(0, 9)), rules);
  let found = whole(rules.exact, text);
  if (found) return found[1] && Number(found[2]) ? NOBODY : number(found[2]);
  if ((found = whole(rules.about, text))) return number(found[1]) === NOBODY ? NOBODY : Math.max(number(found[1]) - rules.margin, 0);
  if ((found = whole(rules.range, text))) {
    const ages = [number(found[1]), number(found[2])];
    return ages.includes(NOBODY) ? NOBODY : Math.min(...ages);
  }
  if ((found = whole(rules.below, text))) return number(found[1]) === NOBODY ? NOBODY : 0;
  if ((found = whole(rules.above, text))) return number(found[1] ?? found[2]);
  return (found = whole(rules.months, text)) ? Math.floor(Number(found[1]) / 12) : null;
};

const youngestOfGroup = (text, rules) => {
  if (Object.hasOwn(rules.groups, text)) return rules.groups[text];
  const ten = whole(rules.ten, text);
  if (!ten || !Object.hasOwn(rules.tens, ten[2])) return null;
  return rules.tens[ten[2]] + (ten[1] ? rules.partsOfTen[ten[1]] : 0);
};

// The youngest age that an answer leaves room for: null where it is not understood, and nobody's when nobody is so old.
const youngest = (words, rules) => {
  const text = plain(words).replace(new RegExp(`^(?:${rules.birth})`, "u"), "");
  const date = whole(rules.date, text);
  const born = date ? youngestBornOn(date, rules) : /^\d{4}$/u.test(text) ? youngestBornIn(Number(text), rules) : null;
  return born ?? youngestInYears(text, rules) ?? youngestOfGroup(text, rules);
};

const agesIn = (text, rules) => [
  ...[...all(rules.ofAge, text)].map((found) => Number(found[1])),
  ...[...all(rules.withUnit, text)].filter((found) => !found[1] && Number(found[2]) >= rules.youngestWithoutOld).map((found) => Number(found[2])),
  ...[...all(rules.after, text), ...all(rules.childOf, text)].map((found) => Number(found[1])),
  ...[...all(rules.born, text)].map((found) => (mayBeMinor(found[1], rules) ? 0 : rules.adult)),
];

export const saysMinor = (words, rules) => {
  const text = plain(words);
  return new RegExp(rules.said, "u").test(text) || agesIn(text, rules).some((age) => age < rules.adult);
};

export const mayBeMinor = (words, rules) => {
  const age = youngest(words, rules);
  return age === null ? saysMinor(words, rules) : age < rules.adult;
};
