// Articles come in: pasted, uploaded, by a feed; and an address that may not be asked is refused.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';
import { startDesk, story } from '../desk.js';
import { readArticle, startFeed } from '../feed.js';
import { openPage } from '../testing.js';

const patience = 30_000; // ms until an article is read, on a machine that has other things to do

let articles;
before(async () => {
	articles = await story('signing-eu-mercosur');
});

// Waits until the job of the page is over: by itself with script, else by the link that brings it up to date.
async function jobEnds(page, script) {
	await page.waitForURL(/\/add\/\w+$/);
	const over = page.getByRole('link', { name: 'Añadir más' });
	for (const end = Date.now() + patience; !script && !(await over.isVisible()) && Date.now() < end; ) {
		await page.getByRole('link', { name: 'Actualizar' }).click();
		await page.waitForTimeout(200);
	}
	await over.waitFor({ timeout: patience });
}

// The facts beside the text are marked in it, each with its number.
async function factsAreMarked(page) {
	const facts = page.locator('.facts > .fact');
	const count = await facts.count();
	assert.ok(count > 0, 'there are facts');
	for (const fact of await facts.all()) {
		const target = (await fact.locator('a.label').getAttribute('href')).slice(1);
		assert.equal(await page.locator(`.paper [id="${target}"]`).count(), 1, target);
	}
	assert.ok((await page.locator('.text .m-statement, .text .m-event').count()) > 0, 'words are marked');
}

for (const script of [true, false]) {
	const how = script ? 'with script' : 'without script';

	test(`a text that is pasted becomes an article with its facts marked, ${how}`, async (t) => {
		const desk = await startDesk();
		t.after(desk.stop);
		const page = await openPage(t, desk.url, { script, expected: [/status of 400/] });
		const article = await readArticle(articles[5]);
		await page.goto('/');
		await page.getByRole('navigation', { name: 'Páginas' }).getByRole('link', { name: 'Añadir' }).click();
		const form = page.getByRole('form', { name: 'Pegar un artículo' });
		await form.getByLabel('Título').fill(article.title);
		await form.getByLabel('Medio').fill('La Hoja del Puerto');
		await form.getByLabel('Publicado el').fill(article.published.slice(0, 10));
		await form.getByLabel('Dirección').fill('ftp://hoja.example/1');
		await form.getByLabel('Texto').fill(article.paragraphs.join('\n\n'));
		await form.getByRole('button', { name: 'Leer y guardar' }).click();

		// What is wrong is said beside its field, and nothing that was entered is lost.
		const wrong = form.getByLabel('Dirección');
		assert.equal(await wrong.getAttribute('aria-invalid'), 'true');
		assert.match(await page.locator('#' + (await wrong.getAttribute('aria-describedby'))).innerText(), /http o https/);
		assert.equal((await form.getByLabel('Texto').inputValue()).replaceAll('\r', ''), article.paragraphs.join('\n\n'));
		await wrong.fill('https://hoja.example/1');
		await form.getByRole('button', { name: 'Leer y guardar' }).click();

		await page.waitForURL(/\/(articles|add)\/\w+$/, { timeout: patience });
		if (page.url().includes('/add/')) {
			// It took long to read: its job tells of it.
			await jobEnds(page, script);
			await page.getByRole('region', { name: 'Añadidos', exact: true }).getByRole('link').click();
			await page.waitForURL('**/articles/*');
		}
		assert.equal((await page.locator('h1').innerText()).replace(/\b[A-Z]\d+\b/g, '').trim(), article.title);
		assert.match(await page.locator('.paper .from').first().innerText(), /La Hoja del Puerto/);
		await factsAreMarked(page);
	});

	test(`files that are uploaded are read, and what is no article is told, ${how}`, async (t) => {
		const desk = await startDesk();
		t.after(desk.stop);
		const page = await openPage(t, desk.url, { script });
		await page.goto('/add');
		const form = page.getByRole('form', { name: 'Subir archivos' });
		const noise = join(dirname(desk.db), 'noise.txt');
		await writeFile(noise, Buffer.from([0, 1, 2, 255, 254, 0, 7]));
		await form.getByLabel('Archivos').setInputFiles([articles[0], noise, articles[1]]);
		await form.getByRole('button', { name: 'Subir' }).click();
		await jobEnds(page, script);
		assert.equal(await page.getByRole('region', { name: 'Añadidos', exact: true }).getByRole('listitem').count(), 2);
		assert.match(await page.getByRole('region', { name: 'Sin leer', exact: true }).innerText(), /noise\.txt/);
		assert.match(await page.getByRole('status').innerText(), /2 añadidos/);
		await page.getByRole('region', { name: 'Añadidos', exact: true }).getByRole('link').first().click();
		await page.waitForURL('**/articles/*');
		await factsAreMarked(page);

		// The same again is known already.
		await page.goto('/add');
		await form.getByLabel('Archivos').setInputFiles(articles[0]);
		await form.getByRole('button', { name: 'Subir' }).click();
		await jobEnds(page, script);
		assert.equal(await page.getByRole('region', { name: 'Ya estaban en el registro' }).getByRole('listitem').count(), 1);
	});
}

