// What holds for every page, with script and without.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDesk, story } from '../desk.js';
import { languages, pagesOf, today, visit } from '../pages.js';
import { openPage } from '../testing.js';

const budget = 150_000; // bytes of a page with all that it loads, not compressed

let desk;
let pages;
before(async () => {
	desk = await startDesk({ articles: await story(), args: ['--on', today] });
	pages = await pagesOf(desk);
});
after(() => desk?.stop());

test('every page stands in both languages, reads the same without script, and is light', async (t) => {
	for (const lang of languages) {
		await t.test(lang, async (t) => {
			const expected = [/status of 404/];
			const scripted = await openPage(t, desk.url, { lang, expected });
			const plain = await openPage(t, desk.url, { lang, script: false, expected });
			for (const entry of pages) {
				const { name, path } = entry;
				await t.test(name, async () => {
					await visit(scripted, entry);
					const bytes = await scripted.evaluate(() =>
						[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, e) => sum + e.decodedBodySize, 0));
					assert.ok(bytes > 1000 && bytes <= budget, `${path} weighs ${bytes} bytes, of ${budget} at most`);
					assert.equal(await scripted.locator('html').getAttribute('lang'), entry.lang ?? lang);
					assert.equal(await scripted.locator('h1').count(), 1, `${path} has one h1`);
					for (const landmark of ['banner', 'main', 'contentinfo']) {
						assert.equal(await scripted.getByRole(landmark).count(), 1, `${path} has one ${landmark}`);
					}
					await plain.goto(path);
					const words = async (page) => (await page.locator('main').innerText()).replace(/\s+/g, ' ');
					assert.equal(await words(plain), await words(scripted), `${path} reads the same without script`);
				});
			}
		});
	}
});

test('no two pages have one title', async (t) => {
	const page = await openPage(t, desk.url, { script: false, expected: [/status of 404/] });
	const titles = new Map();
	for (const { path } of pages) {
		await page.goto(path);
		const title = await page.title();
		assert.ok(title.length > 3, `${path} has a title`);
		titles.set(title, [...(titles.get(title) ?? []), path]);
	}
	for (const [title, paths] of titles) assert.ok(paths.length === 1, `${paths.join(' and ')} are both called ${title}`);
});

test('every answer forbids foreign and inline script, sniffing, framing and referrers', async (t) => {
	const page = await openPage(t, desk.url, { expected: [/status of 404/] });
	for (const path of [...pages.map((p) => p.path), '/assets/desk.css', '/assets/desk.js']) {
		const headers = (await page.request.get(path)).headers();
		const policy = headers['content-security-policy'] ?? '';
		assert.match(policy, /default-src 'self'/, path);
		assert.match(policy, /frame-ancestors 'none'/, path);
		assert.doesNotMatch(policy, /unsafe|\*|https?:/, path);
		assert.equal(headers['x-content-type-options'], 'nosniff', path);
		assert.equal(headers['referrer-policy'], 'no-referrer', path);
	}
});

test('links between the pages lead somewhere', async (t) => {
	const page = await openPage(t, desk.url, { script: false, expected: [/status of 404/] });
	const links = new Map();
	for (const { path } of pages) {
		await page.goto(path);
		for (const href of await page.locator('a[href], link[rel=alternate]').evaluateAll((all) => all.map((a) => new URL(a.getAttribute('href'), a.baseURI).href))) {
			const url = new URL(href);
			if (url.origin === desk.url && !(url.hash && url.pathname === new URL(page.url()).pathname)) links.set(url.pathname + url.search, path);
		}
	}
	assert.ok(links.size > 30, `${links.size} links`);
	const dead = [];
	for (const [link, from] of links) {
		const answer = await page.request.get(link, { maxRedirects: 0 });
		if (answer.status() >= 400) dead.push(`${from} -> ${link}: ${answer.status()}`);
	}
	assert.deepEqual(dead, []);
});
