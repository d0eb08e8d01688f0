// Bundles and minifies src/*.js and src/*.css into internal/desk/assets, which are committed:
// who builds the program needs no Node.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const assets = join(here, '..', '..', 'internal', 'desk', 'assets');
const sources = (await readdir(join(here, 'src'))).filter((f) => /\.(js|css)$/.test(f)).sort();

await build({
	absWorkingDir: here,
	entryPoints: sources.map((f) => join('src', f)),
	outdir: assets,
	bundle: true,
	minify: true,
	format: 'esm',
	target: ['chrome111', 'firefox113', 'safari16.4'],
	charset: 'utf8',
	legalComments: 'none',
	external: ['/assets/*'],
	logLevel: 'warning',
});

for (const f of sources) {
	const made = await readFile(join(assets, f));
	console.log(`${f}: ${made.length} bytes, ${gzipSync(made, { level: 9 }).length} compressed`);
}