test('a feed is added, polled, and its articles are in the record', async (t) => {
	const stock = [await readArticle(articles[4])];
	const feed = await startFeed(stock);
	t.after(feed.stop);
	const desk = await startDesk({ args: ['--allow', feed.host] });
	t.after(desk.stop);
	const page = await openPage(t, desk.url, { lang: 'en' });
	await page.goto('/sources');
	const form = page.getByRole('form', { name: 'Add a feed' });
	await form.getByLabel('Address').fill(feed.url);
	await form.getByRole('button').click();
	await page.waitForURL('**/sources#feeds');
	const row = page.getByRole('region', { name: 'Feeds' }).getByRole('row').filter({ hasText: feed.url });
	assert.equal(await row.count(), 1);

	const polled = () => feed.asked.filter((path) => path === '/feed.xml').length;
	const brought = async (title) => {
		const link = page.getByRole('main').getByRole('link', { name: title });
		for (const end = Date.now() + patience; Date.now() < end; ) {
			await page.goto('/search?docs=1&q=Mercosur');
			if (await link.count()) return link.first();
			await page.waitForTimeout(300);
		}
		assert.fail(`${title} did not come in; asked for: ${feed.asked.join(' ')}`);
	};
	await brought(stock[0].title);

	// Another article stands in the feed; it comes when the feed is polled by hand.
	stock.push(await readArticle(articles[8]));
	const before = polled();
	await page.goto('/sources');
	await row.getByRole('button', { name: 'Poll now' }).click();
	await page.waitForURL('**/sources#feeds');
	await (await brought(stock[1].title)).click();
	await page.waitForURL('**/articles/*');
	assert.ok(polled() > before, 'the feed was asked again');
	assert.equal(await page.locator('dl.meta a[rel~=external]').getAttribute('href'), feed.url.replace('feed.xml', '1'));
	await factsAreMarked(page);

	await page.goto('/sources');
	assert.match(await row.innerText(), /1 added/);
	await row.getByRole('button', { name: 'Delete' }).click();
	await page.waitForURL('**/sources#feeds');
	assert.equal(await row.count(), 0);
	await brought(stock[0].title); // its articles stay
});

test('an address within is refused and never asked', async (t) => {
	const secret = await startFeed([await readArticle(articles[0])]);
	t.after(secret.stop);
	const desk = await startDesk();
	t.after(desk.stop);
	const page = await openPage(t, desk.url, { lang: 'en' });
	for (const [address, why] of [
		[secret.url, /port is not allowed/],
		['http://127.0.0.1/feed.xml', /address is not public/],
		['http://[::ffff:127.0.0.1]/feed.xml', /address is not public/],
	]) {
		await page.goto('/add');
		const form = page.getByRole('form', { name: 'Fetch an address' });
		await form.getByLabel('Address').fill(address);
		await form.getByRole('button', { name: 'Fetch' }).click();
		await page.waitForURL(/\/add\/\w+$/);
		await page.getByRole('link', { name: 'Add more' }).waitFor({ timeout: patience });
		assert.match(await page.getByRole('status').innerText(), /1 not read/, address);
		const told = await page.getByRole('region', { name: 'Not read', exact: true }).innerText();
		assert.ok(told.includes(address), told);
		assert.match(told, why, address);
	}
	assert.deepEqual(secret.asked, [], 'nobody asked it');
});
