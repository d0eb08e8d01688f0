// Pictures of every page for docs/screens: both languages, both themes, a narrow window, and
// the dossier as it is printed. They are made by hand (`make screens`), as letters
// look a little different on every machine.
import { execFile } from 'node:child_process';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root, startDesk, story } from './desk.js';
import { closeBrowser, newPage, shot } from './page.js';
import { languages, pagesOf, themes } from './pages.js';

const limit = 4 << 20; // bytes of all pictures together
const folder = process.argv[2] ?? join(root, 'docs', 'screens');

const pictures = [];

async function picture(page, name) {
	const file = join(folder, name + '.png');
	await shot(page, file);
	pictures.push(file);
}

const desk = await startDesk({ articles: await story() });
try {
	await mkdir(folder, { recursive: true });
	for (const f of await readdir(folder)) if (/\.(png|pdf)$/.test(f)) await rm(join(folder, f));
	const pages = await pagesOf(desk);
	for (const lang of languages) {
		for (const theme of themes) {
			const page = await newPage(desk.url, { lang, theme, expected: [/status of 404/] });
			for (const { name, path } of pages) {
				await page.goto(path);
				await picture(page, `${name}.${lang}.${theme}`);
			}
			await page.finish();
		}
		const narrow = await newPage(desk.url, { lang, zoom: 4, height: 2800, expected: [/status of 404/] });
		for (const { name, path } of pages) {
			await narrow.goto(path);
			await picture(narrow, `${name}.${lang}.narrow`);
		}
		await narrow.goto(pages.find((p) => p.name === 'dossier').path);
		await narrow.pdf({ path: join(folder, `dossier.${lang}.pdf`), format: 'A4' });
		await narrow.finish();
	}
} finally {
	await closeBrowser();
	await desk.stop();
}
// A page has few colours, and a palette of them a third of the bytes.
await promisify(execFile)('pngquant', ['--force', '--ext', '.png', '--speed', '1', '--strip', '48', '--', ...pictures]);

let size = 0;
for (const f of await readdir(folder)) size += (await stat(join(folder, f))).size;
console.log(`${pictures.length} pictures in ${folder}, ${(size / 1024).toFixed(0)} KiB in all`);
if (size > limit) {
	console.error(`screens: that is more than ${limit / 1024} KiB`);
	process.exitCode = 1;
}
