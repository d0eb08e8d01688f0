// The desk without a mouse.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDesk, story } from '../desk.js';
import { focusShows, focused } from '../page.js';
import { openPage } from '../testing.js';

let desk;
before(async () => {
	desk = await startDesk({ articles: await story('signing-eu-mercosur') });
});
after(() => desk?.stop());

test('the first stop skips to the content', async (t) => {
	const page = await openPage(t, desk.url);
	await page.goto('/');
	await page.keyboard.press('Tab');
	const first = await focused(page);
	assert.equal(first.href, '#content');
	const link = page.locator('a[href="#content"]');
	const box = await link.boundingBox();
	assert.ok(box.width > 20 && box.height > 10 && box.x >= 0 && box.y >= 0, 'the link shows when it has the focus');
	await page.keyboard.press('Enter');
	await page.keyboard.press('Tab');
	assert.ok(await page.evaluate(() => document.querySelector('main').contains(document.activeElement)), 'the next stop is in the content');
});

test('the first article is reached by Tab and opened by Enter', async (t) => {
	const page = await openPage(t, desk.url);
	await page.goto('/');
	for (let i = 0; ; i++) {
		assert.ok(i < 60, 'a link to an article within 60 stops');
		await page.keyboard.press('Tab');
		if ((await focused(page))?.href?.startsWith('/articles/')) break;
	}
	await page.keyboard.press('Enter');
	await page.waitForURL('**/articles/*');
	assert.equal(await page.locator('h1').count(), 1);
});

test('a search is made by keyboard alone', async (t) => {
	const page = await openPage(t, desk.url);
	await page.goto('/');
	for (let i = 0; (await focused(page))?.tag !== 'input'; i++) {
		assert.ok(i < 10, 'the field within 10 stops');
		await page.keyboard.press('Tab');
	}
	await page.keyboard.type('Asunción');
	await page.keyboard.press('Enter');
	await page.waitForURL('**/search?q=*');
	assert.ok((await page.locator('main mark').count()) > 0, 'what was found is marked');
});

for (const theme of ['light', 'dark']) {
	test(`the focus is seen at every stop, ${theme}`, async (t) => {
		const page = await openPage(t, desk.url, { theme });
		await page.goto('/search?q=Mercosur');
		const stops = [];
		for (let i = 0; i < 200; i++) {
			await page.keyboard.press('Tab');
			const at = await focused(page);
			if (at === null) break;
			stops.push(at);
		}
		assert.ok(stops.length > 20, `${stops.length} stops`);
		// One of each kind is looked at: kinds share their rule.
		const seen = new Set();
		for (const [i, stop] of stops.entries()) {
			if (seen.has(stop.tag)) continue;
			seen.add(stop.tag);
			await page.goto('/search?q=Mercosur');
			for (let n = 0; n <= i; n++) await page.keyboard.press('Tab');
			assert.ok(await focusShows(page), `the focus shows on ${JSON.stringify(stop)}`);
		}
		assert.ok(seen.has('a') && seen.has('button') && seen.has('input'), [...seen].join());
	});
}
