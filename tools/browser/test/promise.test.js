// A promise is due, and kept when the article that tells of it is added.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDesk, story } from '../desk.js';
import { openPage } from '../testing.js';

let desk;
let articles;
before(async () => {
	articles = await story('signing-eu-mercosur');
	// Announced, confirmed, and put off twice; the signing itself is not told yet.
	desk = await startDesk({ articles: articles.slice(0, 7), args: ['--on', '2026-01-17'] });
});
after(() => desk?.stop());

test('a promise turns from due to kept', async (t) => {
	const page = await openPage(t, desk.url, { script: false, lang: 'en' });
	await page.goto('/');
	const listed = (section) => page.getByRole('region', { name: section }).getByRole('listitem').filter({ hasText: 'Mercosur' });
	const due = listed('Due within 30 days');
	assert.match(await due.innerText(), /European Union, Mercosur.*17 January 2026/s);
	await due.getByRole('link').click();
	await page.waitForURL('**/events/*');
	const steps = page.locator('ol.life > li');
	const before = await steps.count();
	assert.ok(before >= 3, `${before} steps: announced, put off, put off again`);
	assert.doesNotMatch(await steps.last().innerText(), /kept/);

	await desk.add(articles[7]);
	await page.reload();
	assert.equal(await steps.count(), before + 1);
	assert.match(await steps.last().innerText(), /kept.*17 January 2026/s);
	await page.goto('/');
	assert.equal(await due.count(), 0, 'it is due no more');
});
