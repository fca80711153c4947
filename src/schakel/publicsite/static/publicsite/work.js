// A worker that finds the numbers the server asks for (publicsite/work.py): many tries here, one to check there.
// Own SHA-256, because the browser's answers a try at a time through a promise, which is twenty times slower.
"use strict";
const K = new Int32Array(64);
const START = new Int32Array(8);
{
  // The first bits of the roots of the first primes, as the standard (FIPS 180-4) draws its constants.
  const fraction = (number) => ((number - Math.floor(number)) * 0x100000000) | 0;
  let found = 0;
  for (let candidate = 2; found < 64; candidate += 1) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor += 1) if (candidate % divisor === 0) isPrime = false;
    if (!isPrime) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(candidate));
    K[found] = fraction(Math.cbrt(candidate));
    found += 1;
  }
}

const W = new Int32Array(64);

// The first word of SHA-256 over the forty bytes in `block` (ten words).
const firstWord = (block) => {
  W.set(block);
  W[10] = 0x80000000 | 0;
  W[11] = W[12] = W[13] = W[14] = 0;
  W[15] = 320;
  for (let i = 16; i < 64; i += 1) {
    const x = W[i - 15];
    const y = W[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
  }
  let a = START[0], b = START[1], c = START[2], d = START[3];
  let e = START[4], f = START[5], g = START[6], h = START[7];
  for (let i = 0; i < 64; i += 1) {
    const S1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + S1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const S0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (S0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0;
    d = c; c = b; b = a; a = (one + two) | 0;
  }
  return (a + START[0]) | 0;
};

// `seed` is 32 bytes; each of `parts` numbers makes a digest that begins with `bits` zeroes.
const solve = (seed, bits, parts) => {
  const block = new Int32Array(10);
  const view = new DataView(seed.buffer, seed.byteOffset, 32);
  for (let i = 0; i < 8; i += 1) block[i] = view.getInt32(i * 4);
  const numbers = [];
  for (let part = 0; part < parts; part += 1) {
    block[8] = part;
    let number = 0;
    for (; ; number += 1) {
      block[9] = number;
      if (bits === 0 || firstWord(block) >>> (32 - bits) === 0) break;
    }
    numbers.push(number);
  }
  return numbers;
};

onmessage = ({ data }) => postMessage(solve(data.seed, data.bits, data.parts));
