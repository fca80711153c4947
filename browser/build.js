// Makes the one file of other people's code that visitors get: `npm ci && npm run build`.
// Its head names every licence, and the digests of the lock file and of the code, which a test compares.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const target = process.argv[2] ?? "../src/schakel/publicsite/static/publicsite/hpke.js";
const digest = (content) => createHash("sha256").update(content).digest("hex");

const made = await build({
  entryPoints: ["hpke.js"],
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2020",
  legalComments: "none",
  metafile: true,
  write: false,
});
const code = made.outputFiles[0].text;
const packages = new Set(
  Object.keys(made.metafile.inputs).flatMap((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []),
);
const licences = new Map();
for (const name of [...packages].sort()) {
  const { version } = JSON.parse(await readFile(`node_modules/${name}/package.json`, "utf8"));
  const text = (await readFile(`node_modules/${name}/LICENSE`, "utf8")).trim();
  licences.set(text, [...(licences.get(text) ?? []), `${name} ${version}`]);
}
const notices = [...licences].map(([text, names]) => `${names.join(", ")}\n\n${text}`).join("\n\n");
const head = `/*! Made by browser/build.js; do not edit.
lock sha256 ${digest(await readFile("package-lock.json"))}
code sha256 ${digest(code)}

${notices.replaceAll("*/", "* /")}
*/
`;
await writeFile(target, head + code);
