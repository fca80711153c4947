// What the server does for whoever has no scripts, done on the phone: the receipt code (intake/receipts.py), and
// sealing for the desk (vault/sealing.py). Both make the same bytes; tests compare them.
import { Aes256Gcm, CipherSuite, HkdfSha256, XWing } from "./hpke.js";

const VERSION = "schakel/1";
const FORMAT = 1;
const BUCKETS = [1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18];
const LENGTH_BYTES = 4;
const RANDOM_DIGITS = 27;
// The quasigroup of Damm's check digit.
const DAMM = [
  "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
  "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
];

const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const bytes = (words) => new TextEncoder().encode(words);

export class TooLong extends Error {}

export const toBase64 = (raw) => {
  let binary = "";
  for (const byte of raw) binary += String.fromCharCode(byte);
  return btoa(binary);
};

export const fromBase64 = (words) => Uint8Array.from(atob(words), (letter) => letter.charCodeAt(0));

const derive = async (secret, purpose) => {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: bytes(VERSION), info: bytes(purpose) };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, 256));
};

const hex = (raw) => Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const codeOf = async (visitKey) => {
  const number = BigInt(`0x${hex(await derive(visitKey, "receipt"))}`) % 10n ** BigInt(RANDOM_DIGITS);
  const digits = number.toString().padStart(RANDOM_DIGITS, "0");
  const check = [...digits].reduce((row, digit) => Number(DAMM[row][digit]), 0);
  return `${digits}${check}`;
};

// What a report is found by, and the public half of what answers are sealed to. The code itself never leaves.
export const receiptOf = async (code) => {
  const pair = await suite.kem.generateKeyPairDerand(await derive(bytes(code), "reply"));
  return {
    lookup: await derive(bytes(code), "lookup"),
    replyKey: new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey)),
  };
};

export const pad = (plain) => {
  const needed = LENGTH_BYTES + plain.length;
  const bucket = BUCKETS.find((size) => needed <= size);
  if (bucket === undefined) throw new TooLong();
  const padded = new Uint8Array(bucket);
  new DataView(padded.buffer).setUint32(0, plain.length);
  padded.set(plain, LENGTH_BYTES);
  return padded;
};

const seal = async (plain, recipientPublicKey, place) => {
  const info = bytes([VERSION, ...place].join("\0"));
  const { enc, ct } = await suite.seal({ recipientPublicKey, info }, pad(bytes(plain)));
  const envelope = new Uint8Array(1 + enc.byteLength + ct.byteLength);
  envelope[0] = FORMAT;
  envelope.set(new Uint8Array(enc), 1);
  envelope.set(new Uint8Array(ct), 1 + enc.byteLength);
  return envelope;
};

// Both parts of a report, sealed for the intake key `{id, key}` as the server gives it. Throws TooLong.
export const sealReport = async (intake, reportId, routing, body) => {
  const key = await suite.kem.deserializePublicKey(fromBase64(intake.key));
  return {
    routing: await seal(JSON.stringify(routing), key, [reportId, intake.id, "routing"]),
    body: await seal(JSON.stringify(body), key, [reportId, intake.id, "body"]),
  };
};

// A random id in the form that the database has (version 4).
export const newId = () => {
  const raw = crypto.getRandomValues(new Uint8Array(16));
  raw[6] = (raw[6] & 0x0f) | 0x40;
  raw[8] = (raw[8] & 0x3f) | 0x80;
  return hex(raw).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

export const newVisitKey = () => crypto.getRandomValues(new Uint8Array(32));
export const lookupHex = hex;
