// Pictures of every page for docs/screens: both languages, both themes, a narrow window, and
// the dossier as it is printed. They are made by hand (`make screens`), as letters
// look a little different on every machine.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root, startDesk, story } from './desk.js';
import { closeBrowser, newPage, shot } from './page.js';
import { accounts, languages, logIn, pagesOf, sharedPages, themes, today, visit } from './pages.js';

const exec = promisify(execFile);
const limit = 4 << 20; // bytes of all pictures together
const folder = process.argv[2] ?? join(root, 'docs', 'screens');
const raw = await mkdtemp(join(tmpdir(), 'attache-screens-'));
const expected = [/status of 404/];

// What has no narrow picture: the same parts are seen narrow elsewhere.
const wideOnly = new Set(['search', 'timelines', 'search-none', 'who', 'dossiers', 'searches', 'missing']);

const desk = await startDesk({ articles: await story(), args: ['--on', today] });
const shared = await startDesk({ accounts });
try {
	await mkdir(folder, { recursive: true });
	for (const f of await readdir(folder)) if (/\.(webp|pdf)$/.test(f)) await rm(join(folder, f));
	const pages = await pagesOf(desk);
	await live(pages);
	for (const lang of languages) {
		for (const theme of themes) {
			const page = await newPage(desk.url, { lang, theme, height: 800, expected });
			for (const entry of pages) {
				if (entry.lang && entry.lang !== lang) continue;
				await take(page, entry, `${entry.name}.${lang}.${theme}`);
			}
			await page.finish();
			const own = await newPage(shared.url, { lang, theme, height: 800 });
			for (const entry of sharedPages.before) await take(own, entry, `${entry.name}.${lang}.${theme}`);
			await logIn(own, 'admin');
			for (const entry of sharedPages.admin) await take(own, entry, `${entry.name}.${lang}.${theme}`);
			await own.finish();
		}
		const narrow = await newPage(desk.url, { lang, zoom: 4, height: 2800, expected });
		for (const entry of pages) {
			if (!wideOnly.has(entry.name) && (entry.lang ?? lang) === lang) await take(narrow, entry, `${entry.name}.${lang}.narrow`);
		}
		await visit(narrow, pages.find((p) => p.name === 'dossier'));
		await narrow.pdf({ path: join(folder, `dossier.${lang}.pdf`), format: 'A4' });
		await narrow.finish();
	}
} finally {
	await closeBrowser();
	await desk.stop();
	await shared.stop();
	await rm(raw, { recursive: true });
}

let size = 0;
const files = await readdir(folder);
for (const f of files) size += (await stat(join(folder, f))).size;
console.log(`${files.length} pictures in ${folder}, ${(size / 1024).toFixed(0)} KiB in all`);
if (size > limit) {
	console.error(`screens: that is more than ${limit / 1024} KiB`);
	process.exitCode = 1;
}

// Keeps a search and confirms, corrects and undoes something, so that those pages have something to show.
async function live(pages) {
	const page = await newPage(desk.url, { lang: 'en' });
	await page.goto('/search?pair=KAZ,RUS&kind=event');
	await page.locator('#keep-name').fill('Astaná – Москва');
	await page.locator('.keep form button').click();
	await page.waitForURL('**/searches');
	await page.goto('/review');
	await page.locator('article.doubtful').last().locator('button[value=confirm]').click();
	await page.waitForURL('**/review?done=*');
	await visit(page, pages.find((p) => p.name === 'fact'));
	await page.locator('details.edit summary').click();
	await page.locator('details.edit [name=speaker]').fill('António Costa');
	await page.locator('details.edit [name=reason]').fill('acta de la ceremonia');
	await page.locator('button[value=correct]').click();
	await page.locator('.done button').click();
	await page.getByText(/was undone/).waitFor();
	await page.finish();
}

async function take(page, entry, name) {
	await visit(page, entry);
	await picture(page, name);
}

// A page has few colours: with a palette of them a picture has a fifth of the bytes.
async function picture(page, name) {
	const whole = join(raw, name + '.png');
	const few = join(raw, name + '.few.png');
	await shot(page, whole);
	await exec('pngquant', ['--nofs', '--strip', '--output', few, '32', '--', whole]);
	await exec('cwebp', ['-quiet', '-lossless', '-z', '6', few, '-o', join(folder, name + '.webp')]);
}
