// From a statement to the words it was drawn from, and why.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { attache, startDesk, story } from '../desk.js';
import { openPage } from '../testing.js';

let desk;
let hit; // Ursula von der Leyen in the Gaceta Austral
before(async () => {
	desk = await startDesk({ articles: await story('signing-eu-mercosur') });
	const found = JSON.parse(await attache('search', '--db', desk.db, '--json', '--kind', 'statement', '--outlet', 'Gaceta Austral', '--speaker', 'von der Leyen'));
	assert.equal(found.hits.length, 1);
	hit = found.hits[0];
	assert.equal(hit.fact.words.text, 'Hoy el Atlántico es un poco más estrecho');
});
after(() => desk?.stop());

for (const script of [true, false]) {
	const how = script ? 'with script' : 'without script';

	test(`a search leads to the statement at its place in the article, ${how}`, async (t) => {
		const page = await openPage(t, desk.url, { script });
		await page.goto('/');
		const field = page.getByRole('search').getByRole('searchbox');
		await field.fill('Atlántico estrecho');
		await field.press('Enter');
		await page.waitForURL('**/search?q=*');
		const link = page.getByRole('link', { name: 'La UE y el Mercosur firman en Asunción' });
		await link.first().click();
		await page.waitForURL(`**/articles/${hit.source.key}*`);

		// Beside the text stand the facts; the label of one leads to its words.
		const fact = page.locator(`#r-${hit.fact.key}`);
		assert.match(await fact.innerText(), /Ursula von der Leyen/);
		await fact.locator('a.label').click();
		assert.equal(new URL(page.url()).hash, `#f-${hit.fact.key}`);
		const label = page.locator(`#f-${hit.fact.key}`);
		const where = await label.boundingBox();
		assert.ok(where.y >= 0 && where.y < page.viewportSize().height, 'the place is in the window');
		// The marked words that follow are those of the fact, to the letter.
		const marked = await label.evaluate((at) => {
			let words = '';
			for (let e = at.nextSibling; e && e.nodeType === 1 && /\bm-statement\b/.test(e.className); e = e.nextSibling) words += e.textContent;
			return words;
		});
		assert.equal(marked, hit.fact.words.text);
	});

	test(`a fact tells its words, its source and its rule, ${how}`, async (t) => {
		const page = await openPage(t, desk.url, { script });
		await page.goto(`/articles/${hit.source.key}`);
		await page.locator(`#r-${hit.fact.key} a.why`).click();
		await page.waitForURL(`**/facts/${hit.fact.key}`);
		const main = await page.locator('main').innerText();
		for (const part of [hit.fact.words.text, 'Gaceta Austral', hit.fact.rule]) assert.ok(main.includes(part), part);
		// In the middle: Chromium does not follow a link that is pressed at the mark which it draws before a quotation.
		const link = await page.getByRole('link', { name: hit.fact.words.text }).boundingBox();
		await page.mouse.click(link.x + link.width / 2, link.y + link.height / 2);
		const { start, end, text } = hit.fact.words;
		await page.waitForURL((url) => url.pathname === `/articles/${hit.source.key}`);
		assert.equal(new URL(page.url()).search, `?span=${start}-${end}`);
		assert.equal((await page.locator('#span, #span ~ .m-span').allInnerTexts()).join(''), text);
		const where = await page.locator('#span').boundingBox();
		assert.ok(where.y >= 0 && where.y < page.viewportSize().height, 'the words are in the window');
	});
}

test('the card of a fact shows beside its words, by keyboard too, and goes at Escape', async (t) => {
	const page = await openPage(t, desk.url);
	await page.goto(`/articles/${hit.source.key}`);
	const label = page.locator(`#f-${hit.fact.key}`);
	const card = page.locator('#pop');
	await label.focus();
	await card.waitFor();
	assert.ok((await card.innerText()).includes(hit.fact.rule));
	await page.keyboard.press('Escape');
	await card.waitFor({ state: 'detached' });
	assert.equal(await page.evaluate(() => document.activeElement.id), `f-${hit.fact.key}`);
	await page.mouse.move(0, 0);
	await label.hover();
	await card.waitFor();
});

test('markup in an article is text and its address leads nowhere but to the web', async (t) => {
	const page = await openPage(t, desk.url);
	const file = join(dirname(desk.db), 'hostile.txt');
	await writeFile(
		file,
		'title: El <img src=x onerror=alert(1)> canciller <b>habla</b>\noutlet: "><script>alert(2)</script>\npublished: 2026-01-20\nlang: es\nurl: javascript:alert(3)\n\n' +
			'El canciller de Argentina, Pablo Quirno, dijo: «La firma <script>alert(4)</script> es <a href="http://another.example/">un paso</a>». También habló {{.Data}} &lt;i&gt;.\n',
	);
	await desk.add(file);
	await page.goto('/search?q=canciller+paso');
	await page.getByRole('link', { name: /El <img src=x onerror=alert\(1\)> canciller/ }).first().click();
	await page.waitForURL('**/articles/*');
	assert.match(await page.locator('.text').innerText(), /<script>alert\(4\)<\/script>/);
	assert.equal(await page.locator('main script, main img, main [href^="javascript:"], main a[href*="another.example"]').count(), 0);
});
