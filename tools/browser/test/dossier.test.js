// The dossier as it is taken along: on paper and as Markdown.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { startDesk, story } from '../desk.js';
import { today } from '../pages.js';
import { openPage } from '../testing.js';

let desk;
before(async () => {
	desk = await startDesk({ articles: await story('visit-kazakhstan-russia'), args: ['--on', today] });
});
after(() => desk?.stop());

// The pages of a PDF: text and size in points.
async function printed(file) {
	const run = promisify(execFile);
	const { stdout: text } = await run('pdftotext', ['-layout', file, '-']);
	const { stdout: info } = await run('pdfinfo', [file]);
	const [, width, height] = /Page size: +([\d.]+) x ([\d.]+)/.exec(info);
	return { pages: text.split('\f').slice(0, -1), width: Number(width), height: Number(height) };
}

const loose = (text) => text.replaceAll(/\s+/g, ' ');

for (const [lang, heading, level] of [
	['es', 'Kazajistán – Rusia', 'asociación estratégica integral'],
	['en', 'Kazakhstan – Russia', 'comprehensive strategic partnership'],
]) {
	test(`the dossier is printed on A4 with all that it says and nothing to press, ${lang}`, async (t) => {
		const page = await openPage(t, desk.url, { lang });
		await page.goto('/dossier/KAZ/RUS');
		const shown = await page.locator('main h2').allInnerTexts();
		const file = join(dirname(desk.db), `dossier.${lang}.pdf`);
		await page.pdf({ path: file, format: 'A4' });
		const { pages, width, height } = await printed(file);
		assert.ok(Math.abs(width - 595) < 2 && Math.abs(height - 842) < 2, `${width} x ${height} points are A4`);
		assert.ok(pages.length >= 1 && pages.length <= 8, `${pages.length} pages`);
		for (const p of pages) assert.ok(loose(p).length > 100, `a page is as good as empty: ${p}`);
		const text = loose(pages.join(' '));
		for (const words of [heading, ...shown]) assert.ok(text.includes(loose(words)), `${words} is on paper:\n${text}`);
		assert.ok(text.toLowerCase().includes(level), text);

		await page.emulateMedia({ media: 'print' });
		for (const part of ['nav', 'header.top', 'footer', 'form', 'button', '.tools']) {
			for (const e of await page.locator(part).all()) assert.equal(await e.isVisible(), false, `${part} is not printed`);
		}
		assert.equal(await page.locator('h1').isVisible(), true);
		assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), 'rgb(255, 255, 255)');
	});
}

test('paper is white in the dark theme too', async (t) => {
	const page = await openPage(t, desk.url, { theme: 'dark' });
	await page.goto('/dossier/KAZ/RUS');
	await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	const [paper, ink] = await page.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.querySelector('h1')).color]);
	assert.deepEqual([paper, ink], ['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
});

for (const script of [true, false]) {
	test(`the dossier is a file of Markdown, ${script ? 'with script' : 'without script'}`, async (t) => {
		const page = await openPage(t, desk.url, { script });
		await page.goto('/dossier');
		const form = page.locator('main form');
		await form.getByLabel('Estado u organización').fill('Rusia');
		await form.getByLabel('Y', { exact: true }).fill('Kazajistán');
		await form.getByRole('button').click();
		await page.waitForURL('**/dossier/KAZ/RUS');
		const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Markdown' }).click()]);
		assert.equal(file.suggestedFilename(), `attache-KAZ-RUS-${today}.md`);
		const text = await readFile(await file.path(), 'utf8');
		assert.match(text, /^# Kazajistán – Rusia\n/);
		for (const heading of await page.locator('main h2').allInnerTexts()) assert.ok(text.includes(`\n## ${heading}\n`), heading);
		for (const quote of await page.locator('main .news q').allTextContents()) assert.ok(text.includes(quote.replaceAll('…', '').slice(0, 40)), quote);
	});
}
