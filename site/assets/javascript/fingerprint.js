/* The fingerprint of a checklist: SHA-256 of the text that Python's json.dumps(sort_keys=True) gives, as
   knowledge/checklists.py has it. Written out, because a browser gives crypto.subtle to secure addresses only, and not
   to a page of an intranet. */
"use strict";
(() => {
  const canonical = (value) => {
    if (Array.isArray(value)) return `[${value.map(canonical).join(", ")}]`;
    if (value !== null && typeof value === "object") {
      return `{${Object.keys(value).sort().map((key) => `${canonical(key)}: ${canonical(value[key])}`).join(", ")}}`;
    }
    return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  };

  const roots = (() => {
    const primes = [];
    for (let n = 2; primes.length < 64; n += 1) if (primes.every((prime) => n % prime)) primes.push(n);
    const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) | 0;
    return { start: primes.slice(0, 8).map((n) => fraction(Math.sqrt(n))), step: primes.map((n) => fraction(Math.cbrt(n))) };
  })();
  const turn = (word, by) => (word >>> by) | (word << (32 - by));

  /* SHA-256 of ASCII text, in hexadecimal. */
  const sha256 = (text) => {
    const blocks = Math.ceil((text.length + 9) / 64);
    const words = new Int32Array(blocks * 16);
    for (let at = 0; at < text.length; at += 1) words[at >> 2] |= text.charCodeAt(at) << (24 - (at % 4) * 8);
    words[text.length >> 2] |= 0x80 << (24 - (text.length % 4) * 8);
    words[words.length - 1] = text.length * 8;
    const hash = Int32Array.from(roots.start);
    const w = new Int32Array(64);
    for (let block = 0; block < words.length; block += 16) {
      let [a, b, c, d, e, f, g, h] = hash;
      for (let i = 0; i < 64; i += 1) {
        const [x, y] = [w[i - 15], w[i - 2]];
        w[i] = i < 16 ? words[block + i]
          : w[i - 16] + w[i - 7] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10));
        const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + roots.step[i] + w[i]) | 0;
        const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
      }
      [a, b, c, d, e, f, g, h].forEach((word, at) => { hash[at] += word; });
    }
    return [...hash].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  };

  window.thuishaven.fingerprint = (scheme, profile, answers) => sha256(canonical([scheme, profile, answers]));
})();
