// Sealing what was said and handing it in: again and again the same report, until the server says that it has it.
import { codeOf, lookupHex, newId, newVisitKey, receiptOf, sealReport, toBase64 } from "./sealing.js";

const MOST_TRIES = 4;
const PATIENCE_MILLISECONDS = 30_000;
const WORKER = new URL("./work.js", import.meta.url);

// The server said no, and stored nothing; `kind` is the sentence to show.
class Refused extends Error {
  constructor(kind) {
    super();
    this.kind = kind;
  }
}

// Nobody knows whether it arrived.
export class Uncertain extends Refused {}

const pause = (seconds) => new Promise((resolve) => { setTimeout(resolve, seconds * 1000); });

const ask = async (address, options = {}) => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MILLISECONDS);
  try {
    const response = await fetch(address, { ...options, signal: stop.signal, redirect: "error" });
    return { status: response.status, told: await response.json().catch(() => ({})) };
  } finally {
    clearTimeout(timer);
  }
};

const taskFrom = async (address) => {
  const { status, told } = await ask(address).catch(() => ({ status: 0 }));
  if (status === 200) return told;
  // Nothing was sent yet.
  throw new Refused("failed");
};

const solve = async ({ challenge, bits, parts }, lookup) => {
  const words = new TextEncoder().encode(`${challenge}.${lookupHex(lookup)}`);
  const seed = new Uint8Array(await crypto.subtle.digest("SHA-256", words));
  const worker = new Worker(WORKER);
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
      worker.postMessage({ seed, bits, parts });
    });
  } finally {
    worker.terminate();
  }
};

// Who this report is: made once, so that sending again can't make a second one.
const identityOf = async (held) => {
  if (!held.identity) {
    const code = await codeOf(newVisitKey());
    held.identity = { code, id: newId(), ...(await receiptOf(code)) };
  }
  return held.identity;
};

const attempt = async (held, said, tell) => {
  tell("sealing");
  const { code, id, lookup, replyKey } = await identityOf(held);
  const { intake, work, token } = await taskFrom(held.task);
  const sealed = await sealReport(intake, id, said.routing, said.body);
  const numbers = await solve(work, lookup);
  tell("sending");
  const body = JSON.stringify({
    id, key_id: intake.id, urgency: said.mark,
    lookup: toBase64(lookup), reply_key: toBase64(replyKey),
    routing: toBase64(sealed.routing), body: toBase64(sealed.body),
    work: { challenge: work.challenge, numbers },
  });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const answer = await ask(held.sendTo, { method: "POST", body, headers }).catch(() => {
    throw new Uncertain("unsure");
  });
  return { code, ...answer };
};

// Resolves to the receipt code. Throws Refused, Uncertain, or TooLong.
export const send = async (held, said, tell) => {
  for (let tries = 1; ; tries += 1) {
    const { code, status, told } = await attempt(held, said, tell);
    if (status === 201) return code;
    if (status === 503 && told.state === "failed") throw new Refused("failed");
    if (status >= 500) throw new Uncertain("unsure");
    // Too old, or a form token that no longer holds: what is asked next time is fresh.
    const isWorthAgain = status === 429 || status === 409 || status === 403;
    if (!isWorthAgain || tries === MOST_TRIES) throw new Refused(status === 429 ? "busy" : "failed");
    if (status === 429) {
      tell("waiting");
      await pause(told.wait ?? 20);
    }
  }
};
