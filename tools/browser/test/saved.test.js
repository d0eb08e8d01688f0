// A search is kept under a name and followed by its feeds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDesk, story } from '../desk.js';
import { openPage } from '../testing.js';

for (const script of [true, false]) {
	test(`a search is kept, followed and forgotten, ${script ? 'with script' : 'without script'}`, async (t) => {
		const articles = await story('visit-kazakhstan-russia');
		const desk = await startDesk({ articles: articles.slice(0, -1) });
		t.after(desk.stop);
		const page = await openPage(t, desk.url, { script });
		await page.goto('/search?pair=KAZ,RUS&kind=event');
		await page.getByLabel('Nombre', { exact: true }).fill('Astaná y Moscú');
		await page.getByRole('button', { name: 'Guardar esta búsqueda' }).click();
		await page.waitForURL('**/searches');
		const row = page.getByRole('main').getByRole('row').filter({ hasText: 'Astaná y Moscú' });
		assert.match(await row.innerText(), /Kazajistán.*Rusia/s);

		// The feeds hold what the search finds, and what comes in later.
		const feeds = async () => {
			const address = (type) => row.locator(`a[type="${type}"]`).getAttribute('href');
			const json = await page.request.get(await address('application/feed+json'));
			const atom = await page.request.get(await address('application/atom+xml'));
			assert.match(json.headers()['content-type'], /^application\/feed\+json/);
			assert.match(atom.headers()['content-type'], /^application\/atom\+xml/);
			const items = (await json.json()).items;
			const entries = parseAtom(await atom.text());
			assert.deepEqual(entries, items.map((i) => i.id), 'both feeds tell the same');
			return items;
		};
		const items = await feeds();
		assert.ok(items.length > 3, `${items.length} items`);
		for (const item of items) {
			assert.ok(item.title && item.content_text !== undefined, JSON.stringify(item));
			const answer = await page.request.get(item.url);
			assert.equal(new URL(item.url).origin, desk.url);
			assert.equal(answer.status(), 200, item.url);
		}
		await desk.add(articles.at(-1));
		const later = await feeds();
		assert.ok(later.length > items.length, 'what comes in is in the feed');
		const ids = new Set(later.map((i) => i.id));
		for (const { id } of items) assert.ok(ids.has(id), 'what was there has the same id');

		await row.getByRole('link', { name: 'Astaná y Moscú', exact: true }).click();
		await page.waitForURL('**/search?*');
		assert.ok((await page.locator('article.hit').count()) > 3);
		await page.goto('/searches');
		await row.getByRole('button', { name: 'Eliminar' }).click();
		await page.waitForURL('**/searches');
		assert.equal(await row.count(), 0);
	});
}

test('a page tells browsers and readers of the feeds of its search', async (t) => {
	const desk = await startDesk({ articles: (await story('visit-kazakhstan-russia')).slice(0, 2) });
	t.after(desk.stop);
	const page = await openPage(t, desk.url, { lang: 'en' });
	await page.goto('/search?q=Tokayev');
	const types = await page.locator('head link[rel=alternate]').evaluateAll((all) => all.map((l) => l.type));
	assert.ok(types.includes('application/atom+xml') && types.includes('application/feed+json'), types.join());
});

// The ids of the entries of an Atom feed, which a parser of our own walks strictly:
// every tag that is opened has to be closed.
function parseAtom(xml) {
	assert.ok(xml.startsWith('<?xml'), xml.slice(0, 40));
	const open = [];
	const ids = [];
	for (const [, end, name, , self, text] of xml.slice(xml.indexOf('?>') + 2).matchAll(/<(\/?)([A-Za-z:]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>([^<]*)/g)) {
		if (end) assert.equal(open.pop(), name);
		else if (!self) open.push(name);
		if (!end && name === 'id' && open.includes('entry')) ids.push(text.trim());
	}
	assert.deepEqual(open, []);
	return ids;
}
